"""`Layout`: how the bits of a floating number are laid out, and what follows from it; and exact numbers, cut to fit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..writing import Type


@dataclass(frozen=True)
class Layout:
    """IEEE 754: one sign, an exponent with an offset, and a fraction of `fraction` bits."""

    element: str
    fraction: int
    offset: int

    @property
    def one(self) -> int:
        """The bits of 1."""
        return self.offset << self.fraction

    @property
    def exponent_mask(self) -> int:
        """Where sign and exponent stand in the bits."""
        return -1 << self.fraction

    @property
    def fraction_mask(self) -> int:
        """Where the fraction stands."""
        return (1 << self.fraction) - 1

    @property
    def rounder(self) -> float:
        """1½ · 2^fraction: added to a number much smaller than it, it leaves that number rounded to a whole one in its lowest bits."""
        return 1.5 * 2.0**self.fraction

    @property
    def smallest_normal(self) -> float:
        """Below it numbers are denormal: their fraction loses its leading bits."""
        return 2.0 ** (1 - self.offset)

    def parts(self, exact: Fraction, count: int) -> tuple[float, ...]:
        """Numbers of this format whose sum is the exact one, as nearly as that many of them can say it; the first is the nearest."""
        parts = []
        for _ in range(count):
            nearest = float(np.float32(float(exact))) if self.element == "float" else float(exact)
            parts.append(nearest)
            exact -= Fraction(nearest)
        return tuple(parts)


LAYOUTS = {"float": Layout("float", 23, 127), "double": Layout("double", 52, 1023)}


def layout_of(one: Type) -> Layout:
    """The layout of the lanes of a type."""
    return LAYOUTS[one.element]
