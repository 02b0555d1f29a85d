"""The directions in which parameters move the predictions: lengths of slopes that neither overflow nor vanish, and a basis of what they span."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glassgrad.data.table import FloatArray

SINGULAR = 1e-13
"""A direction that moves the predictions by less than this share of what the strongest one does moves them by rounding only."""


def exponent(values: npt.ArrayLike) -> int:
    """The power of two just above the largest of the finite values; 0 if all are 0. Scaling by a power of two changes no digit.

    >>> exponent([3.0, -5.0]), exponent([0.0])
    (3, 0)
    """
    sizes = np.abs(np.asarray(values, dtype=np.float64))
    return int(np.frexp(np.max(sizes, where=np.isfinite(sizes), initial=0.0))[1])


def lengths(columns: FloatArray) -> FloatArray:
    """‖column‖ of each column (rows, columns), also where the squares would overflow or vanish. Shape: (columns,).

    >>> lengths(np.array([[2.0**600, 0.0]] * 4)).tolist() == [2.0**601, 0.0]
    True
    """
    exponents = np.array([exponent(column) for column in columns.T], dtype=np.intp)
    found: FloatArray = np.ldexp(np.linalg.norm(np.ldexp(columns, -exponents), axis=0), exponents)
    return found


def orthonormal(columns: FloatArray, smallest: float = SINGULAR) -> FloatArray:
    """An orthonormal basis of what the columns span, whatever their lengths, without directions below this share. Shape: (rows, rank)."""
    sizes = lengths(columns)
    used: FloatArray = columns[:, sizes > 0] / sizes[sizes > 0]
    if not used.shape[1]:
        return used
    basis, values, _ = np.linalg.svd(used, full_matrices=False)
    kept: FloatArray = basis[:, values > smallest * values[0]]
    return kept
