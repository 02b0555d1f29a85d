"""What a page may ask of `m`: NumPy's names for arrays, and a few functions NumPy lacks.

Every engine brings its own `m`. The reference engine's is `NUMPY`; another one must offer the names in `REQUIRED`
with NumPy's meaning, and the extra functions defined here with the meaning given here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import DataError

REQUIRED = (
    "abs", "arctan", "arctan2", "asarray", "broadcast_to", "concatenate", "cos", "cosh", "cumsum", "exp", "expm1",
    "flip", "log", "log1p", "matmul", "max", "maximum", "mean", "min", "minimum", "prod", "reshape", "sign",
    "sin", "sinh", "sqrt", "sum", "take", "tan", "tanh", "transpose", "where",
)  # fmt: skip
"""NumPy's functions that pages use, beside the Python operators, square brackets and `.shape` of arrays."""

EXTRAS = ("erf", "place", "scatter_add", "whole")
"""Functions that NumPy lacks; `NumpyMathematics` says what they mean."""


class NumpyMathematics:
    """NumPy's own functions, with the extras that every engine's mathematics must have."""

    def __getattr__(self, name: str) -> Any:
        function = getattr(np, name)
        setattr(self, name, function)  # looked up once
        return function

    def where(self, condition: Any, a: Any, b: Any) -> Any:
        """NumPy's, except that two plain numbers, as in a truth value's 1.0 and 0.0, do not drag a float32 pass up to float64."""
        plain = type(a) in (int, float) and type(b) in (int, float)
        return np.where(condition, np.float32(a), np.float32(b)) if plain else np.where(condition, a, b)

    def erf(self, x: Any) -> Any:
        """The error function, 2/√π · ∫₀ˣ e^(−t²) dt."""
        from scipy.special import erf  # slow to import, and only two pages need it

        return erf(x)

    def place(self, x: Any, key: Any, shape: tuple[int, ...]) -> Any:
        """Zeros of `shape` with `x` written at `key`."""
        result = np.zeros(shape, dtype=np.asarray(x).dtype)
        result[key] = x
        return result

    def scatter_add(self, x: Any, indices: Any, length: int) -> Any:
        """Zeros of shape (length, …) to which row i of `x` is added at row `indices[i]`; equal indices add up in order."""
        rows, values = self.whole(indices), np.asarray(x)
        _check_places(rows, length)
        result = np.zeros((length, *values.shape[rows.ndim :]), dtype=values.dtype)
        np.add.at(result, rows, values)
        return result

    def take(self, x: Any, indices: Any, axis: int) -> Any:
        """NumPy's, but places count from 0 up only. Raises: DataError for a place that is not there."""
        _check_places(indices, np.shape(x)[axis])
        return np.take(x, indices, axis=axis)

    def whole(self, x: Any) -> Any:
        """The numbers as whole numbers, fit to be indices. Raises: DataError if they are not whole."""
        numbers = np.asarray(x)
        whole = np.isfinite(numbers) & (numbers == np.floor(numbers))
        if not np.all(whole):
            raise DataError(f"{numbers[~whole].flat[0]} cannot be the number of an entry or of a class: expected whole numbers, like 0, 1, 2")
        return numbers.astype(np.intp)


def _check_places(places: Any, length: int) -> None:
    outside = places[(places < 0) | (places >= length)]
    if outside.size:
        raise DataError(f"there is no entry {outside.flat[0]} among {length}: they are numbered from 0 to {length - 1}")


NUMPY = NumpyMathematics()
