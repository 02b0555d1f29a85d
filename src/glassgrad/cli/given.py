"""Values on the command line: `x=1`, `A=[[1, 2], [3, 4]]`. Numbers and lists of numbers, and nothing else."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from inspect import signature
from typing import Any

from glassgrad.graph import ExpressionError, SettingError

LONGEST = 1_000_000
"""Characters of one value."""
DEEPEST = 8
"""Lists inside one another."""
NUMBER = re.compile(r"[+\-−]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+\-−]?[0-9]+)?")
ANYTHING_ELSE = re.compile(r"[^\s\[\](),]+")


def given_values(words: Sequence[str]) -> dict[str, Any]:
    """The values by name; each a number or a nested list that has a shape.

    Raises: ExpressionError, naming the word, for whatever is not `name=value`.

    >>> given_values(["x=1", "A=[[1, 2], [3, -.5e1]]"])
    {'x': 1.0, 'A': [[1.0, 2.0], [3.0, -5.0]]}
    """
    values: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise ExpressionError(f"{word!r:.60} is not name=value; give values like x=1 or A=[[1,2],[3,4]]")
        if name in values:
            raise ExpressionError(f"{name} is given twice")
        values[name] = _value(name, text)
    return values


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of a number or a nested list.

    >>> shape_of([[1.0, 2.0], [3.0, 4.0]]), shape_of(1.0)
    ((2, 2), ())
    """
    if not isinstance(value, list):
        return ()
    return (len(value), *(shape_of(value[0]) if value else ()))


def _value(name: str, text: str) -> Any:
    if len(text) > LONGEST:
        raise ExpressionError(f"the value of {name} has {len(text):,} characters; at most {LONGEST:,} are read")
    if _depth(text) > DEEPEST:
        raise ExpressionError(f"the value of {name} has more than {DEEPEST} lists inside one another")
    numbered = ANYTHING_ELSE.sub(lambda found: repr(_number(name, found[0])), text)
    try:
        value = json.loads(numbered.translate(str.maketrans("()", "[]")))
    except ValueError:
        raise ExpressionError(f"the value of {name}, {text!r:.60}, cannot be read; give a number, or a list like [1,2] or [[1,2],[3,4]]") from None
    _check(name, value)
    return value


def _number(name: str, word: str) -> float:
    if not NUMBER.fullmatch(word):
        raise ExpressionError(f"the value of {name} has {word!r:.40}, which is not a number; give digits, like 0.5 or −2e-3")
    number = float(word.replace("−", "-"))
    if not math.isfinite(number):
        raise ExpressionError(f"the value of {name} has {word!r:.40}, which is too large; the largest number is about 1.8e308")
    return number


def _depth(text: str) -> int:
    deepest = depth = 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        deepest = max(deepest, depth)
    return deepest


def _check(name: str, value: Any) -> None:
    """Raises: ExpressionError for lists of different lengths side by side, and for empty ones."""
    level = [value]
    for length in shape_of(value):
        if not length or any(not isinstance(one, list) or len(one) != length for one in level):
            raise ExpressionError(f"the value of {name} has rows of different lengths, or an empty one; every row must hold the same number of numbers")
        level = [entry for one in level for entry in one]
    if any(isinstance(one, list) for one in level):
        raise ExpressionError(f"the value of {name} mixes numbers and lists; every row must hold the same number of numbers")


def refuse_unknown(values: Mapping[str, Any], formula: str) -> None:
    """Raises: ExpressionError for a value whose name does not occur in the formula."""
    words = dict.fromkeys(re.findall(r"[^\W\d]\w*", unicodedata.normalize("NFC", formula)))
    for name in values:
        if unicodedata.normalize("NFC", name) not in words:
            raise ExpressionError(f"a value is given for {name}, which does not occur in the formula" + (f"; there: {', '.join(words)}" if words else ""))


def refuse_options(words: Sequence[str], command: Callable[..., int]) -> None:
    """Raises: SettingError for a word like `--fromat`, which is no formula but a mistyped option of the command.

    Formulas may begin with a minus sign, so cyclopts lets such words through.
    """
    options = [f"--{one.name}" for one in signature(command).parameters.values() if one.kind is one.KEYWORD_ONLY]
    for word in words:
        if re.match(r"--[a-zA-Z]{2}", word):
            near = get_close_matches(word.partition("=")[0], options, n=1)
            raise SettingError(f"there is no option {word}; " + (f"did you mean {near[0]}?" if near else f"the options are {', '.join(options)}"))
