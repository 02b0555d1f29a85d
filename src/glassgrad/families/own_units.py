"""`OwnUnit`: a prepared input read back as what the table holds: a number in its own units, a word, or a gap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import Preparation
from glassgrad.data.column_plans import ColumnPlan
from glassgrad.data.scaling import Scale
from glassgrad.writing.mathematics import Mathematics, Words, mathematics
from glassgrad.writing.numbers import Number, number

Array = np.ndarray[Any, Any]

CELL_DIGITS = 6
"""Digits of a number, as many as the row is shown with."""
TRUE_DIGITS, SHORT_DIGITS = 12, 6
"""Digits that scaling and scaling back leaves right, in double and in single precision."""


@dataclass(frozen=True)
class OwnUnit:
    """What one prepared input means in the table.

    `place`: which input it is. `name`: "age", or of an input that is 1 or 0 "size is S", "temp is missing". A scaled number is
    (table's number − mean) / deviation. `marks`: of an input that is 1 or 0, which inputs stand for what in its column; `otherwise`: what it holds where
    none of them is 1. `gap`: the input that says whether the cell was empty, and another value was filled in.
    """

    place: int
    name: str
    mean: float = 0.0
    deviation: float = 1.0
    scaled: bool = False
    marks: tuple[tuple[int, str], ...] = ()
    otherwise: str = ""
    gap: int | None = None

    @property
    def is_mark(self) -> bool:
        """Whether it is 1 or 0, for yes or no."""
        return bool(self.marks)

    @property
    def scaled_name(self) -> str:
        """What the prepared number is called."""
        return f"{self.name}, scaled" if self.scaled else self.name

    def value(self, prepared: float, digits: int = TRUE_DIGITS) -> float:
        """The number in the table's units, without what the rounding of scaling has left.

        >>> OwnUnit(0, "age", mean=1.5, deviation=0.1, scaled=True).value(-12.0)
        0.3
        """
        return _without_rounding(self._restored(prepared), max(abs(self.mean), self.deviation), digits) if self.scaled else prepared

    def pairs(self, prepared: float, threshold: float) -> Iterator[tuple[float, float]]:
        """A value and a threshold in the table's units, from few digits of the threshold to all that both have."""
        if self.scaled:
            yield self.value(prepared), self.value(threshold, SHORT_DIGITS)
            yield self.value(prepared), self.value(threshold)
        yield self._restored(prepared), self._restored(threshold)

    def here(self, row: Array) -> str:
        """What the row has in that column: a number, or the word itself. Shape: row (inputs,)."""
        if self.is_mark:
            return next((word for place, word in self.marks if row[place] > 0.5), self.otherwise) + self.filling(row)
        return self.said(row)

    def said(self, row: Array) -> str:
        """What the row has: a number, or yes or no. Shape: row (inputs,)."""
        if self.is_mark:
            return ("yes" if row[self.place] > 0.5 else "no") + self.filling(row)
        return in_digits(self.value(float(row[self.place])), CELL_DIGITS).text + self.filling(row)

    def cell(self, row: Array) -> Words:
        """The same for a column of numbers. Shape: row (inputs,)."""
        return (self.said(row),) if self.is_mark or self.filling(row) else (_among_numbers(in_digits(self.value(float(row[self.place])), CELL_DIGITS)),)

    def filling(self, row: Array) -> str:
        """That the value is not the row's own, where that is so."""
        return " (filled in)" if self.gap is not None and row[self.gap] > 0.5 else ""

    def _restored(self, prepared: float) -> float:
        return float(Scale(self.mean, self.deviation).restore(np.asarray(prepared, dtype=np.float64))) if self.scaled else prepared


def in_digits(value: float, digits: int) -> Number:
    """A number as it is if it is a whole one, or if one digit more than those is enough for it; else rounded to them.

    >>> in_digits(104.95, 4).text, in_digits(1039.75, 4).text, in_digits(1234567.0, 4).text
    ('104.95', '1040', '1234567')
    """
    return number(value, digits, rounded=math.isfinite(value) and not value.is_integer() and float(f"{value:.{digits + 1}g}") != value)


def _among_numbers(one: Number) -> Mathematics:
    return mathematics(one.text, one.latex) if one.exact else mathematics(f"≈ {one.text}", rf"\approx {one.latex}")


def units_of(preparation: Preparation) -> tuple[OwnUnit, ...]:
    """What every input of a preparation means.

    >>> from glassgrad.data import Task, learn_preparation, read_table
    >>> table = read_table({"size": ["S", "L", "M"], "mass": [1.0, 3.0, None], "y": [0.5, 1, 2]})
    >>> units = units_of(learn_preparation(table, target="y", task=Task.REGRESSION, rows=[0, 1, 2]))
    >>> [one.name for one in units], [one.here(np.array([0, 0, 1, -1, 0])) for one in units]
    (['size is L', 'size is M', 'size is S', 'mass', 'mass is missing'], ['S', 'S', 'S', '1', 'a value'])
    """
    units: list[OwnUnit] = []
    for plan in preparation.inputs:
        start = len(units)
        units += _of_column(plan, start, preparation.features[start : start + len(plan.features)])
    return tuple(units)


def _of_column(plan: ColumnPlan, start: int, names: Sequence[str]) -> Iterator[OwnUnit]:
    if not names:
        return
    gap = start + len(names) - 1 if plan.missing else None
    gaps = ((gap, "nothing"),) if gap is not None else ()
    own = len(names) - len(gaps)
    if plan.treatment == "one of":
        marks = (*((start + place, word) for place, word in enumerate(plan.words)), *gaps)
        yield from (OwnUnit(start + place, f"{plan.name} is {word}", marks=marks, otherwise="another word") for place, word in enumerate(plan.words))
    elif plan.treatment == "zero or one":
        no, yes = plan.words
        yield OwnUnit(start, f"{plan.name} is {yes}", marks=((start, yes),), otherwise=no, gap=gap)
    elif plan.treatment == "scaled":
        yield OwnUnit(start, names[0], plan.mean, plan.deviation, scaled=True, gap=gap)
    else:
        yield OwnUnit(start, f"{names[0]} (counted as 0)")
    for place, _ in gaps:
        yield OwnUnit(place, names[own], marks=gaps, otherwise="a value")


def _without_rounding(value: float, scale: float, digits: int) -> float:
    """A number to so many digits of the larger of the two: what lies below them comes from the rounding of the machine."""
    if not value or not math.isfinite(value):
        return value
    kept = digits + math.floor(math.log10(abs(value))) - math.floor(math.log10(max(abs(value), scale)))
    return float(f"{value:.{kept}g}") if kept > 0 else 0.0
