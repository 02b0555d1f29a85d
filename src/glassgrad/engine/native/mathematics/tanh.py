"""tanh: the hyperbolic tangent."""

from __future__ import annotations

from ..writing import Value, fma
from .exact import LN2
from .layout import layout_of
from .polynomial import polynomial

# (tanh(r) − r) / r³ in powers of r², for |r| ≤ SPLIT. Relative error in tanh(r): 1.4e-8 and 4.8e-18.
SPLIT = 0.6953125
COEFFICIENTS = {
    "float": (-0.33333197, 0.13329281, -0.05357092, 0.02012519, -0.0051698773),
    "double": (
        -0.3333333333333312, 0.13333333333303196, -0.05396825395334137, 0.02186948816518861, -0.008863230105143036, 0.003592077320172609,
        -0.0014555163372204378, 0.0005886544178319137, -0.00023500983720010094, 8.837092908091157e-05, -2.726966730804527e-05, 4.872773117826724e-06,
    ),
}  # fmt: skip

# From here on the result rounds to 1.
LARGE = {"float": 10.0, "double": 20.0}


def tanh(x: Value) -> Value:
    """(e^x − e^−x) / (e^x + e^−x).

    Formula: T = tanh(r) from a polynomial, where r = |x| up to the split, and r = |x| − n · ½·ln 2 beyond it.
    There tanh|x| = 1 − 2·(1 − T) / ((2^n + 1) + (2^n − 1)·T).
    Largest error found: 1.33 units of the last place for floats, 1.31 for doubles.
    """
    layout = layout_of(x.type)
    large = LARGE[x.type.element]
    size = x.abs()
    size = (size > large).choose(x.function.constant(x.type, large), size)
    near = size < SPLIT
    rounder = layout.rounder + layout.offset
    (per_turn,) = layout.parts(2 / LN2, 1)
    (turn,) = layout.parts(LN2 / 2, 1)
    shifted = fma(per_turn, size, rounder)
    # One part of ½·ln 2 is enough: what it lacks grows with n, but e^−2|x| shrinks faster.
    r = near.choose(size, fma(-turn, shifted - rounder, size))
    square = r * r
    tangent = fma(r * square, polynomial(square, COEFFICIENTS[x.type.element]), r)
    power = (shifted.bits << layout.fraction).as_floating()
    below = fma(2.0, tangent, -2.0) / fma(power - 1, tangent, power + 1)
    return near.choose(tangent, below + 1).with_sign_of(x)
