"""How loss surfaces look, from above and in 3-D alike: their shades, what lies beneath words, and the numbers beside the axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.draw.palette import PAPER, SEQUENTIAL, blended

from .measured.directions import Vector
from .surface_words import level_text

DEPTH = 0.8
"""How much of a shade is left when it is laid on paper."""
FAR = (1e-3, 1e4)
"""Places of an axis between these are written as they are."""
PLATE: dict[str, Any] = {"boxstyle": "round,pad=0.12", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.75}
"""What lies beneath a word on a surface. (A halo would turn the letters into shapes.)"""


def shades_of(count: int) -> list[str]:
    """So many shades from low to high, dark to light, pale enough for letters and paths to stand out.

    >>> len(shades_of(5))
    5
    """
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    scale = colormaps[SEQUENTIAL]
    return [blended(to_hex(scale((place + 0.5) / count)), DEPTH) for place in range(count)]


def write_far_numbers(axis: Any, ends: Vector) -> None:
    """Very large or small places with their own power of ten: one beside the axis may lie over its label."""
    if not FAR[0] < np.abs(ends).max() < FAR[1]:
        axis.set_major_formatter(lambda value, _: level_text(float(f"{value:.3g}")))
