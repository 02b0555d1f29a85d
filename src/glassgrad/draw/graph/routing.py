"""How roads run between the layers of a graph: level beside and between boxes, each in a lane of its own, and in a gentle S from one layer to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..marks import Point
from .layout import Curve, Edge, Layout, Size

CORNER, LANE, PASSING = 10.0, 15.0, 12.0
"""How far lanes stay from the corners of a box; the widest that they are apart at a box, and between boxes."""
STRAIGHT = 7.0
"""How far a road goes straight before it bends, so that its arrows are straight too."""
STEPS = 8
"""Places along each piece of a curve at which one looks how high it is."""


@dataclass(frozen=True)
class Stop:
    """A box that roads leave and reach: its centre, its own size, the room for words before and behind it, and how far its lanes behind are apart."""

    centre: Point
    size: Size
    before: float = 0.0
    behind: float = 0.0
    lane: float = LANE

    @property
    def left(self) -> float:
        """Where its left side is."""
        return self.centre[0] - self.size[0] / 2

    @property
    def right(self) -> float:
        """Where its right side is."""
        return self.centre[0] + self.size[0] / 2


@dataclass(frozen=True)
class Layer:
    """Boxes above each other: from where to where they reach with the words beside them, and the stretches that they fill, from the top."""

    left: float
    right: float
    middle: float
    filled: tuple[tuple[float, float], ...]


def routes(stops: Sequence[Stop], edges: Sequence[Edge], layout: Layout, named: tuple[set[int], set[int]]) -> tuple[list[Curve], tuple[dict[int, float], ...]]:
    """The curve of each edge; and for the boxes that are named on a side, how high the lane is in which that is.

    `named` are the boxes with edges that are named where they leave, and where they arrive.
    """
    layers, of_box = _layers(stops, layout)
    passing = _passing(layers, edges, of_box, layout)
    leaving = _lanes(stops, [(edge.start, _next(passing[place], edge.end, stops)) for place, edge in enumerate(edges)], named[0], behind=True)
    arriving = _lanes(stops, [(edge.end, _last(passing[place], edge.start, stops)) for place, edge in enumerate(edges)], named[1], behind=False)
    curves = []
    for place, edge in enumerate(edges):
        start, end = stops[edge.start], stops[edge.end]
        levels = [(start.right, layers[of_box[edge.start]].right + STRAIGHT, leaving[edge.start, place])]
        levels += [(layers[number].left - STRAIGHT, layers[number].right + STRAIGHT, y) for number, y in passing[place]]
        levels.append((layers[of_box[edge.end]].left - STRAIGHT, end.left, arriving[edge.end, place]))
        curves.append(_winding(levels))
    return curves, ({box: leaving[box, -1] for box in named[0]}, {box: arriving[box, -1] for box in named[1]})


def _layers(stops: Sequence[Stop], layout: Layout) -> tuple[list[Layer], dict[int, int]]:
    """The layers from left to right, and in which each box is: the boxes of a layer have their middles above each other."""
    order = sorted(range(len(stops)), key=lambda box: layout.centres[box][0])
    groups = [[order[0]]]
    for before, box in pairwise(order):
        if layout.centres[box][0] - layout.centres[before][0] > 1:
            groups.append([])
        groups[-1].append(box)
    return [_layer(boxes, stops, layout) for boxes in groups], {box: number for number, boxes in enumerate(groups) for box in boxes}


def _layer(boxes: Sequence[int], stops: Sequence[Stop], layout: Layout) -> Layer:
    return Layer(
        left=min(stops[box].left - stops[box].before for box in boxes),
        right=max(stops[box].right + stops[box].behind for box in boxes),
        middle=layout.centres[boxes[0]][0],
        filled=tuple(sorted((stops[box].centre[1] - stops[box].size[1] / 2, stops[box].centre[1] + stops[box].size[1] / 2) for box in boxes)),
    )


def _passing(layers: Sequence[Layer], edges: Sequence[Edge], of_box: Mapping[int, int], layout: Layout) -> list[list[tuple[int, float]]]:
    """For each edge the layers that it passes between boxes, and how high: roads through the same gap keep apart."""
    gaps: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for place, edge in enumerate(edges):
        between = range(of_box[edge.start] + 1, of_box[edge.end])
        if between:
            for number, y in zip(between, _heights(layout.curves[place], [layers[one].middle for one in between]), strict=True):
                gap = sum(top + bottom < 2 * y for top, bottom in layers[number].filled)
                gaps.setdefault((number, gap), []).append((y, place))
    found: list[list[tuple[int, float]]] = [[] for _ in edges]
    for (number, gap), roads in gaps.items():
        filled = layers[number].filled
        top = filled[gap - 1][1] if gap else None
        bottom = filled[gap][0] if gap < len(filled) else None
        for (_, place), y in zip(sorted(roads), _apart([y for y, _ in sorted(roads)], top, bottom), strict=True):
            found[place].append((number, y))
    return [sorted(one) for one in found]


def _heights(curve: Curve, xs: Sequence[float]) -> list[float]:
    """How high a curve is at these places."""
    points = np.asarray(curve)
    share = np.linspace(0, 1, STEPS + 1)[:, None]
    pieces = [points[first : first + 4] for first in range(0, len(points) - 3, 3)]
    along = np.vstack([(1 - share) ** 3 * a + 3 * share * (1 - share) ** 2 * b + 3 * share**2 * (1 - share) * c + share**3 * d for a, b, c, d in pieces])
    order = np.argsort(along[:, 0], kind="stable")
    return [float(y) for y in np.interp(xs, along[order, 0], along[order, 1])]


def _apart(wanted: Sequence[float], top: float | None, bottom: float | None) -> list[float]:
    """Heights in this order, near those that are wanted, apart from each other, and between the boxes above and beneath where there is room."""
    count = len(wanted)
    room = np.inf if top is None or bottom is None else bottom - top
    step = min(PASSING, room / (count + 1))
    margin = min(PASSING, room / (count + 1))
    low = -np.inf if top is None else top + margin
    high = np.inf if bottom is None else bottom - margin
    heights = list[float]()
    for place, y in enumerate(wanted):
        least = low if not heights else heights[-1] + step
        heights.append(float(min(max(y, least), high - step * (count - 1 - place))))
    return heights


def _next(passing: Sequence[tuple[int, float]], end: int, stops: Sequence[Stop]) -> tuple[float, float]:
    return (passing[0][1], stops[end].centre[1]) if passing else (stops[end].centre[1], stops[end].centre[1])


def _last(passing: Sequence[tuple[int, float]], start: int, stops: Sequence[Stop]) -> tuple[float, float]:
    return (passing[-1][1], stops[start].centre[1]) if passing else (stops[start].centre[1], stops[start].centre[1])


def _lanes(stops: Sequence[Stop], ends: Sequence[tuple[int, tuple[float, float]]], named: set[int], *, behind: bool) -> dict[tuple[int, int], float]:
    """(box, edge) → how high its lane is on that side, in the order of where the edges go; −1 stands for those that are named there."""
    goes: dict[int, list[tuple[tuple[float, float], int]]] = {}
    for place, (box, where) in enumerate(ends):
        goes.setdefault(box, []).append((where, place))
    found: dict[tuple[int, int], float] = {}
    for box in {*goes, *named}:
        places = [place for _, place in sorted(goes.get(box, []))] + ([-1] if box in named else [])
        stop = stops[box]
        lane = min(stop.lane if behind else LANE, (stop.size[1] - 2 * CORNER) / max(1, len(places) - 1))
        for number, place in enumerate(places):
            found[box, place] = stop.centre[1] + lane * (number - (len(places) - 1) / 2)
    return found


def _winding(levels: Sequence[tuple[float, float, float]]) -> Curve:
    """A curve along level stretches (from, to, how high), with an S from each to the next."""
    first, _, y = levels[0]
    curve: list[Point] = [(first, y)]
    for place, (start, end, y) in enumerate(levels):
        if place:
            x, before = curve[-1]
            curve += [((x + start) / 2, before), ((x + start) / 2, y), (start, y)]
        if end > start + 0.01:
            curve += [((2 * start + end) / 3, y), ((start + 2 * end) / 3, y), (end, y)]
    return tuple(curve)
