"""Roads that are not drawn through: at either end a short piece of road, and the names of what it leads to or comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..measuring import shortened, width_of
from .layout import Edge, Size

STUB, SPACE = 22.0, 5.0
"""The length of the short piece, and the room around names."""
SIZE = 11.0
LINE_HEIGHT = 13.0
WIDEST, MOST_LINES = 190.0, 5
"""How wide the lines of names are at most, and how many there are; of more names than that it is told how many."""


@dataclass(frozen=True)
class Ends:
    """The edges that are named at one side of a box, by their places, the lines of words there, and how many `others` are drawn through at that side."""

    edges: tuple[int, ...]
    lines: tuple[str, ...]
    others: int = 0

    @property
    def size(self) -> Size:
        """How wide and how high the words are, with room around them."""
        return max(width_of(line, SIZE) for line in self.lines) + SPACE, SIZE + LINE_HEIGHT * (len(self.lines) - 1) + SPACE

    def along(self, *, down: bool) -> float:
        """How much room it needs along the road."""
        return STUB + self.size[1 if down else 0] + SPACE

    def across(self, lane: float, most: float, *, down: bool) -> float:
        """How much room it needs across, as much on either side of the middle: beside others, `lane` apart, it takes the last lane, at `most` so far away."""
        size = self.size[0 if down else 1]
        return 2 * (min(lane * self.others / 2, most) + size) if self.others else size + (2 * SPACE if down else 0.0)


Named: TypeAlias = dict[int, Ends]
"""Box → what is named at one of its sides."""


def named_ends(edges: Sequence[Edge], cut: Collection[int], names: Sequence[str]) -> tuple[Named, Named]:
    """What is named where roads leave a box, and where they reach one."""
    leaving: dict[int, list[int]] = {}
    arriving: dict[int, list[int]] = {}
    for place in sorted(cut):
        leaving.setdefault(edges[place].start, []).append(place)
        arriving.setdefault(edges[place].end, []).append(place)
    drawn = [edge for place, edge in enumerate(edges) if place not in cut]
    before, behind = Counter(edge.end for edge in drawn), Counter(edge.start for edge in drawn)
    return (
        {box: Ends(tuple(places), _lines([names[edges[place].end] for place in places]), behind[box]) for box, places in leaving.items()},
        {box: Ends(tuple(places), _lines([names[edges[place].start] for place in places]), before[box]) for box, places in arriving.items()},
    )


def _lines(names: Sequence[str]) -> tuple[str, ...]:
    """The names on lines, all of them where there is room; else the first, and how many more there are.

    >>> _lines(["v₁", "v₁", "v₂"]), _lines([f"the weight {place}" for place in range(99)])[-2:]
    (('v₁, v₂',), ('the weight 8, the weight 9,', 'and 89 more'))
    """
    once = [shortened(name, WIDEST, SIZE) for name in dict.fromkeys(names)]
    lines = [""]
    for place, name in enumerate(once):
        written = f"{name}," if place < len(once) - 1 else name
        longer = f"{lines[-1]} {written}".lstrip()
        if lines[-1] and width_of(longer, SIZE) > WIDEST:
            if len(lines) == MOST_LINES:
                return (*lines, f"and {len(once) - place:,} more")
            longer = written
            lines.append("")
        lines[-1] = longer
    return tuple(lines)
