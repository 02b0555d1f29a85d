"""What a page may ask of `m`: NumPy's names for arrays, and a few functions NumPy lacks.

Every engine brings its own `m`. The reference engine's is `NUMPY`; another one must offer the names in `REQUIRED`
with NumPy's meaning, and the extra functions defined here with the meaning given here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

REQUIRED = (
    "abs", "arctan", "arctan2", "asarray", "broadcast_to", "concatenate", "cos", "cosh", "cumsum", "exp", "expm1",
    "flip", "log", "log1p", "matmul", "max", "maximum", "mean", "min", "minimum", "power", "prod", "reshape", "sign",
    "sin", "sinh", "sqrt", "sum", "take", "tan", "tanh", "transpose", "where",
)  # fmt: skip
"""NumPy's functions that pages use, beside the Python operators on arrays."""


class NumpyMathematics:
    """NumPy's own functions, with the extras that every engine's mathematics must have."""

    def __getattr__(self, name: str) -> Any:
        function = getattr(np, name)
        setattr(self, name, function)  # looked up once
        return function

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
        rows = np.asarray(indices).astype(np.intp)
        values = np.asarray(x)
        result = np.zeros((length, *values.shape[rows.ndim :]), dtype=values.dtype)
        np.add.at(result, rows, values)
        return result

    def whole(self, x: Any) -> Any:
        """The numbers as whole numbers, fit to be indices."""
        return np.asarray(x).astype(np.intp)


NUMPY = NumpyMathematics()
