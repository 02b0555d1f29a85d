"""The unit in which a number is predicted: its own, or a power of ten where that would be beyond what the libraries can compute with."""

from __future__ import annotations

from math import floor, log10

from glassgrad.data.scaling import scale_of
from glassgrad.writing.numbers import SUPERSCRIPT

from .family import Array

LEAST, MOST = 1e-3, 1e12
"""Deviations of a target that every library can learn. Below, boosted trees take the errors for none (XGBoost stops at gains of 10⁻⁶, trees of scikit-learn
at a variance of 2·10⁻¹⁶); above, squares of them leave the range of 32-bit numbers (from about 10¹⁹ on)."""
SMALLEST_POWER = -320


def unit_of(targets: Array) -> float:
    """1, or the power of ten that makes the deviation of the targets a number from 1 to 10. Shape: targets (rows,).

    >>> import numpy as np
    >>> unit_of(np.array([1.0, 2.0])), unit_of(np.array([-3e200, 3e200])), unit_of(np.array([1.0, 1.00004]))
    (1.0, 1e+200, 1e-05)
    """
    deviation = scale_of(targets).deviation
    if deviation == 0 or LEAST <= deviation <= MOST:
        return 1.0
    return float(f"1e{max(floor(log10(deviation)), SMALLEST_POWER)}")


def in_unit(unit: float) -> str:
    """The unit in brackets, after a number that is in it; "" if that is the target's own.

    >>> in_unit(1e200), in_unit(1.0)
    (' (in units of 10²⁰⁰)', '')
    """
    return "" if unit == 1.0 else f" (in units of {unit_words(unit)})"


def unit_words(unit: float) -> str:
    """A power of ten as it is written.

    >>> unit_words(1e200), unit_words(1e-5)
    ('10²⁰⁰', '10⁻⁵')
    """
    return f"10{str(round(log10(unit))).translate(SUPERSCRIPT)}"
