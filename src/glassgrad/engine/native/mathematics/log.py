"""log: the natural logarithm."""

from __future__ import annotations

from math import inf, nan

from ..writing import Value, fma
from .exact import LN2
from .layout import Layout, layout_of
from .polynomial import polynomial

# Floats: (ln(1+f) − f) / f² for √½ ≤ 1+f < √2; relative error in ln(1+f): 4.2e-9.
FLOAT = (-0.49999988, 0.33333325, -0.2500161, 0.20002005, -0.1660841, 0.14180848, -0.13248082, 0.12913024, -0.076191425)

# Doubles: (2·artanh(s) − 2s) / s³ in powers of s² for 1+f = (1+s)/(1−s), the same range; relative error: 1.3e-18.
# A polynomial in f itself would need 22 powers; a division takes less time than the difference.
DOUBLE = (
    0.6666666666666734, 0.39999999999416613, 0.285714287420385, 0.22222198603735002, 0.18183562927983307, 0.1531408275724913, 0.14795654885761408,
)  # fmt: skip


def log(x: Value) -> Value:
    """The natural logarithm of x.

    Formula: k·ln 2 + ln(1+f) where x = 2^k · (1+f) and √½ ≤ 1+f < √2.
    Largest error found: 0.88 units of the last place for floats, 0.81 for doubles; denormal x included.
    """
    k, f = split(x)
    return with_ends(x, log_of_parts(k, f), edge=0.0)


def split(x: Value) -> tuple[Value, Value]:
    """Exactly k and f, for finite x > 0."""
    layout = layout_of(x.type)
    up = layout.fraction + 1
    # A denormal is brought among the normal numbers first.
    low = x < layout.smallest_normal
    moved = low.choose(x * 2.0**up, x).bits + (layout.one - root_half(layout))
    rest = ((moved & layout.fraction_mask) + root_half(layout)).as_floating()
    bias = low.choose(exponent_bias(x, up), exponent_bias(x, 0))
    return biased_exponent(moved) - bias, rest - 1


def root_half(layout: Layout) -> int:
    """The bits of √½, where the fraction starts anew."""
    return 0x3F3504F3 if layout.element == "float" else 0x3FE6A09E667F3BCD


def biased_exponent(bits: Value) -> Value:
    """The exponent in the bits of a positive number, as a floating number; `exponent_bias` is to be subtracted from it.

    It becomes the last bits of 2^fraction: before AVX-512 there is no vector instruction that converts whole numbers of 64 bits.
    """
    layout = layout_of(bits.as_floating().type)
    return (bits.shifted_right(layout.fraction) | (layout.one + (layout.fraction << layout.fraction))).as_floating()


def exponent_bias(like: Value, moved_up: int) -> Value:
    """What `biased_exponent` has too much, if the number was multiplied by 2^moved_up before."""
    layout = layout_of(like.type)
    return like.function.constant(like.type, 2.0**layout.fraction + layout.offset + moved_up)


def log_of_parts(k: Value, f: Value) -> Value:
    """k·ln 2 + ln(1+f) for √½ ≤ 1+f < √2."""
    high, low = layout_of(f.type).parts(LN2, 2)
    small = k * low
    if f.type.element == "float":
        square = f * f
        small = fma(square, polynomial(f, FLOAT), small)
        return fma(high, k, f + small)
    # f²/2 is taken out of the series and subtracted from f at the very end, so that it costs no digits.
    s = f / (f + 2)
    square = s * s
    half = f * f * 0.5
    return fma(high, k, f - (half - fma(s, fma(square, polynomial(square, DOUBLE), half), small)))


def with_ends(x: Value, result: Value, *, edge: float) -> Value:
    """The result, and what a logarithm is elsewhere: −∞ at the edge, not-a-number beyond it, ∞ at ∞."""
    result = (x < inf).choose(result, x)
    outside = x.equals(edge).choose(x.function.constant(x.type, -inf), nan)
    return (x <= edge).choose(outside, result)
