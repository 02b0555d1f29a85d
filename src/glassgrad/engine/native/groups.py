"""`Group`: arrays that are computed in one walk over memory, and who can be a member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from glassgrad.graph import Shape, size

from .arrays import Array, View, Way, row_major

FUSED_PRODUCT = 16_384
"""Entries from which on a matrix product is finished tile by tile (bias, activation, update) while the tile is in the cache; a smaller one is there anyway."""
MOST_MEMBERS = 250
"""Members of a group, at most: compiling a function takes more than twice as long when it is twice as long."""


def space_of(shape: Shape) -> Shape:
    """The shape without the axes of length 1, which mean nothing for how entries lie."""
    return tuple(n for n in shape if n != 1)


def strides_in(view: View) -> tuple[int, ...]:
    """How far one moves in memory along each axis of the view's space."""
    return (0,) * len(space_of(view.shape)) if view.is_number else view.key_strides


@dataclass(eq=False)
class Group:
    """Members over one space. `root` is the matrix product they finish, or the single array that is no map.

    `rows` are members that have one value for each row of the space (the space without its last axis, which is then short enough for one
    vector); `totals` are members that add up the whole space.
    """

    number: int
    space: Shape
    root: Array | None = None
    members: list[Array] = field(default_factory=list)
    rows: set[Array] = field(default_factory=set)
    totals: set[Array] = field(default_factory=set)
    closed: bool = False
    """Whether a member is walked entry by entry, not in vectors: then nobody else joins."""

    @property
    def takes_members(self) -> bool:
        """Whether maps may join."""
        return (
            not self.closed
            and len(self.members) < MOST_MEMBERS
            and (self.root is None or (self.root.way is Way.PRODUCT and len(self.space) == 2 and size(self.space) >= FUSED_PRODUCT))
        )

    @property
    def arrays(self) -> list[Array]:
        """All that it computes."""
        return [*([self.root] if self.root else []), *self.members]

    def reads(self) -> Iterable[tuple[Array, View]]:
        """Every input of every array in it."""
        return ((array, view) for array in self.arrays for view in array.inputs if not view.is_number)


def aligned(view: View, group: Group) -> bool:
    """Whether the entry that a member needs of a fellow member is the one just computed: the same entry, or its row's value."""
    if view.offset != 0 or space_of(view.shape) != group.space:
        return False
    strides = strides_in(view)
    if view.array in group.rows:
        return strides == (*row_major(group.space[:-1]), 0)
    return strides == row_major(group.space) and view.array not in group.totals


def is_regular(array: Array) -> bool:
    """Whether all inputs lie side by side along the last axis, or are the same all along it: only then can they be walked in vectors."""
    return all(view.is_number or not strides_in(view) or strides_in(view)[-1] in (0, 1) for view in array.inputs)


def is_flat(view: View) -> bool:
    """Whether entries of the view's space follow one another in memory, or are all the same one."""
    strides = strides_in(view)
    return not any(strides) or strides == row_major(space_of(view.shape))
