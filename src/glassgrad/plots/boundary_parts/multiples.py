"""Several boundaries or fits beside each other, of one cut: the same axes, the same colours, and one key for all."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from glassgrad.draw.palette import CLASSES

from ..figures import figure_of, new_axes
from ..measured.boundary import BoundaryGrid
from ..stacks import given_axes
from .curve_of_numbers import heights_shown
from .fills import add_scale
from .keys import add_key, key_of, title_of
from .panel import paint_panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT, SPARE = 2.7, 2.6, 0.5
"""Inches of one picture, and what the names of the columns need beside and beneath all."""
ALONE = 1.7
"""How many times as large a single picture is: it has room, and its title needs it."""
GAP = 0.12
"""Inches between the pictures and the key."""


def new_panels(count: int, axes: Sequence[Axes] | None) -> list[Axes]:
    """The axes given, or new ones with the same ends."""
    if axes is not None:
        return given_axes(axes, count)
    columns = count if count <= 3 else 2 if count == 4 else 3 if count <= 9 else 4
    rows, larger = ceil(count / columns), ALONE if count == 1 else 1.0
    made = new_axes(size=(WIDTH * columns * larger + SPARE, HEIGHT * rows * larger + SPARE), rows=rows, columns=columns, share_x=True, share_y=True)
    panels: list[Axes] = made if isinstance(made, list) else [made]
    for one in panels[count:]:
        one.remove()
    return panels[:count]


def paint_multiples(panels: Sequence[Axes], grids: Sequence[BoundaryGrid], headings: Sequence[str], name: str, *, whole: bool) -> None:
    """Paint each grid on its axes, its heading above it, and one key. `whole`: the axes are all there is in their figure, which gets the name as a title.

    Of more classes than there are colours, their names are written in the areas, which nothing else would tell apart.
    """
    for axes, grid, words in zip(panels, grids, headings, strict=True):
        paint_panel(axes, grid, named=grid.up is not None and len(grid.classes) > len(CLASSES))
        axes.set_title(words, fontsize="medium", fontweight="normal")
    if grids[-1].up is None and not grids[-1].classes:
        for axes in panels:
            axes.set_ylim(*heights_shown(*grids))
    if whole:
        figure_of(panels).suptitle(name, x=0.01, ha="left", fontweight="bold")
        _outer_labels(panels)
    _add_key(panels, grids, whole=whole)


def _add_key(panels: Sequence[Axes], grids: Sequence[BoundaryGrid], *, whole: bool) -> None:
    """One key for all, or one scale."""
    handles = key_of(*grids)
    if not handles:
        add_scale(panels, grids[-1])
    elif whole:
        _key_beside(panels, handles, title_of(grids[-1]))
    else:
        add_key(panels[-1], handles, title_of(grids[-1]))


def _key_beside(panels: Sequence[Axes], handles: Sequence[Any], name: str) -> None:
    """A key at the right of all pictures, which make room for it."""
    figure: Any = figure_of(panels)
    # Placed by the figure's transform, not by its own box: that box is another one while a picture is written with its caption beneath.
    place: Any = {"loc": "upper right", "bbox_to_anchor": (0, 0, 1, 1), "bbox_transform": figure.transFigure}
    key = figure.legend(handles=handles, title=name or None, alignment="left", **place)
    key.set_gid("key")
    taken = key.get_window_extent().width / figure.dpi + GAP
    width, height = figure.get_size_inches()
    figure.set_size_inches(width + taken, height)
    figure.get_layout_engine().set(rect=(0, 0, width / (width + taken), 1))


def _outer_labels(panels: Sequence[Axes]) -> None:
    """Names of the columns only at the left, and beneath the lowest picture of each column."""
    places = [axes.get_subplotspec() for axes in panels]
    lowest = {}
    for axes, place in zip(panels, places, strict=True):
        if place is not None:
            lowest[place.colspan.start] = axes
    for axes, place in zip(panels, places, strict=True):
        is_lowest = axes in lowest.values()
        axes.tick_params(labelbottom=is_lowest)
        if not is_lowest:
            axes.set_xlabel("")
        if place is not None and place.colspan.start:
            axes.set_ylabel("")
