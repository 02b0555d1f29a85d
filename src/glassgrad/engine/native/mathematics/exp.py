"""exp: e to the power of a number."""

from __future__ import annotations

from ..writing import Value, fma
from .exact import LN2
from .layout import layout_of
from .polynomial import polynomial

# e^r for |r| ≤ ½·ln 2. Relative error of the polynomial: 3.1e-9 and 3.7e-18.
COEFFICIENTS = {
    "float": (1.0, 1.0, 0.49999994, 0.16666521, 0.041668262, 0.008368671, 0.0013820895),
    "double": (
        1.0, 1.0, 0.5000000000000011, 0.16666666666666458, 0.04166666666652831, 0.008333333333473629, 0.0013888888943884476, 0.00019841269541247362,
        2.4801492948231888e-05, 2.755756150547579e-06, 2.7630281946919147e-07, 2.50065972005989e-08,
    ),
}  # fmt: skip

# Below the first the result rounds to 0, above the second it overflows.
RANGE = {"float": (-105.0, 89.0), "double": (-746.0, 711.0)}


def exp(x: Value) -> Value:
    """e^x.

    Formula: 2^n · e^r with n = x / ln 2 rounded, r = x − n·ln 2.
    Largest error found: 0.89 units of the last place for floats, 0.85 for doubles; denormal results included.
    """
    x = within_range(x)
    shifted, n = halvings(x)
    turn, rest = layout_of(x.type).parts(LN2, 2)
    r = fma(-rest, n, fma(-turn, n, x))
    return times_power(polynomial(r, COEFFICIENTS[x.type.element]), shifted)


def within_range(x: Value) -> Value:
    """The exponent, brought to where 2^n can still be written."""
    low, high = RANGE[x.type.element]
    x = (x < low).choose(x.function.constant(x.type, low), x)
    return (x > high).choose(x.function.constant(x.type, high), x)


def halvings(x: Value) -> tuple[Value, Value]:
    """How often ln 2 goes into x, rounded: first inside a larger number, for `times_power`, then by itself.

    Added to the rounder, the quotient leaves that number, n, in the lowest bits,
    and with it twice the offset of an exponent, which the two powers of 2 will need.
    """
    layout = layout_of(x.type)
    rounder = layout.rounder + 2 * layout.offset
    (per_halving,) = layout.parts(1 / LN2, 1)
    shifted = fma(per_halving, x, rounder)
    return shifted, shifted - rounder


def times_power(y: Value, shifted: Value) -> Value:
    """Multiply by 2^n, in two halves: 2^n alone may be too large or too small for the format where the product is not."""
    layout = layout_of(y.type)
    first = (shifted.bits << (layout.fraction - 1)) & layout.exponent_mask
    second = (shifted.bits << layout.fraction) - first
    return y * first.as_floating() * second.as_floating()
