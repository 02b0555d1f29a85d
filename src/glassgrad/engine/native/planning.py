"""The order of the groups, and where in memory every array lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .arrays import Array, View, Way, row_major
from .grouping import group_arrays
from .groups import Group, space_of, strides_in
from .memory import ALIGNMENT, ROOM
from .slots import ARENA


@dataclass(frozen=True, slots=True)
class Place:
    """Where an array begins: a slot of the context, which holds an address, and how many bytes after that."""

    slot: int
    offset: int = 0
    roomy: bool = True
    """Whether there are bytes behind it that may be read."""
    watched: bool = False
    """Whether what is written there must be finite: it is the state that the next step starts from."""


@dataclass(eq=False)
class Layout:
    """Groups in their order, the place of every array that lies in memory, and how large our own memory is."""

    groups: list[Group]
    places: dict[Array, list[Place]]
    arena_bytes: int


@dataclass(eq=False)
class Planner:
    """Works out a layout. `outside` are the arrays whose place is given, `updates` the state: array → what takes its place."""

    arrays: list[Array]
    outside: Mapping[Array, Place]
    inside: Iterable[Array] = ()
    """Arrays that are filled before the first group, such as the rows of a batch."""
    updates: Mapping[Array, View] = field(default_factory=dict)
    itemsize: int = 4
    lanes: int = 16
    reuse: bool = True
    """Whether the room of an array is given to another one when nobody needs it any more."""

    def layout(self, wanted: Iterable[View]) -> Layout:
        """Everything decided."""
        asked = {view.array: None for view in wanted}
        new = [view.array for view in self.updates.values()]
        groups = group_arrays(self.arrays, [*asked, *new], lanes=self.lanes)
        edges = _edges(groups)
        taken, saved, copies = self._in_place(groups, edges)
        ordered = [*saved, *_sorted(groups, edges), *copies]
        places: dict[Array, list[Place]] = {array: [place] for array, place in self.outside.items()}
        for array, leaf in taken:
            places.setdefault(array, []).append(_watched(self.outside[leaf]))
        total = self._arena(ordered, places, {*asked}, {*self.inside})
        return Layout(ordered, places, total)

    # ── new state in the place of the old ───────────────────────────────────

    def _in_place(self, groups: list[Group], edges: dict[Group, set[Group]]) -> tuple[list[tuple[Array, Array]], list[Group], list[Group]]:
        """Which new values can be written over the old ones, since all who read the old ones can come before.

        For the others there are groups that copy them at the end; where the source is another part of the old state, groups that save it at the beginning.
        """
        homes = {array: group for group in groups for array in group.arrays}
        taken: list[tuple[Array, Array]] = []
        late: list[tuple[Array, View]] = []
        for leaf, view in self.updates.items():
            home = homes.get(view.array)
            readers = [group for group in groups if group is not home and any(one.array is leaf for _, one in group.reads())]
            if home is not None and self._overwrites(leaf, view, home) and not _reaches(home, readers, edges):
                for reader in readers:
                    edges[reader].add(home)
                taken.append((view.array, leaf))
            else:
                late.append((leaf, view))
        first, second = [], []
        serial = len(self.arrays)
        for leaf, view in late:
            source = view
            if view.array.way is Way.GIVEN:
                saved = Array(Way.MAP, view.shape, serial, "copy", (view,))
                first.append(Group(0, space_of(view.shape), None, [saved]))
                source = saved.whole
            copy = Array(Way.MAP, leaf.shape, serial + 1, "copy", (source,))
            second.append(Group(0, space_of(leaf.shape), None, [copy]))
            taken.append((copy, leaf))
            serial += 2
        return taken, first, second

    def _overwrites(self, leaf: Array, view: View, home: Group) -> bool:
        entry_by_entry = view.is_whole and view.array in home.members and view.array not in home.rows and view.array not in home.totals
        if not entry_by_entry or any(one.array is leaf for one in (home.root.inputs if home.root else ())):
            return False
        mine = [one for _, one in home.reads() if one.array is leaf]
        return all(one.offset == 0 and strides_in(one) == row_major(home.space) for one in mine)

    # ── our own memory ──────────────────────────────────────────────────────

    def _arena(self, groups: list[Group], places: dict[Array, list[Place]], wanted: set[Array], inside: set[Array]) -> int:
        homes = {array: group for group in groups for array in group.arrays}
        for number, group in enumerate(groups):
            group.number = number
        last: dict[Array, int] = {}
        for group in groups:
            for reader, view in group.reads():
                if homes.get(view.array) is not group or not _passed_on(view, reader, group):
                    last[view.array] = group.number
        free: list[tuple[int, int]] = []
        ending: list[tuple[int, int, int]] = []
        total = 0
        born = sorted([*((-1, array) for array in inside), *((homes[array].number, array) for array in homes)], key=lambda one: (one[0], one[1].serial))
        for birth, array in born:
            if array in places or not (array in last or array in wanted):
                continue
            while self.reuse and ending and ending[0][0] < birth:
                _, begin, room = heappop(ending)
                _give_back(free, begin, room)
            room = -(-(array.size * self.itemsize + ROOM) // ALIGNMENT) * ALIGNMENT
            offset = _take(free, room)
            if offset is None:
                offset, total = total, total + room
            places[array] = [Place(ARENA, offset)]
            if array not in wanted and array not in inside:
                heappush(ending, (last[array], offset, room))
        return total


def _passed_on(view: View, reader: Array, group: Group) -> bool:
    """Whether a fellow member gets the value in a register; the others find it in memory."""
    if group.root is view.array:
        return group.root.way is Way.PRODUCT and reader is not group.root
    return True


def _watched(place: Place) -> Place:
    return Place(place.slot, place.offset, place.roomy, watched=True)


def _edges(groups: list[Group]) -> dict[Group, set[Group]]:
    """Group → the groups that must come after it."""
    homes = {array: group for group in groups for array in group.arrays}
    edges: dict[Group, set[Group]] = {group: set() for group in groups}
    for group in groups:
        for _, view in group.reads():
            home = homes.get(view.array)
            if home is not None and home is not group:
                edges[home].add(group)
    return edges


def _reaches(start: Group, goals: list[Group], edges: dict[Group, set[Group]]) -> bool:
    wanted, seen, waiting = set(goals), {start}, [start]
    while waiting:
        group = waiting.pop()
        if group in wanted:
            return True
        new = edges[group] - seen
        seen |= new
        waiting += new
    return False


def _sorted(groups: list[Group], edges: dict[Group, set[Group]]) -> list[Group]:
    """A group after all that must come before it; otherwise in the order they have."""
    before = dict.fromkeys(groups, 0)
    for followers in edges.values():
        for group in followers:
            before[group] += 1
    by_number = dict(enumerate(groups))
    numbers = {group: number for number, group in by_number.items()}
    ready = [number for number, group in by_number.items() if not before[group]]
    ordered = []
    while ready:
        group = by_number[heappop(ready)]
        ordered.append(group)
        for follower in edges[group]:
            before[follower] -= 1
            if not before[follower]:
                heappush(ready, numbers[follower])
    return ordered


def _take(free: list[tuple[int, int]], room: int) -> int | None:
    fitting = [(have, offset) for offset, have in free if have >= room]
    if not fitting:
        return None
    have, offset = min(fitting)
    free.remove((offset, have))
    if have > room:
        free.append((offset + room, have - room))
    return offset


def _give_back(free: list[tuple[int, int]], offset: int, room: int) -> None:
    """Put room back, joined with free neighbours."""
    for other in list(free):
        if other[0] + other[1] == offset or offset + room == other[0]:
            free.remove(other)
            offset, room = min(offset, other[0]), room + other[1]
    free.append((offset, room))
