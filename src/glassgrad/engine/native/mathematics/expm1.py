"""expm1: e^x − 1, with all its digits near 0."""

from __future__ import annotations

from ..writing import Value, fma
from .exact import LN2
from .layout import layout_of
from .polynomial import polynomial

# (e^r − 1 − r) / r² for |r| ≤ ½·ln 2. Relative error in e^r − 1: 4.4e-10 and 2.8e-19.
COEFFICIENTS = {
    "float": (0.5, 0.16666666, 0.041666493, 0.008333544, 0.001393234, 0.00019763438),
    "double": (
        0.5, 0.16666666666666677, 0.041666666666666685, 0.00833333333332179, 0.001388888888889374, 0.00019841269885373738,
        2.480158727887633e-05, 2.7557245102593567e-06, 2.7557329559163453e-07, 2.510871021404089e-08, 2.0893939665987235e-09,
    ),
}  # fmt: skip

# Below the first the result rounds to −1, above the second it overflows.
RANGE = {"float": (-20.0, 89.0), "double": (-40.0, 710.0)}


def expm1(x: Value) -> Value:
    """e^x − 1.

    Formula: 2·(2^(n−1)·(e^r − 1) + (2^(n−1) − ½)) with n = x / ln 2 rounded, r = x − n·ln 2. The halves are there because 2^n itself may overflow.
    Largest error found: 1.25 units of the last place for floats, 1.42 for doubles.
    """
    layout = layout_of(x.type)
    low, high = RANGE[x.type.element]
    clamped = (x < low).choose(x.function.constant(x.type, low), x)
    clamped = (clamped > high).choose(x.function.constant(x.type, high), clamped)
    rounder = layout.rounder + layout.offset
    (per_turn,) = layout.parts(1 / LN2, 1)
    turn, rest = layout.parts(LN2, 2)
    shifted = fma(per_turn, clamped, rounder - 1)
    n = shifted - (rounder - 1)
    r = fma(-rest, n, fma(-turn, n, clamped))
    half_power = (shifted.bits << layout.fraction).as_floating()
    # In this order: r + (1 − 2^−n), of which one may nearly cancel the other, is rounded little or not at all, and only then comes what is inexact.
    half = fma(half_power, r * r * polynomial(r, COEFFICIENTS[x.type.element]), fma(half_power, r, half_power - 0.5))
    # Near 0, where x is the result, half of it would lose a bit of a denormal, and the sign of zero.
    return (x.abs() < 2.0 ** -(layout.fraction + 3)).choose(x, half + half)
