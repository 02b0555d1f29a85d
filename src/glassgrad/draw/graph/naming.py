"""Roads that are not drawn through: at either end a short piece of road, and the names of what it leads to or comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..measuring import shortened, width_of
from .layout import Edge, Size

STUB, SPACE = 22.0, 5.0
"""The length of the short piece, and the room around names."""
SIZE = 11.0
FEW, WIDEST = 3, 120.0


@dataclass(frozen=True)
class Ends:
    """The edges that are named at one side of a box, by their places, and the words there."""

    edges: tuple[int, ...]
    words: str

    def room(self, *, down: bool) -> Size:
        """How much room it needs along the road and across."""
        width = width_of(self.words, SIZE) + SPACE
        return (STUB + SIZE + 2 * SPACE, width + 2 * SPACE) if down else (STUB + width + SPACE, SIZE + SPACE)


Named: TypeAlias = dict[int, Ends]
"""Box → what is named at one of its sides."""


def named_ends(edges: Sequence[Edge], cut: Iterable[int], names: Sequence[str]) -> tuple[Named, Named]:
    """What is named where roads leave a box, and where they reach one."""
    leaving: dict[int, list[int]] = {}
    arriving: dict[int, list[int]] = {}
    for place in sorted(cut):
        leaving.setdefault(edges[place].start, []).append(place)
        arriving.setdefault(edges[place].end, []).append(place)
    return (
        {box: Ends(tuple(places), _words([names[edges[place].end] for place in places])) for box, places in leaving.items()},
        {box: Ends(tuple(places), _words([names[edges[place].start] for place in places])) for box, places in arriving.items()},
    )


def _words(names: Sequence[str]) -> str:
    """The first names, and how many more there are.

    >>> _words(["v₁", "v₂"]), _words(["v₁", "v₁", "v₃", "v₄", "v₅"])
    ('v₁, v₂', 'v₁, v₃ and 2 more')
    """
    once = list(dict.fromkeys(names))
    if len(once) > FEW:
        return shortened(", ".join(once[: FEW - 1]), WIDEST, SIZE) + f" and {len(once) - FEW + 1:,} more"
    return shortened(", ".join(once), WIDEST, SIZE)
