"""Given: the first values are written down, as in an example worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import SettingError, ShapeError, say_shape

from .page import FloatArray, Initializer

GivenValues = tuple[Any, ...]
"""Numbers in nested tuples, row after row."""


def given(values: Any) -> Initializer:
    """The initializer that hands out these very numbers.

    Raises: SettingError if they are not finite numbers; when drawn, ShapeError if they do not have the shape of the weights.
    """
    array = _numbers(values)

    def draw(stream: object, shape: tuple[int, ...]) -> FloatArray:
        if array.shape != shape:
            raise ShapeError(f"the first values given are {say_shape(array.shape)}, but {say_shape(shape)} are needed (inputs × units)")
        return array.copy()

    variance = float(array.var()) if array.size else 0.0
    return Initializer(
        name="given", says="the numbers that were given", formula="W as given", variance=lambda inputs, units: variance, draw=draw, source="a definition"
    )


def as_tuples(values: Any) -> GivenValues:
    """The numbers as nested tuples of floats, which compare and hash by value. Raises: SettingError if they are not finite numbers.

    >>> as_tuples(np.array([[2, 3]]))
    ((2.0, 3.0),)
    """
    array = _numbers(values)
    return tuple(tuple(float(one) for one in row) for row in array) if array.ndim == 2 else tuple(float(one) for one in array)


def _numbers(values: Any) -> FloatArray:
    try:
        array = np.asarray(values)
    except (TypeError, ValueError, OverflowError):
        array = np.empty((), dtype=object)  # rows of different lengths
    if array.dtype.kind not in "iuf" or array.ndim not in (1, 2) or not np.isfinite(array).all():
        raise SettingError(f"the first values {values!r:.60} are no table of finite numbers; expected one row per input, like [[0.5, −0.2], [0.1, 0.3]]")
    return np.array(array, dtype=np.float64)
