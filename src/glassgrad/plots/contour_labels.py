"""The numbers on contour lines, where there is room for them: none lies on another, on a path, on words, or over the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.measuring import width_of

from .figures import figure_of, in_style, settle
from .surface_words import level_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
LETTERS = 9.6
"""The size of the letters, in dots at 100 dots to the inch, as matplotlib's "x-small" makes them."""
ROOM = 3.0
"""Dots that stay free around a number."""
TRIED = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88)
"""Where along a line its number may stand, in the order of trying."""
LONGER = 2.5
"""A line is so many times as long as its number at least."""
LINES = "lines of equal loss"


@in_style
def label_apart(axes: Axes) -> None:
    """Write numbers on the lines of equal loss of a painted surface, where there is room; the rest is read from the bar of colours.

    What is painted on the axes later may lie on them.
    """
    lines: Any = next((one for one in axes.collections if one.get_gid() == LINES), None)
    if lines is None:
        return
    settle(figure_of(axes))
    places = _places(axes, lines)
    if places:
        axes.clabel(lines, fontsize="x-small", fmt=level_text, manual=axes.transData.inverted().transform(places).tolist())


def _places(axes: Axes, lines: Any) -> list[Array]:
    """Where numbers may stand, in dots of the picture; of each line of each level at most one."""
    taken, places = _obstacles(axes), list[Array]()
    for level, pieces in zip(lines.levels, lines.allsegs, strict=True):
        length = width_of(level_text(level), LETTERS)
        for piece in pieces:
            walk = _Walk.along(axes.transData.transform(piece))
            if walk.length < LONGER * length:
                continue
            tried = (walk.discs(share * walk.length, length) for share in TRIED)
            free = next((discs for discs in tried if _is_inside(axes, discs) and not _touch(discs, taken)), None)
            if free is not None:
                taken = np.concatenate([taken, free])
                places.append(free[len(free) // 2, :2])
    return places


@dataclass(frozen=True, eq=False)
class _Walk:
    """A line in dots of the picture: its corners (corners, 2), and how far each is along it (corners,)."""

    corners: Array
    far: Array

    @classmethod
    def along(cls, corners: Array) -> _Walk:
        return cls(corners, np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))]))

    @property
    def length(self) -> float:
        return float(self.far[-1])

    def discs(self, middle: float, length: float) -> Array:
        """Discs that cover a number around this place of the line: their middles and radii (discs, 3)."""
        at = np.linspace(middle - length / 2, middle + length / 2, 2 * max(1, round(length / LETTERS)) + 1)
        return np.column_stack([np.interp(at, self.far, self.corners[:, 0]), np.interp(at, self.far, self.corners[:, 1]), np.full(len(at), LETTERS / 2 + ROOM)])


def _obstacles(axes: Axes) -> Array:
    """Discs that cover the lines, the words and the key on the picture: their middles and radii (discs, 3)."""
    return np.concatenate([np.zeros((0, 3)), *_on_lines(axes), *_on_words(axes), *_on_key(axes)])


def _on_lines(axes: Axes) -> Iterator[Array]:
    for line in axes.lines:
        corners: Any = line.get_transform().transform(np.column_stack([np.asarray(one, dtype=float) for one in line.get_data()]))
        walk = _Walk.along(corners)
        at = np.linspace(0.0, walk.length, 1 + int(min(walk.length, 2000.0) / ROOM))
        marker = line.get_markersize() / 2 if line.get_marker() not in ("None", "", " ", None) else 0.0
        yield np.column_stack([np.interp(at, walk.far, corners[:, 0]), np.interp(at, walk.far, corners[:, 1]), np.full(len(at), ROOM + marker)])


def _on_words(axes: Axes) -> Iterator[Array]:
    for one in axes.texts:
        box = one.get_window_extent()
        half = box.height / 2
        at = np.linspace(box.x0 + half, max(box.x1 - half, box.x0 + half), 1 + int(box.width / max(half, 1.0)))
        if one.get_text():
            yield np.column_stack([at, np.full(len(at), box.y0 + half), np.full(len(at), half)])


def _on_key(axes: Axes) -> Iterator[Array]:
    key = axes.get_legend()
    if key is not None:
        box = key.get_window_extent()
        across, up = (np.arange(low, high + LETTERS, LETTERS) for low, high in ((box.x0, box.x1), (box.y0, box.y1)))
        yield np.array([(x, y, LETTERS) for x in across for y in up])


def _is_inside(axes: Axes, discs: Array) -> bool:
    box: Any = axes.get_window_extent()
    middles, radius = discs[:, :2], discs[0, 2]
    return bool(((middles >= (box.x0 + radius, box.y0 + radius)) & (middles <= (box.x1 - radius, box.y1 - radius))).all())


def _touch(discs: Array, others: Array) -> bool:
    away = np.hypot(*np.moveaxis(discs[:, None, :2] - others[None, :, :2], 2, 0))
    return bool((away < discs[:, None, 2] + others[None, :, 2]).any())
