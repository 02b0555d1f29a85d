"""`Template`: an exercise before its numbers are chosen. With numbers it is a sheet, in the notation that `check` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Shape

PLACES = 4
"""Decimal places to which given numbers are written at most."""


@dataclass(frozen=True, slots=True)
class Given:
    """A number that is given, or an array of them, chosen from `values`; with `one_of_many`, a 1 among zeros."""

    name: str
    values: tuple[float, ...]
    shape: Shape = ()
    one_of_many: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """`task` says what to do, `formulas` are lines like `a1 = w1*x + b1`, `asked` the quantities as they are written on a sheet."""

    task: str
    given: tuple[Given, ...]
    formulas: tuple[str, ...]
    asked: tuple[str, ...]

    def problem(self, numbers: Mapping[str, Any]) -> str:
        """The sheet with these numbers: what is given, and the formulas."""
        return "\n".join([*(f"{one.name} = {written(numbers[one.name])}" for one in self.given), *self.formulas]) + "\n"


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
WEIGHTS: tuple[float, ...] = halves(-2, 2, 0.1)
BIASES: tuple[float, ...] = halves(-0.9, 0.9, 0.1)
RATES: tuple[float, ...] = (0.1, 0.2, 0.3, 0.05)
