"""Which arrays are computed together, in one pass over memory.

A *group* walks once over a space of entries and computes every member on the way, so what one member hands to the next never leaves the
registers. Each group reads only what earlier groups, or it itself, computed: the order of the groups is an order of computing.
"""

from __future__ import annotations

from collections.abc import Iterable

from glassgrad.graph import Shape

from .arrays import Array, View, Way, row_major
from .groups import Group, aligned, is_flat, is_regular, space_of, strides_in


class Grouping:
    """Puts arrays into groups, oldest first."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.first: list[Group] = []
        """Groups that depend on nothing that is computed; they come before all others."""
        self.groups: list[Group] = []
        self.home: dict[Array, Group] = {}
        self._free: set[Array] = set()
        self._users: dict[Array, list[Array]] = {}

    def add(self, array: Array) -> None:
        """Find a place for an array whose inputs have one."""
        if array.way in (Way.GIVEN, Way.NUMBER):
            return
        if array.way is Way.MAP and all(view.is_number or view.array.way is Way.GIVEN or view.array in self._free for view in array.inputs):
            self._free.add(array)  # waits for the first that needs it
            for view in array.inputs:
                self._users.setdefault(view.array, []).append(array)
            return
        if array.way is Way.MAP:
            self._join_or_open(array)
        elif array.way is Way.REDUCE:
            self._reduce(array)
        else:
            self._alone(array)

    def settle(self, wanted: Iterable[Array]) -> list[Group]:
        """The groups in order, when all arrays are in. Wanted arrays that nobody computed on the way are computed first."""
        for array in wanted:
            self._settle_free(array)
        ordered = [*self.first, *(group for group in self.groups if group.arrays)]
        for number, group in enumerate(ordered):
            group.number = number
        return ordered

    # ── maps ────────────────────────────────────────────────────────────────

    def _join_or_open(self, array: Array) -> None:
        latest = max((self._order(view.array) for view in array.inputs), default=-1)
        for group in self.groups[max(latest, 0) :]:
            if self._fits(array, group) or self._fits_rows(array, group):
                self._join(array, group)
                return
        self._join(array, self._open(space_of(array.shape)))

    def _fits(self, array: Array, group: Group) -> bool:
        if not group.takes_members or space_of(array.shape) != group.space or not is_regular(array):
            return False
        return all(self._reachable(view, group) for view in array.inputs)

    def _reachable(self, view: View, group: Group) -> bool:
        """Whether an entry-by-entry member of the group can have this input."""
        if view.is_number:
            return True
        home = self.home.get(view.array)
        if home is group:
            return aligned(view, group)
        if group.totals and not is_flat(view):
            return False
        return self._order(view.array) < group.number

    def _fits_rows(self, array: Array, group: Group) -> bool:
        if not group.rows or not is_regular(array) or space_of(array.shape) != group.space[:-1]:
            return False
        inside = [view for view in array.inputs if not view.is_number and self.home.get(view.array) is group]
        if not all(view.array in group.rows and strides_in(view) == row_major(group.space[:-1]) and view.offset == 0 for view in inside):
            return False
        return all(self._order(view.array) < group.number for view in array.inputs if not view.is_number and view not in inside)

    def _join(self, array: Array, group: Group) -> None:
        self._bring(array.inputs, group)
        group.members.append(array)
        group.closed = group.closed or not is_regular(array)
        if space_of(array.shape) != group.space:
            group.rows.add(array)
        self.home[array] = group

    def _bring(self, views: Iterable[View], group: Group) -> None:
        """Free inputs come along where they can; the others, and what those need, are computed before everything else."""
        waiting = self._free_before([view.array for view in views])
        fits = {array: space_of(array.shape) == group.space and is_regular(array) for array in waiting}
        for view in (*views, *(one for array in waiting for one in array.inputs)):
            if view.array in fits:
                fits[view.array] = fits[view.array] and aligned(view, group)
        for array in reversed(waiting):
            fits[array] = fits[array] and all(one.array in fits or self._reachable(one, group) for one in array.inputs)
            if not fits[array]:
                fits.update((one.array, False) for one in array.inputs if one.array in fits)
        for array in waiting:
            self._free.discard(array)
            if fits[array]:
                group.members.append(array)
                self.home[array] = group
            else:
                self._settle(array)
        self._release([array for array in waiting if fits[array]])

    def _release(self, arrays: Iterable[Array]) -> None:
        """Whatever waited and needs one of these is free no longer: it comes after the group that these are in."""
        bound: set[Array] = set()
        waiting = list(arrays)
        while waiting:
            for user in self._users.get(waiting.pop(), ()):
                if user in self._free:
                    self._free.discard(user)
                    bound.add(user)
                    waiting.append(user)
        for array in sorted(bound, key=lambda one: one.serial):
            self._join_or_open(array)

    def _settle_free(self, array: Array) -> None:
        for one in self._free_before([array]):
            self._free.discard(one)
            self._settle(one)

    def _free_before(self, arrays: list[Array]) -> list[Array]:
        """The free ones among these and all that they need, oldest first."""
        seen: set[Array] = set()
        waiting = [array for array in arrays if array in self._free]
        while waiting:
            array = waiting.pop()
            if array not in seen:
                seen.add(array)
                waiting += [view.array for view in array.inputs if view.array in self._free]
        return sorted(seen, key=lambda one: one.serial)

    def _settle(self, array: Array) -> None:
        """A place among the first groups."""
        space = space_of(array.shape)
        homes = [(view, self.home[view.array]) for view in array.inputs if view.array in self.home]
        after = max((self.first.index(home) for _, home in homes), default=0)
        for group in self.first[after:]:
            if group.space == space and group.takes_members and is_regular(array) and all(home is not group or aligned(view, group) for view, home in homes):
                break
        else:
            group = Group(-1, space)
            self.first.append(group)
        group.members.append(array)
        group.closed = group.closed or not is_regular(array)
        self.home[array] = group

    # ── the rest ────────────────────────────────────────────────────────────

    def _reduce(self, array: Array) -> None:
        (view,) = array.inputs
        space = space_of(view.shape)
        axes = tuple(sum(1 for n in view.shape[:axis] if n != 1) for axis in array.settings["axes"] if view.shape[axis] != 1)
        if len(axes) == len(space) > 0 and view.array in self._free:
            self._bring((view,), self._open(space))
        group = self.home.get(view.array)
        if axes == (len(space) - 1,) and space[-1] <= self.lanes:
            self._join_row(array, view, space, group)
        elif len(axes) == len(space) and group is not None and group.number >= 0 and self._can_total(view, group):
            group.members.append(array)
            group.totals.add(array)
            self.home[array] = group
        else:
            self._alone(array)

    def _join_row(self, array: Array, view: View, space: Shape, home: Group | None) -> None:
        after = 0 if home is None or home.number < 0 else home.number
        for group in self.groups[after:]:
            if group.root is None and group.takes_members and group.space == space and not group.totals and self._reachable(view, group):
                break
        else:
            group = self._open(space)
        self._bring((view,), group)
        group.members.append(array)
        group.rows.add(array)
        self.home[array] = group

    def _can_total(self, view: View, group: Group) -> bool:
        if group.root is not None or group.rows or not group.space or not aligned(view, group):
            return False
        return all(is_flat(one) for _, one in group.reads() if self.home.get(one.array) is not group)

    def _alone(self, array: Array) -> None:
        for view in array.inputs:
            self._settle_free(view.array)
        group = self._open(space_of(array.shape), array)
        self.home[array] = group

    def _open(self, space: Shape, root: Array | None = None) -> Group:
        group = Group(len(self.groups), space, root)
        self.groups.append(group)
        return group

    def _order(self, array: Array) -> int:
        home = self.home.get(array)
        return -1 if home is None else home.number


def group_arrays(arrays: Iterable[Array], wanted: Iterable[Array], *, lanes: int) -> list[Group]:
    """All that the wanted arrays need, in groups, in order of computing."""
    grouping = Grouping(lanes)
    wanted = list(wanted)
    needed = _needed(wanted)
    for array in arrays:
        if array in needed:
            grouping.add(array)
    return grouping.settle(wanted)


def _needed(wanted: Iterable[Array]) -> set[Array]:
    seen: set[Array] = set()
    waiting = list(wanted)
    while waiting:
        array = waiting.pop()
        if array not in seen:
            seen.add(array)
            waiting += [view.array for view in array.inputs]
    return seen
