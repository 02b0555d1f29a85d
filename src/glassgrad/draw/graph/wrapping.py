"""A layout that is a strip, or a diagonal through empty space, cut into bands that stand beside and beneath each other as the words of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from ..marks import Point
from .layout import Layout

Size = tuple[float, float]
LONG = 3_000.0
"""A layout that is nowhere longer than this stays as it is."""
CUTS = (2, 4, 8, 16, 32, 64, 128, 256)
BETTER = 1.3
"""A layout with fewer bands is taken unless it needs more room than the best one, so many times."""
WIDE = 1.5
"""Width of the whole by its height, about."""
GAP = 46.0


@dataclass(frozen=True)
class _Bands:
    """Which band each box is in, by how much the bands are moved, and the size of the whole."""

    band_of: tuple[int, ...]
    moves: tuple[Point, ...]
    width: float
    height: float

    @property
    def room(self) -> float:
        """How much paper it takes: a strip takes as much as the page around it."""
        return max(self.width, WIDE * self.height) ** 2 / WIDE


def wrapped(layout: Layout, sizes: Sequence[Size], edges: Sequence[tuple[int, int]]) -> Layout:
    """The same boxes on less paper, where that is much less; an edge from one band to another is drawn anew."""
    if max(layout.width, layout.height) < LONG:
        return layout
    whole = _Bands((0,) * len(sizes), ((0.0, 0.0),), layout.width, layout.height)
    tried = [whole, *(_cut(layout, sizes, count, axis) for count in CUTS for axis in (0, 1))]
    least = min(one.room for one in tried)
    best = next(one for one in tried if one.room <= BETTER * least)

    def moved(point: Point, box: int) -> Point:
        x, y = best.moves[best.band_of[box]]
        return point[0] + x, point[1] + y

    centres = tuple(moved(centre, box) for box, centre in enumerate(layout.centres))
    curves = tuple(
        tuple(moved(point, start) for point in curve)
        if best.band_of[start] == best.band_of[end]
        else _between(centres[start], centres[end], sizes[start], sizes[end])
        for (start, end), curve in zip(edges, layout.curves, strict=True)
    )
    return Layout(centres, curves, best.width, best.height)


def _cut(layout: Layout, sizes: Sequence[Size], count: int, axis: int) -> _Bands:
    """The layout cut into bands of equal length along an axis, each as small as its boxes, packed line by line."""
    length = (layout.width, layout.height)[axis] / count
    cut = [min(count - 1, int(centre[axis] / length)) for centre in layout.centres]
    filled = sorted(set(cut))
    boxes = _by_band(cut, filled)
    frames = [_frame(layout, sizes, members) for members in boxes]
    line = sqrt(WIDE * sum((right - left + GAP) * (bottom - top + GAP) for left, top, right, bottom in frames))
    moves, x, y, tallest, widest = list[Point](), 0.0, 0.0, 0.0, 0.0
    for left, top, right, bottom in frames:
        if x and x + right - left > line:
            x, y, tallest = 0.0, y + tallest + GAP, 0.0
        moves.append((x - left, y - top))
        x, tallest = x + right - left + GAP, max(tallest, bottom - top)
        widest = max(widest, x - GAP)
    numbers = {band: number for number, band in enumerate(filled)}
    return _Bands(tuple(numbers[band] for band in cut), tuple(moves), widest, y + tallest)


def _by_band(cut: Sequence[int], filled: Sequence[int]) -> list[list[int]]:
    members: dict[int, list[int]] = {band: [] for band in filled}
    for place, band in enumerate(cut):
        members[band].append(place)
    return list(members.values())


def _frame(layout: Layout, sizes: Sequence[Size], members: Sequence[int]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some boxes together."""
    left = min(layout.centres[one][0] - sizes[one][0] / 2 for one in members)
    top = min(layout.centres[one][1] - sizes[one][1] / 2 for one in members)
    right = max(layout.centres[one][0] + sizes[one][0] / 2 for one in members)
    bottom = max(layout.centres[one][1] + sizes[one][1] / 2 for one in members)
    return left, top, right, bottom


def _between(start: Point, end: Point, size: Size, end_size: Size) -> tuple[Point, ...]:
    """A curve from the right side of one box to the left side of another."""
    x, y = start[0] + size[0] / 2, start[1]
    end_x, end_y = end[0] - end_size[0] / 2, end[1]
    reach = max(30.0, min(160.0, abs(end_x - x) / 3))
    return (x, y), (x + reach, y), (end_x - reach, end_y), (end_x, end_y)
