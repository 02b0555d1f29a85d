"""A group of maps: a walk over its space in which every member is computed and, if it must lie in memory, stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..arrays import Array, View, Way
from ..writing import Value
from .columns import suits_columns, write_columns
from .functions import IDENTITY, applied, combined, folded
from .group import GroupWriter, Walks, key_of, walks_of
from .nest import Spot, any_stride, collapse, first_lanes, vector_type, walk
from .reducing import BLOCK

NOTHING: Mapping[Array, Value] = MappingProxyType({})


def write_group(writer: GroupWriter) -> None:
    """Write the loops of a group of maps."""
    writer.prepare()
    group, walks = writer.group, walks_of(writer.group)
    narrow = bool(group.rows)
    space, walks = collapse(group.space, walks, keep_last=narrow)
    lanes = writer.lanes if space and any_stride(list(walks.values())) else 1
    if narrow and lanes == 1:
        raise AssertionError(f"rows of {group} do not lie side by side")
    if group.totals:
        _write_totals(writer, space, walks, lanes)
    elif suits_columns(writer, space, walks):
        write_columns(writer, space, walks)
    else:

        def body(spot: Spot) -> None:
            write_members(writer, spot, walks)

        walk(writer.function, space, lanes, body, share=writer.share)
    writer.function.give()


def write_members(writer: GroupWriter, spot: Spot, walks: Walks, at_hand: Mapping[Array, Value] = NOTHING) -> dict[Array, Value]:
    """Every member at one spot: first all that is read and computed, then all that is stored, so that old values may be overwritten.

    `at_hand`: what need not be loaded, such as the product that the members finish.
    """
    values = dict(at_hand)
    loaded: dict[tuple[int, tuple[int, ...], int, int], Value] = {}

    def value_of(view: View, lanes: int) -> Value:
        if view.array in values:
            return values[view.array].splat(lanes) if values[view.array].type.lanes == 1 else values[view.array]
        single = writer.single(view)
        if single is not None:
            return single.splat(lanes)
        key = (*key_of(view), view.offset, lanes)
        if key not in loaded:
            here = Spot(spot.function, lanes, spot.outer, spot.inner if lanes > 1 or spot.lanes == 1 else spot.function.index(0), spot.mask, spot.count)
            loaded[key] = writer.load(view, here, walks[key_of(view)])
        return loaded[key]

    group = writer.group
    for array in group.members:
        if array in group.totals:
            continue
        if array.way is Way.REDUCE:
            values[array] = _across(array.function, value_of(array.inputs[0], spot.lanes), spot)
        else:
            lanes = 1 if array in group.rows else spot.lanes
            values[array] = applied(array.function, [value_of(view, lanes) for view in array.inputs])
    for array in group.members:
        if array in writer.places and array not in group.totals:
            row = Spot(spot.function, 1, spot.outer, spot.function.index(0), None, 1) if array in group.rows else spot
            writer.store(array, values[array], row, walks[array.serial, ()])
    return values


def _across(name: str, value: Value, spot: Spot) -> Value:
    """All entries of a row, which lie in one vector, combined."""
    if spot.mask is not None:
        value = spot.mask.choose(value, IDENTITY[name])
    return folded(name, value, spot.count)


def _write_totals(writer: GroupWriter, space: tuple[int, ...], walks: Walks, lanes: int) -> None:
    """The walk of a group that also adds up everything, in the order that `reducing` keeps: lane by lane, block by block, the lanes together at the end."""
    function, group = writer.function, writer.group
    totals = [array for array in group.members if array in group.totals]
    (length,) = space
    none = [function.constant(vector_type(writer.kind, lanes), IDENTITY[array.function]) for array in totals]

    def both(some: Sequence[Value], more: Sequence[Value]) -> list[Value]:
        return [combined(array.function, one, other) for array, one, other in zip(totals, some, more, strict=True)]

    def add(spot: Spot, so_far: Sequence[Value]) -> list[Value]:
        values = write_members(writer, spot, walks)
        new = [values[array.inputs[0].array] for array in totals]
        if spot.mask is not None:
            new = [spot.mask.choose(value, IDENTITY[array.function]) for array, value in zip(totals, new, strict=True)]
        return both(so_far, new)

    def block(start: Value, count: int) -> list[Value]:
        vectors, rest = divmod(count, lanes)
        running = none
        if vectors:
            with function.loop(start, start + vectors * lanes, lanes, carry=running) as loop:
                loop.carry(*add(Spot(function, lanes, (), loop.counter, None, lanes), loop.carried))
            running = list(loop.results)
        if rest:
            running = add(Spot(function, lanes, (), start + vectors * lanes, first_lanes(function, lanes, rest), rest), running)
        return running

    blocks, rest = divmod(length, BLOCK) if length > BLOCK else (0, length)
    running = none
    if blocks:
        with function.loop(0, blocks, carry=none) as loop:
            loop.carry(*both(loop.carried, block(loop.counter * BLOCK, BLOCK)))
        running = list(loop.results)
    if rest:
        last = block(function.index(blocks * BLOCK), rest)
        running = both(running, last) if blocks else last
    for array, total in zip(totals, running, strict=True):
        result = folded(array.function, total, min(length, lanes))
        for place in writer.places.get(array, ()):
            function.store(result, writer.start(place))
            if place.watched:
                writer.watch(result, None)
