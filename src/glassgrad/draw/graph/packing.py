"""Pieces of a graph on one page: each as high up as it fits, in columns where the page would be too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import TypeAlias

from ..marks import Point
from .cutting import PAGE
from .layout import Curve

APART, GUTTER = 44.0, 90.0
"""Room between pieces, and between columns."""
LONGEST = 9_000.0
"""A page longer than this is set in columns: nobody finds a place on a ribbon, and few programs show one."""
WIDER = (1.0, 1.25, 1.5, 1.75, 2.0)
"""How much wider than a page a column may be."""
SLENDER = 1.6
"""A picture that is so many times as long as it is wide is well seen as a whole."""


@dataclass(frozen=True)
class Piece:
    """Boxes that stand together, what belongs to them by place, and their size."""

    centres: dict[int, Point]
    curves: dict[int, Curve]
    stubs: tuple[dict[int, Point], dict[int, Point]]
    width: float
    height: float

    @property
    def upright(self) -> Piece:
        """If it grew to the right, the same growing down."""
        return Piece(
            {box: turned(centre) for box, centre in self.centres.items()},
            {place: tuple(map(turned, curve)) for place, curve in self.curves.items()},
            ({box: turned(point) for box, point in self.stubs[0].items()}, {box: turned(point) for box, point in self.stubs[1].items()}),
            self.height,
            self.width,
        )


Placed: TypeAlias = tuple[Piece, float, float]
"""A piece, and where its upper left corner is."""


def turned(pair: Point) -> Point:
    """Across for along."""
    return pair[1], pair[0]


def packed(pieces: Sequence[Piece]) -> list[Placed]:
    """Each piece with the place of its upper left corner; what is computed last stands last, or nearly so.

    A column is as wide as a page, or wider, where the picture becomes smaller so: two pieces that do not fit side by side would leave much of it empty.
    """
    ordered = sorted(pieces, key=lambda one: max(one.centres))
    page = max(PAGE, *(one.width for one in ordered))
    return min((_paged(ordered, page * wider) for wider in WIDER), key=_cost)


def _paged(ordered: Sequence[Piece], page: float) -> list[Placed]:
    length = _Column(page).filled(ordered)
    return list(_in_columns(ordered, page, length / ceil(length / LONGEST)))


def _cost(placed: Sequence[Placed]) -> float:
    """The size of the picture, and more for one that is a ribbon."""
    width, height = (max(x + piece.width for piece, x, _ in placed), max(y + piece.height for piece, _, y in placed))
    return width * height * max(1.0, height / width / SLENDER, width / height / SLENDER)


def _in_columns(pieces: Sequence[Piece], page: float, length: float) -> Iterator[Placed]:
    """The pieces in columns of about that length, each as wide as what is in it."""
    left, column = 0.0, _Column(page)
    for piece in pieces:
        x, y = column.spot(piece)
        if y and y + piece.height > length * SLACK:
            left, column = left + column.reached + GUTTER, _Column(page)
            x, y = column.spot(piece)
        column.take(piece, x, y)
        yield piece, left + x, y


SLACK = 1.02


class _Column:
    """What is taken of a column: from each place on, how far down; and how far to the right it reaches."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.taken = [(0.0, 0.0)]
        self.reached = 0.0

    def filled(self, pieces: Sequence[Piece]) -> float:
        """How long the column is with all these pieces in it."""
        length = 0.0
        for piece in pieces:
            x, y = self.spot(piece)
            self.take(piece, x, y)
            length = max(length, y + piece.height)
        return length

    def spot(self, piece: Piece) -> Point:
        """The highest place where the piece fits, as far left as it can be."""
        fitting = [(self.depth(x, x + piece.width + APART), x) for x, _ in self.taken if not x or x + piece.width <= self.width]
        y, x = min(fitting)
        return x, y

    def depth(self, start: float, end: float) -> float:
        """How far down something is taken between these places."""
        ends = [*(x for x, _ in self.taken[1:]), inf]
        return max(y for (x, y), until in zip(self.taken, ends, strict=True) if x < end and until > start)

    def take(self, piece: Piece, x: float, y: float) -> None:
        """Put the piece there."""
        self.reached = max(self.reached, x + piece.width)
        end = x + piece.width + APART
        behind = next(depth for place, depth in reversed(self.taken) if place <= end)
        kept = [(place, depth) for place, depth in self.taken if not x <= place <= end]
        self.taken = sorted([*kept, (x, y + piece.height + APART), (end, behind)])
