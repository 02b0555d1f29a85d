"""Before every step: the rows of its batch, out of the tables, and the values that each step has of its own. After it: what is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from ..arrays import Array
from ..planning import Place
from ..writing import I64, POINTER, Function, Operand, Type, Value
from .nest import first_lanes, part, vector_type

LONG_ROW, AHEAD = 512, 2
"""Bytes of a row from which on a later one is asked for while it is copied, and how many rows later: shuffled rows come from anywhere in memory."""


FEW_VECTORS = 8
"""Vectors of a row that are copied one by one, without a loop."""


@dataclass(frozen=True, eq=False)
class Fetched:
    """A leaf that is filled anew for every step: where it lies, and the slot of the table (all rows) or of the series (one value per step)."""

    leaf: Array
    place: Place
    slot: int
    by_rows: bool


@dataclass(frozen=True, eq=False)
class Recorded:
    """An output that is kept of every step: where it lies, how many entries it has, and the slot of all of them."""

    place: Place
    size: int
    slot: int


def write_fetch(
    function: Function, context: Value, step: Value, fetched: list[Fetched], kind: Type, lanes: int, rows_slot: int, share: tuple[Value, Value] | None
) -> None:
    """Write the copying of everything that a step starts from."""
    for one in fetched:
        source = function.load(POINTER, context.at(one.slot, POINTER))
        target = function.load(POINTER, context.at(one.place.slot, POINTER)).at(one.place.offset, Type("i8"))
        shape = one.leaf.shape
        if not one.by_rows:
            copy_row(function, source.at(step * one.leaf.size, kind), target, one.leaf.size, kind, lanes)
            continue
        count, width = shape[0], one.leaf.size // max(shape[0], 1)
        numbers = function.load(POINTER, context.at(rows_slot, POINTER)).at(step * count, I64)
        first, last = part(function, count, 1, share) if share else (function.index(0), function.index(count))
        with function.loop(first, last) as loop:
            row = function.load(I64, numbers.at(loop.counter, I64))
            ahead = None
            if width * kind.bytes >= LONG_ROW:
                later = loop.counter + AHEAD
                place = (later < count).choose(later, loop.counter)
                ahead = source.at(function.load(I64, numbers.at(place, I64)) * width, kind)
            copy_row(function, source.at(row * width, kind), target.at(loop.counter * width, kind), width, kind, lanes, ahead=ahead)


def copy_row(function: Function, source: Value, target: Value, width: int, kind: Type, lanes: int, *, ahead: Value | None = None) -> None:
    """Entries that lie side by side, copied; those at `ahead`, which are needed soon, are asked for on the way."""
    if width == 1:
        function.store(function.load(kind, source), target)
        return
    vector = vector_type(kind, lanes)
    vectors, rest = divmod(width, lanes)

    def copy(place: Operand) -> None:
        if ahead is not None:
            function.prefetch(ahead.at(place, kind))
        function.store(function.load(vector, source.at(place, kind)), target.at(place, kind))

    if vectors > FEW_VECTORS:
        with function.loop(0, vectors * lanes, lanes) as loop:
            copy(loop.counter)
    else:
        for number in range(vectors):
            copy(number * lanes)
    if rest:
        mask = first_lanes(function, lanes, rest)
        place = vectors * lanes
        function.store_some(function.load_some(vector, source.at(place, kind), mask), target.at(place, kind), mask)
