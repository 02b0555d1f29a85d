"""Numbers as they are written: which digit is the last one, and whether a sheet writes decimals with a comma."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isinf

from .refusing import UnreadableError
from .tree import Literal, Span

_POINT = re.compile(r"(?<![0-9.])[0-9]*\.[0-9]+(?![0-9.])")
_COMMA = re.compile(r"(?<![0-9,.\w])[0-9]+,[0-9]+(?![0-9]*[,.][0-9])(?![0-9])")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_LIST = re.compile(r"\[[^\[\]]*\]|\(\s*[0-9]+,[0-9]+\s*\)|\{[^{}]*\}")
_LIST_OF_COMMAS = re.compile(r"[\[(;]\s*[-−]?[0-9]+,[0-9]+(?:\s*;|,\s+[-−]?[0-9]+,[0-9]+\s*[,;\])])")
_RELATION = re.compile(r"[=≈→←:]|\\(?:approx|to|rightarrow)\b|->")


def writes_decimal_commas(text: str) -> bool:
    """Whether numbers look like 0,15: none has a decimal point, and some have a comma between digits that parts no list.

    >>> writes_decimal_commas("x = 0,15"), writes_decimal_commas("x = 0.15, y = 1,5"), writes_decimal_commas("w = [1,2]")
    (True, False, False)
    """
    lines = [line for line in text.splitlines() if _RELATION.search(line)]
    if any(_POINT.search(line) for line in lines):
        return False
    outside = [_LIST.sub(" ", line) for line in lines]
    if any(not _THOUSANDS.fullmatch(found[0]) for line in outside for found in _COMMA.finditer(line)):
        return True
    return any(_LIST_OF_COMMAS.search(line) for line in lines)


def literal(written: str, span: Span, power_of_ten: int = 0) -> Literal:
    """The number that is written, times a power of ten. Raises: UnreadableError if no float holds it.

    >>> literal("0.7513", Span(0, 6)).unit, literal("1.5", Span(0, 3), -3).value
    (0.0001, 0.0015)
    """
    mantissa, _, exponent = written.lower().partition("e")
    shift = int(exponent or 0) + power_of_ten if len(exponent) < 6 else 10**6
    digits = len(mantissa.partition(".")[2])
    value = float(f"{mantissa}e{shift}")
    if isinf(value) or (value == 0 and any(digit in "123456789" for digit in mantissa)):
        raise UnreadableError("this number is too large or too small to compute with")
    return Literal(value, float(Decimal((0, (1,), max(min(shift - digits, 400), -400)))), span)
