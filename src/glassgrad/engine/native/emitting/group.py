"""What is known while the function of one group is written: where its arrays lie, how they are loaded, stored and watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..arrays import Array, View, Way, row_major
from ..groups import Group, strides_in
from ..machine import Machine
from ..planning import Place
from ..slots import NOT_FINITE, raise_flag
from ..writing import POINTER, Function, Type, Value
from .nest import Spot, vector_type

INFINITY = float("inf")


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
    _members: set[Array] = field(default_factory=set)
    _starts: dict[Place, Value] = field(default_factory=dict)
    _singles: dict[tuple[int, int], Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._members = set(self.group.members)

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
        return view.array in self._members

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


Walks = Mapping[tuple[int, tuple[int, ...]], tuple[int, ...]]
"""How far one moves along each axis of the space, for everything that is read (an array's serial and strides) or stored (its serial alone)."""


def key_of(view: View) -> tuple[int, tuple[int, ...]]:
    """What is read alike has the same key."""
    return view.array.serial, strides_in(view)


def walks_of(group: Group) -> dict[tuple[int, tuple[int, ...]], tuple[int, ...]]:
    """The strides of everything that is read or stored, over the axes of the group's space."""
    rank = len(group.space)
    walks: dict[tuple[int, tuple[int, ...]], tuple[int, ...]] = {}
    for array, view in group.reads():
        strides = strides_in(view)
        walks[key_of(view)] = (*strides, 0) if array in group.rows and array.way is Way.MAP else strides
    for array in group.members:
        if array not in group.totals:
            walks[array.serial, ()] = (*row_major(group.space[:-1]), 0) if array in group.rows else row_major(group.space)
    return {key: one if len(one) == rank else (0,) * rank for key, one in walks.items()}
