"""A fit over two columns: the predicted number as colour, in bands, and the rows in the colours of their true numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import LINE, SEQUENTIAL
from glassgrad.training.plan import Array

from ..curve_parts.number_axis import number_ticks
from ..figures import figure_of
from ..measured.boundary import BoundaryGrid
from ..words import literal
from .dots import draw_numbers
from .frame import frame_across, frame_up

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = 9
LOW = 4.0
"""Inches of a picture in which the name of the scale needs two lines."""


@dataclass(frozen=True, eq=False)
class Scale:
    """Which colour a number has: that of its band between two of the `levels`."""

    levels: Array
    norm: Any
    colours: Any

    def __call__(self, value: float) -> str:
        """The colour of a number."""
        from matplotlib.colors import to_hex

        return to_hex(self.colours(self.norm(value)))


def scale_of(grid: BoundaryGrid) -> Scale:
    """The colours of a grid: over what the target spans in the data, or else what is predicted."""
    from matplotlib import colormaps
    from matplotlib.colors import BoundaryNorm
    from matplotlib.ticker import MaxNLocator

    low, high = grid.range or (float(np.nanmin(grid.answers)), float(np.nanmax(grid.answers)))
    levels = np.asarray(MaxNLocator(BANDS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high))
    colours = colormaps[SEQUENTIAL]
    return Scale(levels, BoundaryNorm(levels, colours.N, extend="both"), colours)


def paint_fill(axes: Axes, grid: BoundaryGrid) -> None:
    """Paint the bands and the rows of the data."""
    assert grid.up is not None  # this is a picture of two columns
    scale = scale_of(grid)
    axes.grid(visible=False)
    answers = np.ma.masked_invalid(grid.answers)
    drawn = axes.contourf(grid.across.at, grid.up.at, answers, levels=scale.levels, norm=scale.norm, cmap=scale.colours, extend="both", zorder=1)
    drawn.set(edgecolor="face", linewidth=0.4)
    drawn.set_gid("fit")
    draw_numbers(axes, grid, scale)
    frame_across(axes, grid.across)
    frame_up(axes, grid.up)


def add_scale(panels: Sequence[Axes], grid: BoundaryGrid) -> None:
    """The scale of colours beside the pictures."""
    from matplotlib.cm import ScalarMappable

    scale = scale_of(grid)
    bar = figure_of(panels).colorbar(ScalarMappable(scale.norm, scale.colours), ax=list(panels), ticks=scale.levels, pad=0.02, fraction=0.06, aspect=28)
    beside = "\n" if figure_of(panels).get_figheight() < LOW else " "
    bar.set_label(f"{literal(grid.target, 28)}:{beside}predicted (area) and true (dots)")
    number_ticks(bar.ax.yaxis, float(np.abs(scale.levels).max()))
    bar.outline.set_edgecolor(LINE)
    bar.ax.set_gid("scale")
