"""Keys: what the colours, markers, rings and lines of a boundary mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import INK, PAPER, SOFT, class_colour, class_marker

from ..measured.boundary import BoundaryGrid, has_border
from ..names import class_names, escaped
from ..words import literal
from .curve_of_classes import changes_of_class
from .dots import LEARNT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST, MOST = 24, 16


def key_of(*grids: BoundaryGrid) -> list[Any]:
    """What stands in the key of pictures of classes, or of curves through numbers, all of one section; nothing for fills, which have a scale."""
    first = grids[0]
    if first.classes:
        return [*_classes(first), *_border(grids), *_rings(grids)]
    return [] if first.up else _curve(first)


def title_of(grid: BoundaryGrid) -> str:
    """What stands above the key: what the classes are of."""
    return literal(grid.target, LONGEST) if grid.classes else ""


def add_key(axes: Axes, handles: Sequence[Any], name: str) -> None:
    """A key at the right of the axes."""
    key = axes.legend(handles=handles, title=name or None, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, alignment="left")
    key.set_gid("key")


def _classes(grid: BoundaryGrid) -> list[Any]:
    shown = [_dot(class_colour(place), class_marker(place), escaped(name)) for place, name in enumerate(class_names(grid.classes)[:MOST])]
    more = len(grid.classes) - MOST
    return [*shown, _line(PAPER, f"and {more:,} more")] if more > 0 else shown


def _border(grids: Sequence[BoundaryGrid]) -> list[Any]:
    if grids[0].up is None:
        return [_line(INK, "boundary")] if any(changes_of_class(grid) for grid in grids) else []
    if not has_border(*grids):
        return []
    if grids[0].across.words or grids[0].up.words:
        return [_line(INK, "boundary")]
    return [_line(INK, "boundary: p = ½" if len(grids[0].classes) == 2 else "two classes tie")]


def _rings(grids: Sequence[BoundaryGrid]) -> list[Any]:
    from matplotlib.lines import Line2D

    judged = [grid.right for grid in grids if grid.right is not None]
    if all(right.all() for right in judged):
        return []
    words = f"wrong: {int((~judged[0]).sum()):,} of {_how_many(grids[0])}" if len(judged) == 1 else "predicted wrongly"
    return [Line2D([], [], marker="o", markersize=9, markerfacecolor="none", markeredgecolor=INK, linestyle="none", label=words)]


def _how_many(grid: BoundaryGrid) -> str:
    """The rows there are dots of, and where some are not drawn, that these are those that are."""
    drawn = 0 if grid.right is None else len(grid.right)
    return f"the {drawn:,} drawn" if grid.not_drawn else f"{drawn:,}"


def _curve(grid: BoundaryGrid) -> list[Any]:
    learnt = np.zeros(0, bool) if grid.points is None else grid.points.learnt
    return [*(_dot(colour, marker, f"{word} rows") for which, (word, colour, marker) in LEARNT.items() if (learnt == which).any()), _line(INK, "fit")]


def _dot(colour: str, marker: str, label: str) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], marker=marker, markersize={"*": 10, "P": 8}.get(marker, 6.5), color=colour, markeredgecolor=PAPER, linestyle="none", label=label)


def _line(colour: str, label: str) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=colour, linewidth=1.4, label=label, markeredgecolor=SOFT)
