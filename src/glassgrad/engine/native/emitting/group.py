"""One group as a function: a walk over its space in which every member is computed and, if it must lie in memory, stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..arrays import Array, View, Way, row_major
from ..grouping import Group, strides_in
from ..machine import Machine
from ..planning import Place
from ..slots import NOT_FINITE, raise_flag
from ..writing import POINTER, Function, Type, Value
from .functions import IDENTITY, applied, combined, folded
from .nest import Spot, any_stride, collapse, first_lanes, vector_type, walk

INFINITY = float("inf")
Walks = Mapping[tuple[int, tuple[int, ...]], tuple[int, ...]]
"""How far one moves along each axis of the space, for everything that is read (an array's serial and strides) or stored (its serial alone)."""


@dataclass(eq=False)
class GroupWriter:
    """What is known while a group's function is being written."""

    function: Function
    context: Value
    group: Group
    kind: Type
    """The type of one number."""
    lanes: int
    places: Mapping[Array, Sequence[Place]]
    machine: Machine
    share: tuple[Value, Value] | None = None
    _starts: dict[Place, Value] = field(default_factory=dict)
    _singles: dict[tuple[int, int], Value] = field(default_factory=dict)

    def start(self, place: Place) -> Value:
        """The address where an array begins. Asked for before the loops, so that they need not look it up again."""
        if place not in self._starts:
            address = self.function.load(POINTER, self.context.at(place.slot, POINTER))
            self._starts[place] = address.at(place.offset, Type("i8")) if place.offset else address
        return self._starts[place]

    def address(self, array: Array) -> Value:
        """Where the array is read from."""
        return self.start(self.places[array][0])

    def inside(self, view: View) -> bool:
        """Whether the group itself computes the array and has it at hand."""
        return view.array in self.group.members

    def prepare(self) -> None:
        """Look up all addresses, and load what is the same for all entries."""
        for array, view in self.group.reads():
            if not self.inside(view) and not (self.group.root is view.array and array is not self.group.root):
                self.address(view.array)
                if array is not self.group.root and not any(strides_in(view)):
                    self._singles.setdefault((view.array.serial, view.offset), self._load_single(view))
        for array in self.group.arrays:
            for place in self.places.get(array, ()):
                self.start(place)

    def _load_single(self, view: View) -> Value:
        return self.function.load(self.kind, self.address(view.array).at(view.offset, self.kind))

    def single(self, view: View) -> Value | None:
        """The value that is the same for all entries, if it is."""
        if view.is_number:
            return self.function.constant(self.kind, view.number)
        return self._singles.get((view.array.serial, view.offset)) if not any(strides_in(view)) else None

    def load(self, view: View, spot: Spot, strides: tuple[int, ...]) -> Value:
        """The entries of a view at a spot: side by side, or one for all lanes."""
        address = self.address(view.array).at(spot.offset(strides) + view.offset, self.kind)
        if spot.lanes == 1 or strides[-1] == 0:
            return self.function.load(self.kind, address).splat(spot.lanes)
        kind = vector_type(self.kind, spot.lanes)
        if spot.mask is None or self.places[view.array][0].roomy:
            return self.function.load(kind, address)
        return self.function.load_some(kind, address, spot.mask)

    def store(self, array: Array, value: Value, spot: Spot, strides: tuple[int, ...]) -> None:
        """Write a member's entries to every place it has, and report what is not finite where it must be."""
        for place in self.places.get(array, ()):
            address = self.start(place).at(spot.offset(strides), self.kind)
            if spot.mask is None or spot.lanes == 1:
                self.function.store(value, address)
            else:
                self.function.store_some(value, address, spot.mask)
            if place.watched:
                self.watch(value, spot.mask)

    def watch(self, value: Value, mask: Value | None) -> None:
        """Raise the flag if a lane that counts is not finite."""
        bad = ~(value.abs() < INFINITY)
        if mask is not None and value.type.lanes > 1:
            bad = bad & mask
        if value.type.lanes > 1:
            bits = self.function.line(Type(f"i{value.type.lanes}"), f"bitcast {bad.type} {bad.text} to i{value.type.lanes}")
            bad = self.function.line(bad.type.single, f"icmp ne i{value.type.lanes} {bits.text}, 0")
        with self.function.when(bad):
            raise_flag(self.function, self.context, NOT_FINITE)


def write_group(writer: GroupWriter) -> None:
    """Write the loops of a group of maps."""
    writer.prepare()
    group, walks = writer.group, _walks(writer.group)
    narrow = bool(group.rows)
    space, walks = collapse(group.space, walks, keep_last=narrow)
    lanes = writer.lanes if space and any_stride(list(walks.values())) else 1
    if narrow and lanes == 1:
        raise AssertionError(f"rows of {group} do not lie side by side")
    if group.totals:
        _write_totals(writer, space, walks, lanes)
    else:

        def body(spot: Spot) -> None:
            _write_members(writer, spot, walks)

        walk(writer.function, space, lanes, body, share=writer.share)
    writer.function.give()


def _key(view: View) -> tuple[int, tuple[int, ...]]:
    return view.array.serial, strides_in(view)


def _walks(group: Group) -> dict[tuple[int, tuple[int, ...]], tuple[int, ...]]:
    """The strides of everything that is read or stored, over the axes of the group's space."""
    rank = len(group.space)
    walks: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
    for array, view in group.reads():
        strides = strides_in(view)
        walks[_key(view)] = (*strides, 0) if array in group.rows and array.way is Way.MAP else strides
    for array in group.members:
        if array not in group.totals:
            walks[array.serial, ()] = (*row_major(group.space[:-1]), 0) if array in group.rows else row_major(group.space)
    return {key: one if len(one) == rank else (0,) * rank for key, one in walks.items()}


def _write_members(writer: GroupWriter, spot: Spot, walks: Walks) -> dict[Array, Value]:
    """Every member at one spot: first all that is read and computed, then all that is stored, so that old values may be overwritten."""
    values: dict[Array, Value] = {}
    loaded: dict[tuple[int, tuple[int, ...], int, int], Value] = {}

    def value_of(view: View, lanes: int) -> Value:
        if view.array in values:
            return values[view.array].splat(lanes) if values[view.array].type.lanes == 1 else values[view.array]
        single = writer.single(view)
        if single is not None:
            return single.splat(lanes)
        key = (*_key(view), view.offset, lanes)
        if key not in loaded:
            here = Spot(spot.function, lanes, spot.outer, spot.inner if lanes > 1 or spot.lanes == 1 else spot.function.index(0), spot.mask, spot.count)
            loaded[key] = writer.load(view, here, walks[_key(view)])
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
    """The walk of a group that also adds up everything: lane by lane first, the lanes together at the end."""
    function, group = writer.function, writer.group
    totals = [array for array in group.members if array in group.totals]
    kind = vector_type(writer.kind, lanes)
    (length,) = space
    vectors, rest = divmod(length, lanes)
    running = [function.constant(kind, IDENTITY[array.function]) for array in totals]

    def add(spot: Spot, so_far: Sequence[Value]) -> list[Value]:
        values = _write_members(writer, spot, walks)
        new = []
        for array, total in zip(totals, so_far, strict=True):
            value = values[array.inputs[0].array]
            if spot.mask is not None:
                value = spot.mask.choose(value, IDENTITY[array.function])
            new.append(combined(array.function, total, value))
        return new

    if vectors:
        with function.loop(0, vectors * lanes, lanes, carry=running) as loop:
            loop.carry(*add(Spot(function, lanes, (), loop.counter, None, lanes), loop.carried))
        running = list(loop.results)
    if rest:
        running = add(Spot(function, lanes, (), function.index(vectors * lanes), first_lanes(function, lanes, rest), rest), running)
    for array, total in zip(totals, running, strict=True):
        result = folded(array.function, total, min(length, lanes))
        for place in writer.places.get(array, ()):
            function.store(result, writer.start(place))
            if place.watched:
                writer.watch(result, None)
