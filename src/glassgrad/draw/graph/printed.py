"""Numbers on a graph: short ones in full, large arrays by their shape and their range."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import Shape, say_shape
from glassgrad.writing.numbers import Number, number

FEW_ENTRIES = 4
DIGITS, OF_A_RANGE = 4, 3
LONG, LONG_ENTRY, LONG_END = 10, 6, 5
"""Characters of a number that is not rounded: one that stands alone, an entry of a small array, an end of a range."""
NOT_COMPUTED = "not computed"
"""What stands where a number would: it is not known, which is not 0."""
NO_PATH = "no path leads back"
UNDEFINED = "undefined"
"""What a gradient is where the output, or the quantity, is no finite number."""


def printed(value: Any, *, shaped: bool = True) -> str:
    """A number, or the numbers of an array, without a sign before it; `shaped`: a large array begins with its shape.

    >>> printed(0.1 + 0.2), printed([1.0, 2.0]), printed(np.arange(12.0).reshape(3, 4)), printed(float("nan"))
    ('0.3', '[1, 2]', '3×4, 0 to 11', 'not a number')
    >>> printed(np.arange(12.0)), printed(np.arange(12.0), shaped=False)
    ('12 numbers, 0 to 11', '0 to 11')
    """
    array = np.asarray(value)
    if array.size > FEW_ENTRIES:
        return f"{_shape(array.shape)}, {_range(array)}" if shaped else _range(array)
    return _nested([one.text for one in _entries(array)], array.shape)


def _shape(shape: Shape) -> str:
    return f"{shape[0]:,} numbers" if len(shape) == 1 else say_shape(shape)


def _range(array: Any) -> str:
    """From the smallest to the largest of its finite entries, and how many others there are."""
    finite = array[np.isfinite(array)]
    if not finite.size:
        return "none of them finite"
    low, high = _short(finite.min(), OF_A_RANGE, LONG_END).text, _short(finite.max(), OF_A_RANGE, LONG_END).text
    span = f"all {low}" if low == high else f"{low} to {high}"
    return span + (f"; {array.size - finite.size:,} not finite" if finite.size < array.size else "")


def _entries(array: Any) -> list[Number]:
    return [_short(one, DIGITS, LONG_ENTRY if array.ndim else LONG) for one in array.flat]


def _short(value: Any, digits: int, most: int) -> Number:
    """A number; one that is exact but long is rounded like others."""
    exact = number(value, digits)
    return exact if len(exact.text) <= most or not np.isfinite(value) else number(value, digits, rounded=True)


def _nested(texts: list[str], shape: Shape) -> str:
    """The entries of an array in brackets, row by row."""
    if not shape:
        return texts[0]
    step = len(texts) // shape[0] if shape[0] else 0
    return f"[{', '.join(_nested(texts[place * step : (place + 1) * step], shape[1:]) for place in range(shape[0]))}]"


def equals(value: Any, *, shaped: bool = True) -> str:
    """The value after a sign that says whether it was rounded; words, and the range of a large array, stand after a colon.

    >>> equals(2.0), equals(1 / 3), equals(np.arange(12.0)), equals(None), equals(float("nan"))
    ('= 2', '≈ 0.3333', ': 12 numbers, 0 to 11', '', ': not a number')
    """
    if value is None:
        return ""
    array = np.asarray(value)
    if array.size > FEW_ENTRIES or (array.ndim == 0 and np.isnan(array)):
        return f": {printed(array, shaped=shaped)}"
    return f"{'=' if all(one.exact for one in _entries(array)) else '≈'} {printed(array)}"


def is_finite(value: Any) -> bool:
    """Whether nothing in it is infinite or not a number; so it is where nothing is known."""
    return value is None or bool(np.isfinite(np.asarray(value)).all())


def what_it_is(value: Any) -> str:
    """What a value that is not finite is, in a sentence about it.

    >>> what_it_is(float("nan")), what_it_is(-float("inf")), what_it_is([1.0, float("nan")])
    ('is not a number', 'is infinite', 'is not finite everywhere')
    """
    array = np.asarray(value)
    return "is not finite everywhere" if array.ndim else "is not a number" if np.isnan(array) else "is infinite"
