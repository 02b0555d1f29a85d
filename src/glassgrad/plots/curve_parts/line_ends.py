"""Names of lines, written where the lines end, in their colours, and never on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glassgrad.draw.palette import INK, PAPER, blended, luminance

from ..figures import figure_of
from .placing import apart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE, HEIGHT = 9.0, 12.0
"""Points: the letters, and a line of them."""
PALE, DARKER = 0.25, 0.7
"""Luminance from which a colour is too pale for letters, and the share of it that is kept."""
BEHIND: Any = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 0.8}
BESIDE = 7.0
"""Points between the end of a line and its name."""


@dataclass(frozen=True)
class LineEnd:
    """The last point of a line, and what is written beside it; the words are shown as they are. `line`: the line's name in the picture."""

    line: str
    x: float
    y: float
    words: str
    colour: str


def name_lines(axes: Axes, ends: Sequence[LineEnd], *, beyond: float | None = None, crossed: bool = False) -> None:
    """Write the names beside the ends; to the right of `beyond` too, if something stands there. Axes have their limits and their place by then.

    `crossed`: upright lines go through the names, which have paper behind them then.
    """
    if not ends:
        return
    points = 72 / figure_of(axes).dpi
    box = axes.get_window_extent()
    low, high = box.y0 * points, box.y1 * points
    bottom, top = sorted(axes.get_ylim())
    seen = [min(top, max(bottom, end.y)) for end in ends]
    right = max([end.x for end in ends] if beyond is None else [beyond, *(end.x for end in ends)])
    heights = [float(axes.transData.transform((right, one))[1]) * points for one in seen]
    places = apart(heights, HEIGHT, low + HEIGHT / 2, high - HEIGHT / 2)
    for end, at, height, place in zip(ends, seen, heights, places, strict=True):
        label = axes.annotate(
            end.words,
            xy=(right, at),
            xytext=(BESIDE, place - height),
            textcoords="offset points",
            va="center",
            color=_readable(end.colour),
            fontsize=SIZE,
            annotation_clip=False,
            parse_math=False,
            bbox=BEHIND if crossed else None,
        )
        label.set_gid(f"name of {end.line}")


def _readable(colour: str) -> str:
    """The colour, darker where letters in it would be too pale on white."""
    return colour if luminance(colour) < PALE else blended(colour, DARKER, onto=INK)
