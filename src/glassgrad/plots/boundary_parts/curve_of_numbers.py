"""A fit along one column: the predicted number as a curve, and the rows of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.palette import INK

from ..curve_parts.number_axis import number_ticks
from ..measured.boundary import BoundaryGrid
from ..words import literal
from .curve_of_classes import curve_points
from .dots import draw_learnt
from .frame import frame_across

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN, BEYOND = 0.06, 1.0
"""What is shown around all rows, and at most of the curve beyond them, as shares of what the rows span."""


def paint_curve_of_numbers(axes: Axes, grid: BoundaryGrid) -> None:
    """Paint the fitted curve and the rows."""
    draw_learnt(axes, grid)
    axes.plot(*curve_points(grid, grid.answers), color=INK, linewidth=2.2, solid_capstyle="butt", zorder=5, gid="fit")
    frame_across(axes, grid.across)
    low, high = heights_shown(grid)
    axes.set_ylim(low, high)
    number_ticks(axes.yaxis, max(abs(low), abs(high)))
    axes.set_ylabel(literal(grid.target, 32))


def heights_shown(*grids: BoundaryGrid) -> tuple[float, float]:
    """From where to where the upright axis goes: over all rows, and the curves unless they go far beyond them."""
    finite = np.concatenate([grid.answers[np.isfinite(grid.answers)] for grid in grids])
    least, most = float(finite.min()), float(finite.max())
    low, high = grids[0].range or (least, most)
    span = high - low or abs(high) or 1.0
    bottom, top = max(min(low, least), low - BEYOND * span), min(max(high, most), high + BEYOND * span)
    return bottom - MARGIN * span, top + MARGIN * span
