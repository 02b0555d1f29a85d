"""Names and numbers in the room there is: the middle of a long name is left out, a number is rounded until it fits."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isnan
from typing import Any

from glassgrad.writing.numbers import number
from glassgrad.writing.plain import visible

from ..measuring import width_of
from ..names import told_apart

LONGEST = 1000
"""Letters of a name that are looked at."""


def name_in(name: str, room: float, size: float = 12.0, *, bold: bool = False) -> str:
    """A strange name in so much room: its beginning and its end, as the end tells "color=red" from "color=blue".

    >>> name_in("petal length", 200), name_in("the colour of the house=red", 110)
    ('petal length', 'the col…use=red')
    """
    letters = visible(name, LONGEST)
    if width_of(letters, size, bold=bold) <= room:
        return letters
    kept = len(letters) - 1
    while kept > 2 and width_of(_cut(letters, kept), size, bold=bold) > room:
        kept -= 1
    return _cut(letters, kept)


def names_in(names: Sequence[str], room: float, size: float = 12.0, *, bold: bool = False) -> list[str]:
    """Strange names, each in so much room, and still told apart.

    >>> names_in(["patients of ward 1 in the summer", "patients of ward 2 in the summer"], 120)
    ['…tients of ward 1…', '…tients of ward 2…']
    """
    letters = [visible(name, LONGEST) for name in names]
    return told_apart(letters, lambda name: name_in(name, room, size, bold=bold), lambda name: width_of(name, size, bold=bold) <= room)


def _cut(letters: str, kept: int) -> str:
    after = kept // 2
    return f"{letters[: kept - after].rstrip()}…{letters[len(letters) - after :].lstrip()}"


def number_in(value: Any, room: float, size: float, *, bold: bool = False) -> str:
    """A number with as many digits as fit, three at most.

    >>> number_in(0.5, 40, 10), number_in(-1 / 3, 40, 10), number_in(-1.23456e-5, 40, 10)
    ('0.5', '−0.333', '−1·10⁻⁵')
    """
    plain = float(value)
    if not isfinite(plain):
        return "NaN" if isnan(plain) else "∞" if plain > 0 else "−∞"
    written = [number(value, 3).text, *(number(plain, digits, rounded=True).text for digits in (3, 2, 1))]
    return next((one for one in written if width_of(one, size, bold=bold) <= room), written[-1])


def percent(probability: float) -> str:
    """A probability in percent; what is rounded to none or all of it is said to be close.

    >>> percent(0.9621), percent(0.99999), percent(0.0001), percent(1.0), percent(float("nan"))
    ('96.2 %', '> 99.9 %', '< 0.1 %', '100 %', 'NaN')
    """
    if isnan(probability):
        return "NaN"
    if probability in (0.0, 1.0):
        return f"{100 * probability:.0f} %"
    if not 0.0005 <= probability < 0.9995:
        return "< 0.1 %" if probability < 0.5 else "> 99.9 %"
    return f"{100 * probability:.1f} %"
