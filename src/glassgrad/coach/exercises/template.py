"""`Template`: an exercise before its numbers are chosen. With numbers it is a sheet, in the notation that `check` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from glassgrad.graph import Shape

PLACES = 4
"""Decimal places to which given numbers are written at most."""
CROWDED = (14, 28)
"""With more given numbers than these, each lies on a finer grid."""


@dataclass(frozen=True, slots=True)
class Given:
    """A number that is given, or an array of them, chosen from `values`; with `one_of_many`, a 1 among zeros."""

    name: str
    values: tuple[float, ...]
    shape: Shape = ()
    one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A short formula for an asked quantity, as on a sheet, and why it holds."""

    asked: str
    formula: str
    because: str


@dataclass(frozen=True, slots=True)
class Template:
    """`task` says what to do, `formulas` are lines like `a1 = w1*x + b1`, `asked` the quantities as they are written on a sheet.

    `shortcuts` are formulas by which people work out an asked quantity, where the rules lead to a longer one; each with its reason.
    """

    task: str
    given: tuple[Given, ...]
    formulas: tuple[str, ...]
    asked: tuple[str, ...]
    shortcuts: tuple[Shortcut, ...] = ()

    def problem(self, numbers: Mapping[str, Any]) -> str:
        """The sheet with these numbers: what is given, and the formulas."""
        return "\n".join([*(f"{one.name} = {written(numbers[one.name])}" for one in self.given), *self.formulas]) + "\n"

    def solved(self, numbers: Mapping[str, Any]) -> str:
        """The problem, and a line for everything that is asked."""
        short = {one.asked: one.formula for one in self.shortcuts}
        return self.problem(numbers) + "".join(f"{name} = {short.get(name, 0)}\n" for name in self.asked)


def with_room(template: Template) -> Template:
    """The template with more numbers to choose from, if it needs many: among few, two slips soon share a number."""
    count = sum(int(np.prod(one.shape, dtype=int)) for one in template.given)
    given = template.given
    for most in CROWDED:
        if count > most:
            given = tuple(one if one.one_of_many else replace(one, values=_with_middles(one.values)) for one in given)
    return replace(template, given=given)


def _with_middles(values: Sequence[float]) -> tuple[float, ...]:
    """Between every two neighbours the number in the middle, too."""
    ordered = sorted(values)
    middles = (round((low + high) / 2, PLACES) for low, high in pairwise(ordered))
    return tuple(sorted({*ordered, *(one for one in middles if abs(one) not in (0, 1))}))


def written(number: Any) -> str:
    """A number, or an array, as it is written on a sheet.

    >>> written(np.array([[0.5, -1], [2, 0.25]]))
    '[[0.5, -1], [2, 0.25]]'
    """
    if np.ndim(number):
        return "[" + ", ".join(map(written, number)) + "]"
    return f"{float(number):.{PLACES}f}".rstrip("0").rstrip(".")


def halves(low: float, high: float, step: float) -> tuple[float, ...]:
    """The multiples of `step` from `low` to `high`, without 0, 1 and −1: numbers that hide slips."""
    count = round((high - low) / step)
    found = (round(low + place * step, PLACES) for place in range(count + 1))
    return tuple(one for one in found if abs(one) not in (0, 1))


INPUTS: tuple[float, ...] = halves(-2, 3, 0.1)
EASY_INPUTS: tuple[float, ...] = halves(-3, 5, 0.5)
"""Where everything comes out exactly, these keep it short."""
WEIGHTS: tuple[float, ...] = halves(-2, 2, 0.1)
BIASES: tuple[float, ...] = halves(-0.9, 0.9, 0.1)
RATES: tuple[float, ...] = (0.1, 0.2, 0.3, 0.05)
