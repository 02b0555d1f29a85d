"""sin, cos and tan: the coordinates of a point that has walked along the unit circle, and the slope under which it is seen."""

from __future__ import annotations

from ..writing import Value, fma
from .double_double import sum_of
from .in_doubles import in_doubles
from .polynomial import polynomial
from .quadrant import rest_of_quadrant

# (sin(r) − r) / r³ and (cos(r) − 1 + r²/2) / r⁴ in powers of r², for |r| ≤ 0.81. Relative error in sin(r) and cos(r): 9.6e-20.
SIN = (
    -0.16666666666666666, 0.008333333333333054, -0.00019841269840987916, 2.755731909224794e-06, -2.5052076788110274e-08, 1.6055177378095987e-10,
    -7.437326225954017e-13,
)  # fmt: skip
COS = (0.04166666666666656, -0.0013888888888867375, 2.4801587285302602e-05, -2.755731315688632e-07, 2.0875562556688534e-09, -1.1351423780464058e-11)


@in_doubles
def sin(x: Value) -> Value:
    """The height of the point after a walk of x, of any length. Largest error found: 0.74 units of the last place for doubles."""
    quarters, height, width = _first_quarter(x)
    high, low = _chosen(quarters, width, height)
    # Sums of small corrections lose the sign of zero.
    return x.equals(0).choose(x, _negated_at_second_bit(high + low, quarters))


@in_doubles
def cos(x: Value) -> Value:
    """The width of the point after a walk of x, of any length. Largest error found: 0.74 units of the last place for doubles."""
    quarters, height, width = _first_quarter(x)
    high, low = _chosen(quarters, height, width)
    return _negated_at_second_bit(high + low, quarters + 1)


@in_doubles
def tan(x: Value) -> Value:
    """Height over width.

    Formula: the quotient of the leading parts, and once more the remainder divided.
    Largest error found: 0.82 units of the last place for doubles.
    """
    quarters, height, width = _first_quarter(x)
    above, above_rest = _chosen(quarters, width, height)
    below, below_rest = _chosen(quarters, height, width)
    quotient = above / below
    result = quotient + (fma(-quotient, below, above) + fma(-quotient, below_rest, above_rest)) / below
    return x.equals(0).choose(x, (result.bits ^ (quarters << 63)).as_floating())


def _first_quarter(x: Value) -> tuple[Value, tuple[Value, Value], tuple[Value, Value]]:
    """How many quarters lie behind, and the height and the width of the point there, both in two parts."""
    quarters, r, rest = rest_of_quadrant(x)
    square = r * r
    half = square * 0.5
    width = 1 - half
    height = sum_of(r, fma(r * square, polynomial(square, SIN), fma(-half, rest, rest)))
    width_rest = ((1 - width) - half) + fma(square * square, polynomial(square, COS), -(r * rest))
    return quarters, height, sum_of(width, width_rest)


def _chosen(quarters: Value, odd: tuple[Value, Value], even: tuple[Value, Value]) -> tuple[Value, Value]:
    """After an odd number of quarters height and width change their places."""
    is_odd = (quarters & 1).differs(0)
    return is_odd.choose(odd[0], even[0]), is_odd.choose(odd[1], even[1])


def _negated_at_second_bit(y: Value, quarters: Value) -> Value:
    """y, or −y after two or three quarters: the second bit of their number becomes the sign."""
    return (y.bits ^ ((quarters & 2) << 62)).as_floating()
