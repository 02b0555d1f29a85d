"""Calls: which page the arguments choose, and what goes into its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from glassgrad.graph import Node, Op

from .desk import Desk, as_node, operate
from .functions import PROGRAM_WORDS, signature
from .tokens import Token
from .written import Item, is_number, is_whole, is_wholes, say_written


@dataclass
class Call:
    """A function word and the arguments found so far."""

    word: Token
    items: list[Item] = field(default_factory=list)
    keywords: dict[str, tuple[Token, Item]] = field(default_factory=dict)


def check_function(desk: Desk, token: Token) -> None:
    """Raises: ExpressionError if the word calls no page; it names similar words that do."""
    if token.word in desk.shapes:
        raise desk.refuse(token, f"a shape is given for it, so it is a variable and cannot be called; to multiply write {token.word}*(…)")
    if token.word in PROGRAM_WORDS:
        raise desk.refuse(token, "a word of programs; nothing typed here is ever executed, only functions of mathematics are called")
    if token.word not in desk.functions:
        close = get_close_matches(token.word[:40], desk.functions, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else f"to multiply write {token.word:.40}*(…)"
        raise desk.refuse(token, f"there is no function of this name; {hint}")


def check_variable(desk: Desk, token: Token) -> None:
    """Raises: ExpressionError for a word that means something else, unless a shape given for it says that it is a variable.

    A function's word of a single letter is let pass: σ is the sigmoid when it is called, and a standard deviation when it is not.
    """
    if token.word in desk.shapes or len(token.word) == 1:
        return
    way_out = f"if it is meant as a variable, give its shape: {token.word}=()"
    if token.word in PROGRAM_WORDS:
        raise desk.refuse(token, f"a word of programs, and nothing typed here is ever executed; {way_out}")
    found = desk.functions.get(token.word)
    if found:
        raise desk.refuse(token, f"a function, to be called like {signature(found[0], token.word)}; {way_out}")


def call(desk: Desk, made: Call) -> Node:
    """The node that a call stands for.

    A word may belong to several pages (`max`); the number of arguments decides. More arguments than inputs are folded if
    the page combines two alike (`max(a, b, c)`), else they are settings in their order (`reshape(x, (2, 3))`).
    """
    candidates = desk.functions[made.word.word]
    candidates = [page for page in candidates if made.keywords.keys() <= page.defaults.keys()] or candidates
    count = len(made.items)
    for page in candidates:
        if count == len(page.slots) or (page.variadic and count):
            return operate(desk, page, made.items, made.word, _settings(desk, page, made, {}))
    for page in candidates:
        if count > len(page.slots) == 2 and page.algebra.associates and not page.defaults and not made.keywords:
            return _fold(desk, page, made)
    for page in candidates:
        inputs = len(page.slots)
        if inputs < count <= inputs + len(page.defaults) and not isinstance(made.items[inputs], Node):
            in_order = dict(zip(page.defaults, made.items[inputs:], strict=False))
            return operate(desk, page, made.items[:inputs], made.word, _settings(desk, page, made, in_order))
    known = " or ".join(signature(page, made.word.word) for page in candidates)
    raise desk.refuse(made.word, f"it does not take {count} argument{'' if count == 1 else 's'}; expected {known}")


def _fold(desk: Desk, page: Op, made: Call) -> Node:
    total = as_node(desk, made.items[0])
    for item in made.items[1:]:
        total = operate(desk, page, [total, item], made.word)
    return total


def _settings(desk: Desk, page: Op, made: Call, in_order: Mapping[str, Item]) -> dict[str, Any]:
    settings = {name: _setting(desk, page, name, item, made.word) for name, item in in_order.items()}
    for name, (token, item) in made.keywords.items():
        if name not in page.defaults:
            close = get_close_matches(name, page.defaults, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise desk.refuse(token, f"no such setting; {hint}expected {signature(page, made.word.word)}")
        if name in settings:
            raise desk.refuse(token, f"given twice; expected {signature(page, made.word.word)}")
        settings[name] = _setting(desk, page, name, item, token)
    return settings


def _setting(desk: Desk, page: Op, name: str, item: Item, token: Token) -> Any:
    """The value for a setting, judged by the type of its usual value."""
    usual = page.defaults[name]
    if isinstance(item, Node):
        raise desk.refuse(token, f"the setting {name} must be written out, like {signature(page)}; it cannot be computed")
    value = item.value
    if isinstance(usual, bool):
        fits, expected = isinstance(value, bool), "True or False"
    elif isinstance(usual, float):
        fits, expected = is_number(value), "a number"
    elif isinstance(usual, tuple):
        value = (value,) if is_whole(value) else value
        fits, expected = is_wholes(value), "whole numbers in parentheses, like (2, 3)"
    elif usual is None or isinstance(usual, int):
        fits, expected = value is None or is_whole(value) or is_wholes(value), "a whole number, several in parentheses, or None"
    else:
        fits, expected = is_whole(value) or isinstance(value, str), 'what stands in square brackets, in quotes, like "0:2, -1"'
    if not fits:
        raise desk.refuse(item.token, f"{say_written(item)} does not fit the setting {name}; expected {expected}")
    return tuple(value) if isinstance(value, list) else value
