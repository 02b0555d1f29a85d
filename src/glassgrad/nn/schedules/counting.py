"""How many times a whole number goes into another, by counting: nothing in the dictionary rounds."""

from __future__ import annotations

import numpy as np

from glassgrad.graph import Node, pages

AT_ONCE = 64
"""As many as this are counted one by one; for more, bundles of so many are counted first, then those of the rest."""


def whole_times(number: Node, period: int, *, most: int) -> Node:
    """How many times `period` goes into a whole number, as a node; `most` (at least 1) if it goes in more often.

    Formula: min(⌊number / period⌋, most).   Exact for every number that the engine's type holds exactly: 2²⁴ in float32, 2⁵³ in float64.
    """
    if most <= AT_ONCE:
        return pages.sum(number >= np.arange(1, most + 1) * float(period))
    bundles = whole_times(number, period * AT_ONCE, most=most // AT_ONCE)
    rest = number - bundles * float(period * AT_ONCE)
    return pages.minimum(bundles * AT_ONCE + whole_times(rest, period, most=AT_ONCE - 1), most)
