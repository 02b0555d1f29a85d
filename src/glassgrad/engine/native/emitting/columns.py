"""Short rows, many at a time: a vector holds one column of as many rows as it has lanes, so that nothing is wasted on rows of three or ten entries.

The rows are turned over in registers when they are read, and back when they are written. Entries of a row are combined in the very order
of `folded`, so the bits are those that one row at a time would give.
"""

from __future__ import annotations

from ..arrays import Array, View, Way
from ..contraction.packing import turned_over
from ..writing import Value
from .functions import applied, combined
from .group import GroupWriter, Walks, key_of
from .nest import first_lanes, part, vector_type


def suits_columns(writer: GroupWriter, space: tuple[int, ...], walks: Walks) -> bool:
    """Whether a group of short rows can be walked so: enough rows, all of them lying as usual, and none written over what is read."""
    if not writer.group.rows or len(space) != 2 or space[0] < writer.lanes:
        return False
    if any(place.watched for array in writer.group.members for place in writer.places.get(array, ())):
        return False
    return all(along == 1 or (along == 0 and down in (0, 1)) for down, along in walks.values())


def write_columns(writer: GroupWriter, space: tuple[int, ...], walks: Walks) -> None:
    """Write the loop over blocks of rows. What is left over at the end is done with the rows before it once more, to the same numbers."""
    f, lanes = writer.function, writer.lanes
    rows, width = space
    blocks, rest = divmod(rows, lanes)
    first, last = part(f, blocks, 1, writer.share) if writer.share else (f.index(0), f.index(blocks))
    with f.loop(first, last) as loop:
        _Block(writer, loop.counter * lanes, width, walks).write()
    if rest:
        _Block(writer, f.index(rows - lanes), width, walks).write()


class _Block:
    """As many rows as a vector has lanes, from one row on."""

    def __init__(self, writer: GroupWriter, row: Value, width: int, walks: Walks) -> None:
        self.writer, self.row, self.width, self.walks = writer, row, width, walks
        self.kind = vector_type(writer.kind, writer.lanes)
        self.values: dict[Array, list[Value]] = {}
        """Every member: a vector for each column, or a single one for a value of the row."""
        self._loaded: dict[object, list[Value]] = {}

    def write(self) -> None:
        group = self.writer.group
        for array in group.members:
            if array.way is Way.REDUCE:
                self.values[array] = [combined_columns(array.function, [self._of(array.inputs[0], column) for column in range(self.width)], self.writer.lanes)]
            else:
                columns = 1 if array in group.rows else self.width
                self.values[array] = [applied(array.function, [self._of(view, column) for view in array.inputs]) for column in range(columns)]
        for array in group.members:
            for place in self.writer.places.get(array, ()):
                self._store(self.values[array], self.writer.start(place), array)

    def _of(self, view: View, column: int) -> Value:
        single = self.writer.single(view)
        if single is not None:
            return single.splat(self.writer.lanes)
        if view.array in self.values:
            known = self.values[view.array]
        else:
            key = (key_of(view), view.offset)
            if key not in self._loaded:
                self._loaded[key] = self._load(view)
            known = self._loaded[key]
        return known[column] if len(known) > 1 else known[0]

    def _load(self, view: View) -> list[Value]:
        f, kind, lanes = self.writer.function, self.writer.kind, self.writer.lanes
        down, along = self.walks[key_of(view)]
        start = self.writer.address(view.array).at(view.offset, kind)
        if along == 0:
            return [f.load(self.kind, start.at(self.row, kind))]
        if down == 0:
            return [f.load(kind, start.at(column, kind)).splat(lanes) for column in range(self.width)]
        if self.width == 1 and down == 1:
            return [f.load(self.kind, start.at(self.row, kind))]
        roomy = self.writer.places[view.array][0].roomy
        mask = first_lanes(f, lanes, self.width)
        addresses = [start.at((self.row + number) * down, kind) for number in range(lanes)]
        rows = [f.load(self.kind, one) if roomy else f.load_some(self.kind, one, mask) for one in addresses]
        return turned_over(rows)[: self.width]

    def _store(self, columns: list[Value], start: Value, array: Array) -> None:
        f, kind, lanes = self.writer.function, self.writer.kind, self.writer.lanes
        if array in self.writer.group.rows or self.width == 1:
            f.store(columns[0], start.at(self.row, kind))
            return
        rows = turned_over([*columns, *[f.constant(self.kind, 0.0)] * (lanes - self.width)])
        mask = first_lanes(f, lanes, self.width)
        for number, row in enumerate(rows):
            f.store_some(row, start.at((self.row + number) * self.width, kind), mask)


def combined_columns(name: str, columns: list[Value], lanes: int) -> Value:
    """The entries of every row combined, halves upon halves of a vector of so many lanes, as `folded` does with the lanes of one."""
    items: list[Value | None] = [*columns, *[None] * (lanes - len(columns))]
    while len(items) > 1:
        half = len(items) // 2
        items = [_both(name, one, other) for one, other in zip(items[:half], items[half:], strict=True)] if len(columns) > half else items[:half]
    assert items[0] is not None
    return items[0]


def _both(name: str, one: Value | None, other: Value | None) -> Value | None:
    if one is None or other is None:
        # A lane that holds nothing holds the identity; adding 0 turns −0 into 0, the others change nothing.
        return one + 0.0 if one is not None and name == "sum" else one
    return combined(name, one, other)
