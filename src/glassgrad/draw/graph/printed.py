"""Numbers on a graph: short ones in full, large arrays by their shape and their range."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import say_shape
from glassgrad.writing.arrays import shown
from glassgrad.writing.numbers import Number, number

FEW_ENTRIES = 4
DIGITS, OF_A_RANGE = 4, 3
LONG = 10
"""Characters of a number that is not rounded."""
SHORT = 5
"""Characters of an end of a range that is not rounded."""
NOT_COMPUTED = "not computed"
"""What stands where a number would: it is not known, which is not 0."""
NO_PATH = "no path leads back"


def printed(value: Any) -> str:
    """A number, or the numbers of an array, without a sign before it.

    >>> printed(0.1 + 0.2), printed([1.0, 2.0]), printed(np.arange(12.0).reshape(3, 4)), printed(float("nan"))
    ('0.3', '[1, 2]', '3×4, 0 to 11', 'not a number')
    """
    array = np.asarray(value)
    if array.ndim == 0:
        return _one(array[()]).text
    if array.size <= FEW_ENTRIES:
        return shown(array).fragment.text
    odd = int((~np.isfinite(array)).sum())
    finite = array[np.isfinite(array)]
    if not finite.size:
        return f"{say_shape(array.shape)}, none of them finite"
    low, high = _end(finite.min()), _end(finite.max())
    span = f"all {low}" if low == high else f"{low} to {high}"
    return f"{say_shape(array.shape)}, {span}" + (f"; {odd:,} not finite" if odd else "")


def _one(value: Any) -> Number:
    """A number; one that is exact but long is rounded like others."""
    exact = number(value, DIGITS)
    return exact if len(exact.text) <= LONG or not np.isfinite(value) else number(value, DIGITS, rounded=True)


def _end(value: Any) -> str:
    exact = number(value, OF_A_RANGE).text
    return exact if len(exact) <= SHORT else number(value, OF_A_RANGE, rounded=True).text


def equals(value: Any) -> str:
    """The value after a sign that says whether it was rounded; the range of a large array stands after a colon.

    >>> equals(2.0), equals(1 / 3), equals(np.arange(12.0)), equals(None)
    ('= 2', '≈ 0.3333', ': 12, 0 to 11', '')
    """
    if value is None:
        return ""
    array = np.asarray(value)
    if array.size > FEW_ENTRIES:
        return f": {printed(array)}"
    return f"{'=' if _exact(array) else '≈'} {printed(array)}"


def _exact(array: Any) -> bool:
    return _one(array[()]).exact if array.ndim == 0 else shown(array).exact


def is_finite(value: Any) -> bool:
    """Whether nothing in it is infinite or not a number; so it is where nothing is known."""
    return value is None or bool(np.isfinite(np.asarray(value)).all())
