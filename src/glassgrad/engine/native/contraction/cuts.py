"""How a length is cut into tiles, and which of the tiles are one thread's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from ..writing import I64, Function, Module, Value
from .matrix import Share


@dataclass(frozen=True)
class Segment:
    """`count` tiles of `size` entries each, side by side; the first is tile number `first` and begins at `offset`."""

    first: int
    count: int
    size: int
    offset: int

    def start(self, number: Value) -> Value:
        """Where a tile begins."""
        return (number - self.first) * self.size + self.offset


@dataclass(frozen=True)
class Cut:
    """A length cut into tiles: segments of tiles of different sizes."""

    segments: tuple[Segment, ...]

    @property
    def tiles(self) -> int:
        """How many tiles there are."""
        return sum(one.count for one in self.segments)

    @property
    def length(self) -> int:
        """How long all of them are together."""
        return sum(one.count * one.size for one in self.segments)

    @property
    def largest(self) -> int:
        """The size of the largest tile."""
        return max(one.size for one in self.segments)

    def start(self, number: Value) -> Value:
        """Where a tile begins; for the number after the last one, where they all end."""
        start = self.segments[0].start(number)
        for one in self.segments[1:]:
            start = (number < one.first).choose(start, one.start(number))
        return start


def _segments(*counts_and_sizes: tuple[int, int]) -> Cut:
    made: list[Segment] = []
    first = offset = 0
    for count, size in counts_and_sizes:
        if made and made[-1].size == size:
            made[-1] = replace(made[-1], count=made[-1].count + count)
        elif count and size:
            made.append(Segment(first, count, size, offset))
        first, offset = first + count, offset + count * size
    return Cut(tuple(made))


def even_cut(length: int, most: int) -> Cut:
    """Cut into as few tiles of at most `most` entries as can be, all of the same size or one smaller: a narrow last tile would waste its registers.

    >>> [(one.count, one.size) for one in even_cut(20, 8).segments]
    [(2, 7), (1, 6)]
    """
    tiles = -(-length // most)
    size, larger = divmod(length, tiles)
    return _segments((larger, size + 1), (tiles - larger, size))


def panel_cut(length: int, lanes: int, vectors: int, most: int) -> Cut:
    """Cut into panels of so many vectors.

    What is left joins the last panel if both together are at most `most` vectors; or both are halved if what is left is less than half a panel:
    the chains of a narrow panel are too few to hide how long a multiplication takes.

    >>> [[(one.count, one.size) for one in panel_cut(length, 16, 2, 3).segments] for length in (112, 120, 20)]
    [[(2, 32), (1, 48)], [(3, 32), (1, 24)], [(1, 20)]]
    >>> [(one.count, one.size) for one in panel_cut(200, 16, 3, 3).segments]
    [(3, 48), (1, 32), (1, 24)]
    """
    width = vectors * lanes
    whole, rest = divmod(length, width)
    if rest and whole and width + rest <= most * lanes:
        return _segments((whole - 1, width), (1, rest + width))
    if whole and 0 < 2 * rest < width:
        half = -(-(width + rest) // (2 * lanes)) * lanes
        return _segments((whole - 1, width), (1, half), (1, width + rest - half))
    return _segments((whole, width), (1, rest))


@dataclass(frozen=True)
class Portion:
    """The tiles from `first` up to and without `last`; two i64."""

    first: Value
    last: Value


@dataclass(frozen=True)
class Place:
    """A tile's number and the entry where it begins; two i64."""

    number: Value
    start: Value


def portion(function: Function, share: Share | None, tiles: int) -> Portion:
    """A thread's portion of that many tiles: equal portions, up to one tile."""
    if share is None:
        return Portion(function.index(0), function.index(tiles))
    name = _starter(function.module)
    first, last = (function.call(name, I64, thread, share.threads, function.index(tiles)) for thread in (share.thread, share.thread + 1))
    return Portion(first, last)


def _starter(module: Module) -> str:
    """Where a thread's portion begins. A function of its own: LLVM makes so much of a division that it took 1 ms to compile per product."""
    name = "contract.portion"
    if name not in module.functions:
        function = module.function(name, [("thread", I64), ("threads", I64), ("tiles", I64)], I64)
        function.attributes = "internal noinline"
        thread, threads, tiles = function.parameters
        function.give(thread * tiles / threads)
    return name


def overlap(cut: Cut, segment: Segment, mine: Portion) -> Portion:
    """The tiles of a segment that are in the portion; none if `first` is not below `last`."""
    function, end = mine.first.function, segment.first + segment.count
    first, last = mine.first, mine.last
    # No portion begins before the first tile or ends behind the last one.
    if segment.first > 0:
        first = (first < segment.first).choose(function.index(segment.first), first)
    if end < cut.tiles:
        last = (last < end).choose(last, end)
    return Portion(first, last)


@contextmanager
def each_tile(function: Function, cut: Cut, segment: Segment, mine: Portion) -> Iterator[Place]:
    """A loop over the tiles of a segment that are in the portion."""
    here = overlap(cut, segment, mine)
    if segment.count == 1 and here.last.text == str(segment.first + 1) and here.first.text == str(segment.first):
        yield Place(here.first, function.index(segment.offset))
        return
    with function.loop(here.first, here.last) as loop:
        yield Place(loop.counter, segment.start(loop.counter))


@contextmanager
def each_group(function: Function, cut: Cut, mine: Portion, most: int) -> Iterator[Portion]:
    """A loop over groups of at most `most` neighbouring tiles."""
    if cut.tiles <= most:
        yield mine
        return
    with function.loop(mine.first, mine.last, most) as loop:
        stop = loop.counter + most
        yield Portion(loop.counter, (stop < mine.last).choose(stop, mine.last))
