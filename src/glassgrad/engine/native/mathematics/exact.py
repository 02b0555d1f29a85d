"""π, ln 2 and their kin as exact fractions: computed to some 1,400 bits, so that no table of digits has to be believed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

BITS = 1400


def _arctan_of_one_over(n: int) -> int:
    """The integer part of arctan(1/n) · 2^BITS, by 1/n − 1/(3n³) + 1/(5n⁵) − … to the last."""
    return sum(term if k % 2 == 0 else -term for k, term in _series(n))


def _artanh_of_one_over(n: int) -> int:
    """The same of artanh(1/n), whose terms are all added."""
    return sum(term for _, term in _series(n))


def _series(n: int) -> Iterator[tuple[int, int]]:
    power, k = (1 << BITS) // n, 0
    while power:
        yield k, power // (2 * k + 1)
        power, k = power // (n * n), k + 1


PI = Fraction(16 * _arctan_of_one_over(5) - 4 * _arctan_of_one_over(239), 1 << BITS)
"""J. Machin, 1706: π/4 = 4·arctan(1/5) − arctan(1/239)."""

LN2 = Fraction(2 * _artanh_of_one_over(3), 1 << BITS)
"""ln((1 + s)/(1 − s)) = 2·artanh(s) at s = 1/3."""
