"""A polynomial by Horner's rule: one fused multiply-add for each power."""

from __future__ import annotations

from collections.abc import Sequence

from ..writing import Value, fma


def polynomial(x: Value, coefficients: Sequence[float]) -> Value:
    """The sum of c₀, c₁·x, c₂·x², …, from the highest power down."""
    *lower, second, highest = coefficients
    result = fma(highest, x, second)
    for one in reversed(lower):
        result = fma(result, x, one)
    return result
