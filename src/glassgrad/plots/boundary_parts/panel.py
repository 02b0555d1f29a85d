"""One picture of a boundary or a fit, whichever it is, without title, key and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..measured.boundary import BoundaryGrid
from .curve_of_classes import paint_curves_of_classes
from .curve_of_numbers import paint_curve_of_numbers
from .fills import paint_fill
from .regions import paint_regions

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def paint_panel(axes: Axes, grid: BoundaryGrid, *, named: bool = True) -> None:
    """Paint classes or a number, over one column or two; `named`: with names on regions and places at borders."""
    if grid.classes and grid.up:
        paint_regions(axes, grid, named=named)
    elif grid.classes:
        paint_curves_of_classes(axes, grid, named=named)
    elif grid.up:
        paint_fill(axes, grid)
    else:
        paint_curve_of_numbers(axes, grid)
