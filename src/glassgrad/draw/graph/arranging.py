"""Where everything of a graph stands on its page: laid out whole where that can be read, else in pieces, with roads between them named at both ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..marks import Point
from .cutting import SMALL, cut_after, cut_before, together
from .layout import Curve, Edge, Layout, Size, layered
from .naming import Named, named_ends
from .packing import Piece, packed, turned
from .routing import CORNER, LANE, Stop, routes


@dataclass(frozen=True)
class Spot:
    """A box before it has a place: its name, its size, how much room the words on roads need behind it, and how far these roads are apart."""

    name: str
    size: Size
    behind: float = 0.0
    lane: float = LANE


@dataclass(frozen=True)
class Arrangement:
    """The centres of the boxes, and the curve of each edge, None where it is named at its ends.

    `named` are the names at the ends of roads that are not drawn through, for each box that has some, and `stubs` where those roads touch the box.
    """

    centres: tuple[Point, ...]
    curves: tuple[Curve | None, ...]
    named: tuple[Named, Named]
    stubs: tuple[Mapping[int, Point], Mapping[int, Point]]
    width: float
    height: float

    def moved(self, x: float, y: float) -> Arrangement:
        """The same elsewhere."""

        def there(point: Point) -> Point:
            return point[0] + x, point[1] + y

        return replace(
            self,
            centres=tuple(map(there, self.centres)),
            curves=tuple(curve and tuple(map(there, curve)) for curve in self.curves),
            stubs=({box: there(one) for box, one in self.stubs[0].items()}, {box: there(one) for box, one in self.stubs[1].items()}),
        )


def arranged(spots: Sequence[Spot], edges: Sequence[Edge], *, direction: str = "right") -> Arrangement:
    """Boxes, and each edge from an earlier one to a later one; the graph grows to the "right" or "down"."""
    down = direction == "down"
    flat = _Flat([replace(spot, size=turned(spot.size)) for spot in spots] if down else spots, edges, down=down)
    cut = cut_before(len(spots), edges)
    named = flat.named(cut)
    waiting = together(range(len(spots)), edges, cut) if cut else [list(range(len(spots)))]
    pieces = list[Piece]()
    while waiting:
        boxes = waiting.pop()
        inner = flat.inside(boxes, cut)
        layout = flat.layout(boxes, inner, named)
        more = cut_after(boxes, layout, [flat.padded(box, named) for box in boxes], inner, large=len(spots) > SMALL)
        if more:
            cut |= more
            named = flat.named(cut)
            waiting += together(boxes, edges, cut)
        else:
            pieces.append(flat.piece(boxes, layout, inner, named))
    return _arrangement([piece.upright for piece in pieces] if down else pieces, len(spots), len(edges), named)


@dataclass(frozen=True)
class _Flat:
    """The graph as if it grew to the right."""

    spots: Sequence[Spot]
    edges: Sequence[Edge]
    down: bool

    @cached_property
    def leaving(self) -> dict[int, list[int]]:
        """Box → the places of the edges that leave it."""
        found: dict[int, list[int]] = {}
        for place, edge in enumerate(self.edges):
            found.setdefault(edge.start, []).append(place)
        return found

    def named(self, cut: set[int]) -> tuple[Named, Named]:
        """What is named at the ends of the edges that are cut."""
        return named_ends(self.edges, cut, [spot.name for spot in self.spots])

    def inside(self, boxes: Sequence[int], cut: set[int]) -> dict[int, Edge]:
        """The edges between these boxes that are drawn through."""
        members = set(boxes)
        places = sorted(place for box in boxes for place in self.leaving.get(box, ()) if place not in cut)
        return {place: self.edges[place] for place in places if self.edges[place].end in members}

    def rooms(self, box: int, named: tuple[Named, Named]) -> tuple[float, float]:
        """The room that words need before and behind a box."""
        before, behind = (side[box].along(down=self.down) if box in side else 0.0 for side in (named[1], named[0]))
        return before, max(behind, self.spots[box].behind)

    def padded(self, box: int, named: tuple[Named, Named]) -> Size:
        """The size of a box with the words at its sides."""
        (length, height), (before, behind) = self.spots[box].size, self.rooms(box, named)
        lanes = (self.spots[box].lane, LANE)
        across = (side[box].across(lane, height / 2 - CORNER, down=self.down) for side, lane in zip(named, lanes, strict=True) if box in side)
        return length + before + behind, max(height, *across, 0.0)

    def layout(self, boxes: Sequence[int], inner: Mapping[int, Edge], named: tuple[Named, Named]) -> Layout:
        """Where the boxes stand."""
        sizes = [self.padded(box, named) for box in boxes]
        if len(boxes) == 1:
            ((width, height),) = sizes
            return Layout(((width / 2, height / 2),), (), width, height)
        return layered(sizes, _renumbered(boxes, inner))

    def piece(self, boxes: Sequence[int], layout: Layout, inner: Mapping[int, Edge], named: tuple[Named, Named]) -> Piece:
        """The boxes with their roads."""
        stops = []
        for box, (x, y) in zip(boxes, layout.centres, strict=True):
            before, behind = self.rooms(box, named)
            stops.append(Stop((x + (before - behind) / 2, y), self.spots[box].size, before, behind, self.spots[box].lane))
        ends = tuple({number for number, box in enumerate(boxes) if box in side} for side in named)
        curves, (leaving, arriving) = routes(stops, _renumbered(boxes, inner), layout, (ends[0], ends[1]))
        stubs = (
            {boxes[number]: (stops[number].right, y) for number, y in leaving.items()},
            {boxes[number]: (stops[number].left, y) for number, y in arriving.items()},
        )
        centres = {box: stop.centre for box, stop in zip(boxes, stops, strict=True)}
        return Piece(centres, dict(zip(inner, curves, strict=True)), stubs, layout.width, layout.height)


def _renumbered(boxes: Sequence[int], inner: Mapping[int, Edge]) -> list[Edge]:
    number = {box: place for place, box in enumerate(boxes)}
    return [Edge(number[edge.start], number[edge.end]) for edge in inner.values()]


def _arrangement(pieces: Sequence[Piece], boxes: int, edges: int, named: tuple[Named, Named]) -> Arrangement:
    """The pieces on a page."""
    centres, curves = [(0.0, 0.0)] * boxes, list[Curve | None]([None] * edges)
    stubs: tuple[dict[int, Point], dict[int, Point]] = ({}, {})
    width = height = 0.0
    for piece, x, y in packed(pieces):
        for box, (at_x, at_y) in piece.centres.items():
            centres[box] = (at_x + x, at_y + y)
        for place, curve in piece.curves.items():
            curves[place] = tuple((at_x + x, at_y + y) for at_x, at_y in curve)
        for side, own in zip(stubs, piece.stubs, strict=True):
            side.update({box: (at_x + x, at_y + y) for box, (at_x, at_y) in own.items()})
        width, height = max(width, x + piece.width), max(height, y + piece.height)
    return Arrangement(tuple(centres), tuple(curves), named, stubs, width, height)
