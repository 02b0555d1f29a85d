"""maximum, minimum and sign, with NumPy's meaning: what is not a number stays so."""

from __future__ import annotations

from ..writing import Value


def maximum(a: Value, b: Value) -> Value:
    """The larger of two numbers; not-a-number if one of them is."""
    # A comparison with not-a-number is false: the first choice falls on a then, and only b is left to be looked at.
    return b.is_nan.choose(b, (a < b).choose(b, a))


def minimum(a: Value, b: Value) -> Value:
    """The smaller of two numbers; not-a-number if one of them is."""
    return b.is_nan.choose(b, (a > b).choose(b, a))


def sign(x: Value) -> Value:
    """1, −1, or 0 for both zeros; not-a-number stays."""
    one = x.function.constant(x.type, 1.0)
    # −0 + 0 is +0.
    return (x > 0).choose(one, (x < 0).choose(x.function.constant(x.type, -1.0), x + 0.0))
