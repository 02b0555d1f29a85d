"""Doubles in pairs: a number as the sum of a double and a small correction, some 106 bits together."""

from __future__ import annotations

from fractions import Fraction

from ..writing import Value, fma
from .exact import LN2
from .exp import halvings, times_power, within_range
from .expm1 import COEFFICIENTS as EXPM1
from .layout import LAYOUTS
from .log import split
from .polynomial import polynomial

DOUBLE = LAYOUTS["double"]

# (artanh(s)/s − 1 − s²/3 − s⁴/5) / s⁶ in powers of s² for |s| ≤ 0.1716, after the 1/5; relative error in artanh(s): 1.2e-22.
ARTANH = (
    0.2, 0.14285714285716578, 0.11111111110007417, 0.09090909302528694, 0.07692286464828364, 0.06667880900802353, 0.058425353332198206,
    0.0595535939525711,
)  # fmt: skip


def sum_of(large: Value, small: Value) -> tuple[Value, Value]:
    """The sum of two numbers and what it was rounded by; the first must not be smaller than the second, except 0."""
    total = large + small
    return total, (large - total) + small


def sum_of_any(a: Value, b: Value) -> tuple[Value, Value]:
    """The sum of two numbers, whichever is larger, and what it was rounded by (D. Knuth)."""
    total = a + b
    share = total - a
    return total, (a - (total - share)) + (b - share)


def product_of(a: Value, b: Value) -> tuple[Value, Value]:
    """The product of two numbers and what it was rounded by."""
    product = a * b
    return product, fma(a, b, -product)


def log_of(x: Value) -> tuple[Value, Value]:
    """The logarithm of a finite x > 0, to about 65 bits.

    Formula: k·ln 2 + 2·artanh(s) where x = 2^k · (1+f) and s = f / (2+f).
    """
    k, f = split(x)
    below, below_rest = sum_of(f.function.constant(f.type, 2.0), f)
    s = f / below
    s_rest = (fma(-s, below, f) - s * below_rest) / below
    square, square_rest = product_of(s, s)
    square_rest = fma(s + s, s_rest, square_rest)
    third, third_rest = DOUBLE.parts(Fraction(1, 3), 2)
    sum_, sum_rest = sum_of(f.function.constant(f.type, third), square * polynomial(square, ARTANH))
    sum_rest = sum_rest + third_rest
    series, series_rest = product_of(square, sum_)
    series_rest = series_rest + fma(square, sum_rest, square_rest * sum_)
    twice, twice_rest = s + s, s_rest + s_rest
    tail, tail_rest = product_of(twice, series)
    tail_rest = tail_rest + fma(twice, series_rest, twice_rest * series)
    part, part_rest = sum_of(twice, tail)
    # ln 2 to 42 bits: its product with k is exact.
    coarse = int(LN2 * 2**42) / 2**42
    whole, whole_rest = sum_of(k * coarse, part)
    return sum_of(whole, whole_rest + (part_rest + (twice_rest + fma(DOUBLE.parts(LN2 - Fraction(coarse), 1)[0], k, tail_rest))))


def exp_of(x: Value, rest: Value) -> Value:
    """e^(x + rest), rounded almost as if it were exact."""
    high, low, shifted = exp_parts(x, rest)
    return times_power(high + low, shifted)


def exp_parts(x: Value, rest: Value) -> tuple[Value, Value, Value]:
    """e^(x + rest) as (high + low) · 2^n; the third value is for `times_power`."""
    x = within_range(x)
    shifted, n = halvings(x)
    turn, turn_rest = DOUBLE.parts(LN2, 2)
    r, r_rest = sum_of(fma(-turn, n, x), fma(-turn_rest, n, rest))
    tail = fma(r * r, polynomial(r, EXPM1["double"]), fma(r, r_rest, r_rest))
    high, low = sum_of(r.function.constant(r.type, 1.0), r)
    return high, low + tail, shifted
