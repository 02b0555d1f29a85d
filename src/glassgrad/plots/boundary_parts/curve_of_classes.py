"""The probability of each class along one column, and where the likeliest class changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import INK, SOFT, blended, class_colour
from glassgrad.training.plan import Array
from glassgrad.writing.numbers import number

from ..measured.answers import odds_against_next
from ..measured.boundary import BoundaryGrid
from ..names import class_names, escaped
from .dots import draw_classes
from .frame import frame_across

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALE = 0.14
BENEATH, APART, DEEPEST = 0.07, 0.055, 0.5
"""How far under 0 the rows of the first of several classes lie, each class under the one before, and at most all of them."""
ROOM, HIGH_UP = 0.035, 0.94
"""How much of the axis a label at a change needs, and how high up it hangs."""


def paint_curves_of_classes(axes: Axes, grid: BoundaryGrid, *, named: bool = True) -> None:
    """Paint the probability curves, stripes for the likeliest class, and the rows: of two classes at 0 and 1, of more in lines beneath.

    `named`: with the places written where the likeliest class changes.
    """
    two = len(grid.classes) == 2
    axes.grid(visible=False, axis="x")
    frame_across(axes, grid.across)
    _stripes(axes, grid)
    _changes(axes, grid, named=named)
    for place in [1] if two else range(len(grid.classes)):
        colour = INK if two else class_colour(place)
        axes.plot(*curve_points(grid, grid.answers[:, place]), color=colour, solid_capstyle="butt", zorder=3, gid=f"probability of class {place}")
    axes.axhline(0.5, color=SOFT, linewidth=0.9, linestyle="--", zorder=2, gid="half")
    heights = np.array([0.0, 1.0]) if two else -BENEATH - min(APART, DEEPEST / len(grid.classes)) * np.arange(len(grid.classes))
    if grid.points is not None:
        draw_classes(axes, grid, heights[grid.points.truth.astype(np.intp)])
    axes.set_ylim(min(-0.08, float(heights[-1]) - 0.05), 1.08)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "¼", "½", "¾", "1"])
    axes.set_ylabel(f"probability of {escaped(class_names(grid.classes)[1])}" if two else "probability")


def curve_points(grid: BoundaryGrid, heights: Array) -> tuple[Array, Array]:
    """The points of a line along the axis, broken between two words."""
    if not grid.across.words:
        return grid.across.at, heights
    breaks = np.arange(2, len(heights), 2)
    return np.insert(grid.across.at, breaks, np.nan), np.insert(heights, breaks, np.nan)


def changes_of_class(grid: BoundaryGrid) -> list[float]:
    """Where on the axis of a number the likeliest class changes."""
    if grid.across.words:
        return []
    regions, odds = grid.regions, odds_against_next(grid.answers)
    found = []
    for place in np.flatnonzero((regions[1:] != regions[:-1]) & (regions[1:] >= 0) & (regions[:-1] >= 0)):
        before, after = (odds[place + step, regions[place]] for step in (0, 1))
        share = before / (before - after) if before > after else 0.5
        found.append(float(grid.across.at[place] + share * (grid.across.at[place + 1] - grid.across.at[place])))
    return found


def _stripes(axes: Axes, grid: BoundaryGrid) -> None:
    """The likeliest class as a pale stripe of its colour."""
    regions, changes = grid.regions, changes_of_class(grid)
    starts = np.flatnonzero(np.concatenate([[True], regions[1:] != regions[:-1]]))
    edges = [grid.across.low, *(changes if len(changes) == len(starts) - 1 else grid.across.at[starts[1:]]), grid.across.high]
    for place, start in enumerate(starts):
        if regions[start] >= 0:
            axes.axvspan(edges[place], edges[place + 1], color=blended(class_colour(int(regions[start])), PALE), linewidth=0, zorder=0, gid="likeliest class")


def _changes(axes: Axes, grid: BoundaryGrid, *, named: bool) -> None:
    """A line where the likeliest class changes, with its place beside it if there is room."""
    changes = changes_of_class(grid)
    seen = axes.transAxes.inverted().transform(axes.transData.transform([(change, 0.0) for change in changes]))[:, 0] if changes else np.zeros(0)
    apart = bool(np.all(np.diff([*seen, 1.0]) > ROOM))
    for change in changes:
        axes.axvline(change, color=INK, linewidth=1.2, zorder=2, gid="border")
        if named and apart:
            words = number(change, 3, rounded=True).text
            label = axes.annotate(words, (change, HIGH_UP), (3, 0), textcoords="offset points", rotation=90, va="top", fontsize=8.5, zorder=6)
            label.set_gid("border's place")
