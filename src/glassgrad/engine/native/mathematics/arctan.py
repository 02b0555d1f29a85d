"""arctan and arctan2: the angle of a slope, and the angle of a point in the plane."""

from __future__ import annotations

from math import inf, nan

from ..writing import Value, fma
from .double_double import sum_of, sum_of_any
from .exact import PI
from .in_doubles import in_doubles
from .layout import LAYOUTS
from .polynomial import polynomial

# (arctan(t) − t) / t³ in powers of t², for |t| ≤ √2 − 1 = tan(π/8). Relative error in arctan(t): 1.2e-18.
COEFFICIENTS = (
    -0.333333333333332, 0.19999999999953819, -0.14285714280220618, 0.11111110784684657, -0.09090897793158674, 0.07692060842878817,
    -0.06663111104088426, 0.05847939701854172, -0.05039526540359, 0.03807004767987323, -0.017913044501333412,
)  # fmt: skip

FLAT, STEEP = 0.41421356237309503, 2.414213562373095
"""The slopes of π/8 and of 3π/8."""


@in_doubles
def arctan(x: Value) -> Value:
    """The angle between −π/2 and π/2 whose tangent is x. Largest error found: 0.58 units of the last place for doubles."""
    size = x.abs()
    infinite = size.equals(inf)
    one = x.function.constant(x.type, 1.0)
    high, low = _angle(infinite.choose(one, size), infinite.choose(x.function.constant(x.type, 0.0), one))
    return (high + low).with_sign_of(x)


@in_doubles
def arctan2(y: Value, x: Value) -> Value:
    """The angle between −π and π under which the point (x, y) is seen from the origin. Largest error found: 0.61 units of the last place for doubles."""
    height, width = _tamed(y.abs(), x.abs())
    high, low = _angle(height, width)
    half_turn, half_turn_rest = LAYOUTS["double"].parts(PI, 2)
    left, left_rest = sum_of(x.function.constant(x.type, half_turn), -high)
    angle = (x.bits < 0).choose(left + (left_rest + (half_turn_rest - low)), high + low)
    return (y.is_nan | x.is_nan).choose(x.function.constant(x.type, nan), angle.with_sign_of(y))


def _tamed(height: Value, width: Value) -> tuple[Value, Value]:
    """Another point under the same angle, whose coordinates may be added and multiplied without overflow."""
    function, kind = height.function, height.type
    one, zero = function.constant(kind, 1.0), function.constant(kind, 0.0)
    infinite = height.equals(inf) | width.equals(inf)
    larger = (height < width).choose(width, height)
    scale = (larger > 2.0**1000).choose(function.constant(kind, 2.0**-100), (larger < 2.0**-900).choose(function.constant(kind, 2.0**600), one))
    return (
        infinite.choose(height.equals(inf).choose(one, zero), height * scale),
        infinite.choose(width.equals(inf).choose(one, zero), width * scale),
    )


def _angle(height: Value, width: Value) -> tuple[Value, Value]:
    """The angle between 0 and π/2 of a point whose coordinates are not negative, in two parts.

    Formula: arctan(t), π/4 + arctan(t) or π/2 + arctan(t), where t is the slope after turning the point back by as much: |t| ≤ tan(π/8).
    """
    function, kind = height.function, height.type
    zero = function.constant(kind, 0.0)
    steep, slanted = height > width * STEEP, height > width * FLAT
    above, above_rest = sum_of_any(height, -width)
    below, below_rest = sum_of_any(height, width)
    above = steep.choose(-width, slanted.choose(above, height))
    below = steep.choose(height, slanted.choose(below, width))
    diagonal = slanted & ~steep
    below = below.equals(0).choose(function.constant(kind, 1.0), below)
    t = above / below
    rest = diagonal.choose(above_rest, zero) - t * diagonal.choose(below_rest, zero)
    t_rest = (fma(-t, below, above) + rest) / below
    square = t * t
    base: list[Value] = []
    for half, quarter in zip(LAYOUTS["double"].parts(PI / 2, 2), LAYOUTS["double"].parts(PI / 4, 2), strict=True):
        base.append(steep.choose(function.constant(kind, half), slanted.choose(function.constant(kind, quarter), zero)))
    high, high_rest = sum_of(base[0], t)
    tail = fma(t * square, polynomial(square, COEFFICIENTS), fma(-t_rest, square, t_rest))
    return high, high_rest + (tail + base[1])
