"""The names of classes on their regions, where there is room for them: away from borders, edges and rows of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glassgrad.draw.measuring import width_of
from glassgrad.draw.palette import CLASSES, INK
from glassgrad.training.plan import Array

from ..figures import figure_of
from ..measured.boundary import BoundaryGrid
from ..measured.feature_axes import FeatureAxis
from ..names import class_names, escaped, short_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZE = 9.5
SPOTS = (30, 44)
"""How many places are tried up and across."""
ROOM = 1.25
"""How far the nearest thing must be, in half widths and half heights of the name."""
SHORTER = (14, 8)
"""Letters of names that are tried next."""


def name_regions(axes: Axes, grid: BoundaryGrid) -> None:
    """Write the name of each class where its region has most room, if it has enough."""
    assert grid.up is not None
    (rows_of, up), (columns_of, across) = (_spots(axis, count) for axis, count in zip((grid.up, grid.across), SPOTS, strict=True))
    regions = grid.regions[np.ix_(rows_of, columns_of)].ravel()
    spots = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    seen = axes.transData.transform(spots) * 72 / figure_of(axes).dpi
    rows = np.empty((0, 2))
    if grid.points is not None and grid.points.up is not None:
        rows = axes.transData.transform(np.column_stack([grid.points.across, grid.points.up])) * 72 / figure_of(axes).dpi
    for place in np.unique(regions[regions >= 0]):
        # A name is tried shorter only if it fits nowhere as it is.
        any(_name(axes, names[place], int(place), spots, seen, regions, rows) for names in _namings(grid))


def _namings(grid: BoundaryGrid) -> list[list[str]]:
    """The names of the classes; shorter ones too where nothing but a name tells two areas apart, since there are more classes than colours."""
    shorter = SHORTER if len(grid.classes) > len(CLASSES) else ()
    return [class_names(grid.classes), *(short_names(grid.classes, letters) for letters in shorter)]


def _spots(axis: FeatureAxis, count: int) -> tuple[Array, Array]:
    """Some places of an axis, by their numbers in the grid, and where they are; several over the band of each word."""
    if not axis.words:
        places = np.linspace(0, len(axis.at) - 1, min(count, len(axis.at))).astype(np.intp)
        return places, axis.at[places]
    offsets = np.array([-0.45, -0.25, 0.0, 0.25, 0.45])
    return np.repeat(np.arange(len(axis.words)) * 2, len(offsets)), (np.arange(len(axis.words))[:, None] + offsets).ravel()


def _name(axes: Axes, words: str, place: int, spots: Array, seen: Array, regions: Array, rows: Array) -> bool:
    """Write a name where there is room for it; whether there is."""
    inside = regions == place
    box = np.array([width_of(words, SIZE, bold=True) / 2 + 2, SIZE * 0.75])
    edges = np.stack([seen.min(axis=0), seen.max(axis=0)])
    room = np.min(np.abs(seen[inside, None] - edges[None]) / box, axis=(1, 2))
    for others in (seen[~inside], rows):
        room = np.minimum(room, _nearest(seen[inside], others, box))
    best = int(room.argmax())
    fits = bool(room[best] >= ROOM)
    if fits:
        x, y = spots[inside][best]
        label = axes.text(x, y, escaped(words), ha="center", va="center", fontsize=SIZE, fontweight="bold", color=INK, zorder=6)
        label.set_gid(f"name of class {place}")
    return fits


def _nearest(places: Array, others: Array, box: Array) -> Array:
    """How far the nearest of the others is from each place, counted in half boxes."""
    if not len(others):
        return np.full(len(places), np.inf)
    return np.asarray(np.abs((places[:, None] - others[None]) / box).max(axis=-1).min(axis=1))
