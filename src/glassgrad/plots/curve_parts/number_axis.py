"""Numbers on an axis, however large or small: no factor is hidden at the axis's end, where nobody looks."""

from __future__ import annotations

from math import ceil, inf, isfinite, log10
from typing import TYPE_CHECKING

from glassgrad.writing.numbers import SUPERSCRIPT, number

if TYPE_CHECKING:
    from matplotlib.axis import Axis

SMALL, LARGE = 1e-4, 1e5
DIGITS, MOST_DIGITS = 3, 15
"""Digits of a number with a power of ten after the first, and at most."""


def number_ticks(axis: Axis, largest: float) -> None:
    """Write the ticks of an axis whose numbers go up to this size as plain numbers, or with a power of ten each where those would be long."""
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    plain = 10 * SMALL <= abs(largest) < LARGE
    axis.set_major_formatter(ScalarFormatter(useOffset=False) if plain else FuncFormatter(lambda value, _: tick_words(value, _digits(axis))))


def _digits(axis: Axis) -> int:
    """As many digits after the first as tell the ticks apart, where an axis spans little of what its numbers are."""
    low, high = axis.get_view_interval()
    largest, span = max(abs(low), abs(high)), abs(high - low)
    return min(MOST_DIGITS, DIGITS + max(0, ceil(log10(largest / span)))) if 0 < span < largest < inf else DIGITS


def tick_words(value: float, digits: int = DIGITS) -> str:
    """A number on an axis: from 100,000 on, and below 0.0001, with a power of ten.

    >>> tick_words(0.05), tick_words(1e-9), tick_words(2.5e12), tick_words(-3e5), tick_words(float("inf"))
    ('0.05', '10⁻⁹', '2.5·10¹²', '−3·10⁵', '∞')
    """
    if value == 0 or not isfinite(value) or SMALL <= abs(value) < LARGE:
        return number(float(value)).text
    mantissa, _, power = f"{value:.{digits}e}".partition("e")
    shown = mantissa.rstrip("0").rstrip(".").replace("-", "−")
    ten = f"10{str(int(power)).translate(SUPERSCRIPT)}"
    return ten if shown == "1" else f"{shown}·{ten}"
