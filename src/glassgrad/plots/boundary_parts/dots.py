"""Rows of the data as dots: with the marker and colour of their class, or in the colours of what they learnt from; ringed where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import INK, PAPER, TRAINING, VALIDATION, class_colour, class_marker, ink_on
from glassgrad.training.plan import Array

from ..figures import figure_of
from ..measured.boundary import BoundaryGrid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LARGE, SMALL, CROWDED = 34.0, 9.0, 60.0
"""Areas of a dot in square points: of few rows and of a thousand; how many rows are few."""
RING = 2.6
"""How much larger the area of a ring is."""
STAR = 1.7
LEARNT = {True: ("training", TRAINING, "o"), False: ("held-out", VALIDATION, "s")}
"""How rows are told apart by whether the network learnt from them: word, colour, marker."""


def size_of(rows: int) -> float:
    """The area of a dot where there are so many.

    >>> size_of(10), size_of(10_000)
    (34.0, 9.0)
    """
    return float(np.clip(LARGE * (CROWDED / max(rows, 1)) ** 0.5, SMALL, LARGE))


def draw_classes(axes: Axes, grid: BoundaryGrid, heights: Array) -> None:
    """Dots with the colour and marker of their true class, at these heights, and rings around those predicted wrongly."""
    if grid.points is None:
        return
    size = size_of(len(grid.points.across) * axes_per_figure(axes))
    for place in range(len(grid.classes)):
        chosen = grid.points.truth == place
        if chosen.any():
            axes.scatter(
                grid.points.across[chosen], heights[chosen], s=size * (STAR if class_marker(place) in "*P" else 1.0), color=class_colour(place),
                marker=class_marker(place), edgecolors=PAPER, linewidths=0.6, zorder=4, gid=f"rows of class {place}",
            )  # fmt: skip
    wrong = np.zeros(0, bool) if grid.right is None else ~grid.right
    if wrong.any():
        ring: Any = {"s": RING * size + 12, "facecolors": "none", "edgecolors": INK, "linewidths": 1.1}
        axes.scatter(grid.points.across[wrong], heights[wrong], zorder=5, gid="wrong rows", **ring)


def draw_numbers(axes: Axes, grid: BoundaryGrid, colours: Any) -> None:
    """Dots over two columns, coloured by their true number; `colours` gives the colour of a number."""
    if grid.points is None or grid.points.up is None:
        return
    filled = [colours(value) for value in grid.points.truth]
    axes.scatter(
        grid.points.across, grid.points.up, s=size_of(len(filled) * axes_per_figure(axes)), c=filled, edgecolors=[ink_on(one) for one in filled],
        linewidths=0.7, zorder=4, gid="rows",
    )  # fmt: skip


def draw_learnt(axes: Axes, grid: BoundaryGrid) -> None:
    """Dots of a number against one column; those it learnt from and those held out are told apart."""
    if grid.points is None:
        return
    size = size_of(len(grid.points.across) * axes_per_figure(axes))
    for learnt, (word, colour, marker) in LEARNT.items():
        chosen = grid.points.learnt == learnt
        if chosen.any():
            axes.scatter(
                grid.points.across[chosen], grid.points.truth[chosen], s=size, color=colour, marker=marker, alpha=0.75, edgecolors=PAPER, linewidths=0.5,
                zorder=3 if learnt else 4, gid=f"{word} rows",
            )  # fmt: skip


def axes_per_figure(axes: Axes) -> int:
    """How many pictures stand beside each other in the figure, so that dots shrink with them."""
    return max(1, sum(one.get_label() != "<colorbar>" for one in figure_of(axes).axes))
