"""Class regions over two columns: the colour of the likeliest class, stronger where it is surer, and the line where the two likeliest tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import INK, PAPER, blended, class_colour
from glassgrad.training.plan import Array

from ..measured.answers import NEAR_SURE, odds_against_next
from ..measured.boundary import BoundaryGrid
from .dots import draw_classes
from .frame import frame_across, frame_up
from .region_names import name_regions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""From which probability on, against the next likeliest class, a region's colour is one stronger."""
STRENGTHS = (0.12, 0.22, 0.32, 0.42, 0.52)
BARELY = 1e-9
TIE = "p = ½"


def paint_regions(axes: Axes, grid: BoundaryGrid, *, named: bool = True) -> None:
    """Paint the regions, their border, and the rows of the data; `named`: with the names of the classes on them."""
    assert grid.up is not None  # this is a picture of two columns
    odds = odds_against_next(grid.answers)
    axes.grid(visible=False)
    for place in np.unique(grid.regions[grid.regions >= 0]):
        _region(axes, grid, odds[..., place], int(place))
    _border(axes, grid, odds, labelled=named)
    if grid.points is not None and grid.points.up is not None:
        draw_classes(axes, grid, grid.points.up)
    frame_across(axes, grid.across)
    frame_up(axes, grid.up)
    if named:
        name_regions(axes, grid)


def strength(place: int, share: float) -> str:
    """The colour of a class where its probability against the next likeliest is `share`."""
    level = int(np.searchsorted(SHARES, share, side="right")) - 1
    return blended(class_colour(place), STRENGTHS[max(0, level)])


def _region(axes: Axes, grid: BoundaryGrid, odds: Array, place: int) -> None:
    assert grid.up is not None
    levels = [*(np.log(share / (1 - share)) for share in SHARES), NEAR_SURE + 1]
    # Where two classes tie on a whole area, as in a leaf of a tree, the first of them is said, and has the palest shade.
    said = np.where(grid.regions == place, np.maximum(odds, BARELY), odds)
    drawn = axes.contourf(grid.across.at, grid.up.at, np.ma.masked_invalid(said), levels=levels, colors=[strength(place, one) for one in SHARES], zorder=1)
    # Without an edge in its own colour the paper shines through between two bands.
    drawn.set(edgecolor="face", linewidth=0.4)
    drawn.set_gid(f"region of class {place}")


def _border(axes: Axes, grid: BoundaryGrid, odds: Array, *, labelled: bool) -> None:
    """Where the two likeliest classes tie. Of two classes there is one line; of more, each class has its own edge."""
    assert grid.up is not None
    classes = [1] if len(grid.classes) == 2 else [int(one) for one in np.unique(grid.regions[grid.regions >= 0])]
    for place in classes:
        height = odds[..., place]
        if not np.nanmin(height) < 0 < np.nanmax(height):
            continue
        drawn = axes.contour(grid.across.at, grid.up.at, np.ma.masked_invalid(height), levels=[0.0], colors=[INK], linewidths=1.4, zorder=3)
        drawn.set_gid("border" if len(classes) == 1 else f"border of class {place}")
        if labelled and len(classes) == 1 and not grid.across.words and not grid.up.words:
            for label in axes.clabel(drawn, fmt={0.0: TIE}, fontsize=8.5, inline=True, inline_spacing=3, zorder=6):
                label.set_gid("border's label")
                label.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.7})
