"""A settings record as options of the command line: names, types, defaults, help and choices are read off its fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import Field, fields
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, get_type_hints

from cyclopts import Group, Parameter, Token

from glassgrad.graph import SettingError

NO_LAYERS = "none"


def with_options(function: Callable[..., Any], record: type) -> Signature:
    """The signature of a function whose `**choices` stand for the fields of a settings record."""
    own = [one for one in Signature.from_callable(function, eval_str=True).parameters.values() if one.kind is not Argument.VAR_KEYWORD]
    types = get_type_hints(record)
    group = Group("Settings", sort_key=2)
    settings = [Argument(one.name, Argument.KEYWORD_ONLY, default=one.default, annotation=_option(one, types[one.name], group)) for one in fields(record)]
    return Signature([*own, *settings])


def _option(one: Field[Any], kind: Any, group: Group) -> Any:
    rules: dict[str, Any] = {"help": one.metadata["help"], "group": group, "negative": ""}
    if one.metadata["pairs"]:
        kind = str  # read by the record itself
        rules |= {"metavar": "NAME=X,…", "show_default": one.default if isinstance(one.default, str) else False}
    elif one.metadata["choices"] and not one.metadata["many"]:  # several words come as one, which the record takes apart and checks
        rules["choices"] = tuple(filter(None, one.metadata["choices"]()))
    if one.default in ("", None):
        rules["show_default"] = False
    if one.metadata["many"]:
        rules |= {"converter": _MANY[one.metadata["many"]], "n_tokens": 1, "accepts_keys": False, "show_default": _with_commas if one.default else False}
        rules |= {"metavar": f"{one.name.upper()}"}
        if one.metadata["choices"]:
            rules["help"] += f" (there are {', '.join(one.metadata['choices']())})"
        if one.default:
            rules["help"] += f" (with commas; or {NO_LAYERS})"
    return Annotated[kind, Parameter(**rules)]


Tokens = list[Token] | tuple[Token, ...]


def _whole_numbers(kind: Any, tokens: Tokens) -> tuple[int, ...]:
    written = tokens[0].value
    if written.strip().lower() == NO_LAYERS:
        return ()
    try:
        return tuple(int(part) for part in written.split(","))
    except ValueError:
        raise SettingError(f"{tokens[0].keyword} is {written!r:.80}; expected whole numbers with commas between them, like 16,8, or {NO_LAYERS}") from None


def names_with_commas(kind: Any, tokens: Tokens) -> tuple[str, ...]:
    """Names with commas between them, but for those in brackets; where the option is given several times, each time one name as it is."""
    if len(tokens) > 1:
        return tuple(token.value for token in tokens)
    return tuple(part.strip() for part in COMMA.split(tokens[0].value) if part.strip())


COMMA = re.compile(r",(?![^\[]*\])")
_MANY: dict[type, Any] = {int: _whole_numbers, str: names_with_commas}


def _with_commas(value: tuple[int, ...]) -> str:
    return ",".join(map(str, value)) or NO_LAYERS
