"""`Trials`: numbers at which two formulas are compared; where they agree throughout, they come to the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import numpy as np

from glassgrad.graph import GlassgradError, Node
from glassgrad.readers.evaluate import forward

from ..quantities import Quantity
from ..values import FLOAT64, value
from ..workings import Workings

RANGES = ((0.2, 0.8), (-1.5, 1.5), (-2.5, 2.5))
"""What is given is drawn from each of these: shares and what is taken the logarithm of, then numbers of both signs."""
CLOSE, DIGITS = 1e-9, 10


@dataclass(eq=False)
class Trials:
    """What is given is drawn, and everything else worked out from it, so that a ReLU's input and output belong together."""

    work: Workings
    known: tuple[dict[Quantity, Any], ...] = field(init=False, default_factory=lambda: tuple({} for _ in RANGES))
    numbers: tuple[dict[Node, Any], ...] = field(init=False, default_factory=lambda: tuple({} for _ in RANGES))
    found: dict[Node, tuple[Any, ...] | None] = field(init=False, default_factory=dict)
    keys: dict[Node, bytes] = field(init=False, default_factory=dict)

    def at(self, formula: Node) -> tuple[Any, ...] | None:
        """The values of a formula; None if it cannot be worked out, or comes to no number anywhere."""
        if formula not in self.found:
            self.found[formula] = self._at(formula)
        return self.found[formula]

    def key(self, formula: Node) -> bytes:
        """The same for formulas that come to the same values, up to rounding."""
        if formula not in self.keys:
            self.keys[formula] = b"|".join(repr(np.shape(one)).encode() + _rounded(one).tobytes() for one in self.at(formula) or ())
        return self.keys[formula]

    def _at(self, formula: Node) -> tuple[Any, ...] | None:
        try:
            values = tuple(self._value(formula, place) for place in range(len(RANGES)))
        except (GlassgradError, IndexError, ValueError):
            return None
        return values if any(np.isfinite(one).any() for one in values) else None

    def _value(self, formula: Node, place: int) -> Any:
        # A changed formula shares most of its nodes with the right one; what was worked out for that is kept.
        known, numbers = self.known[place], self.numbers[place]
        for one in self.work.mentions(formula):
            self._find(one, place)
            numbers[self.work.leaves[one]] = known[one]
        return forward(self.work.order(formula), numbers, dtype=FLOAT64)[formula]

    def _find(self, quantity: Quantity, place: int) -> None:
        known = self.known[place]
        if quantity not in known:
            for one in self.work.behind(quantity):
                if one not in known and self.work.piece(one) is None:
                    known[one] = self._drawn(one, place)
            known[quantity] = value(self.work, quantity, known)

    def _drawn(self, quantity: Quantity, place: int) -> Any:
        draw = np.random.default_rng((place, crc32(repr(quantity).encode())))
        return draw.uniform(*RANGES[place], self.work.leaf(quantity).shape)


def _rounded(values: Any) -> Any:
    """Ten significant digits of each value."""
    with np.errstate(all="ignore"):
        scale = 10.0 ** (DIGITS - np.ceil(np.log10(np.abs(values))))
        rounded = np.round(values * scale) / scale
    return np.where(np.isfinite(rounded), rounded, np.where(np.isfinite(values), 0.0, np.nan)) + 0.0


def alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether the values agree wherever both are numbers, and there is such a place."""
    compared = [_differs(a, b) for a, b in zip(one, other, strict=True)]
    return False in compared and True not in compared


def _differs(a: Any, b: Any) -> bool | None:
    """Whether two values differ; None where there is nothing to compare."""
    if np.shape(a) != np.shape(b):
        return True
    both = np.isfinite(a) & np.isfinite(b)
    if not both.any():
        return None
    scale = np.maximum(np.abs(a), np.abs(b))
    return bool((np.abs(np.subtract(a, b))[both] > CLOSE * np.maximum(scale, 1e-3)[both]).any())
