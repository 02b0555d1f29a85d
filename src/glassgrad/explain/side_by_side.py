"""Two numbers beside each other, and what lies between them: with as many digits as it takes for the row to agree with itself."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np

from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words, mathematics
from glassgrad.writing.numbers import FEW, number

NOTHING: Words = (mathematics("—", r"\text{—}"),)
"""Stands where there is no number."""
MOST = 9
"""Significant digits of a number, at most; so many tell any two float32 apart."""
Cells = tuple[Words, ...]
Work = Callable[[Any, Any], Any]


def side_by_side(first: Any, second: Any) -> Cells:
    """A number, a later one, and the difference, second − first.

    >>> [str(cell[0]) for cell in side_by_side(0.25, 2 / 3)]
    ['0.25', '≈ 0.6667', '≈ 0.4167']
    """
    return _cells(first, second, [(_difference(first, second), _difference)])


def with_ratio(first: Any, second: Any) -> Cells:
    """The same, and how many times the first the second is; no ratio to 0.

    >>> [str(cell[0]) for cell in with_ratio(0.5, 2.0)], str(with_ratio(0.0, 2.0)[-1][0])
    (['0.5', '2', '1.5', '4'], '—')
    """
    if not first:
        return (*side_by_side(first, second), NOTHING)
    return _cells(first, second, [(_difference(first, second), _difference), (_ratio(first, second), _ratio)])


def root_mean_square(array: Any) -> Any:
    """The size of the entries of an array, √(mean x²), in the numbers it is made of; 0 for an empty one.

    >>> float(root_mean_square([3.0, -3.0]))
    3.0
    """
    values = np.asarray(array)
    largest = largest_size(values)
    if not np.isfinite(largest) or largest == 0:
        return largest
    # Divided by the largest first: the square of 1e200 is beyond what a float64 holds.
    shares = values.astype(np.float64) / float(largest)
    return largest.dtype.type(float(largest) * np.sqrt(np.mean(shares**2)))


def largest_size(array: Any) -> Any:
    """How far from 0 the farthest entry is; 0 for an empty array."""
    values = np.asarray(array)
    return np.abs(values).max() if values.size else values.dtype.type(0)


def _cells(first: Any, second: Any, between: list[tuple[Any, Work]]) -> Cells:
    digits, few = _digits(first, second, between)
    one, other = number(first, digits).printed, number(second, digits).printed
    lies_between = (plain_number(value, few, rounded=not _is_exactly(work(one, other), number(value, few).printed)) for value, work in between)
    return ((plain_number(first, digits),), (plain_number(second, digits),), *((told,) for told in lies_between))


def _digits(first: Any, second: Any, between: list[tuple[Any, Work]]) -> tuple[int, int]:
    """Digits of the two numbers, and of what lies between them: of two numbers that are nearly the same, the machine holds few of the difference."""
    for few in range(FEW, 0, -1):
        for digits in range(FEW, MOST + 1):
            one, other = number(first, digits).printed, number(second, digits).printed
            if all(_the_same(work(one, other), number(value, few, rounded=True).printed, few) for value, work in between):
                return digits, few
    return MOST, FEW


def _the_same(worked_out: Any, printed: float, digits: int) -> bool:
    """Whether two numbers are the same when they are written with so many digits."""
    return _is_exactly(worked_out, printed) or f"{worked_out:.{digits - 1}e}" == f"{printed:.{digits - 1}e}"


def _is_exactly(worked_out: Any, printed: float) -> bool:
    """Whether two numbers differ by no more than the rounding of a machine; whatever comes of infinities may stand."""
    return not (isfinite(printed) and isfinite(worked_out)) or bool(np.isclose(worked_out, printed, rtol=1e-12, atol=0.0))


def _difference(first: Any, second: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.subtract(second, first)


def _ratio(first: Any, second: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.divide(second, first)
