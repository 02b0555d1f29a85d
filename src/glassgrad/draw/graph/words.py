"""On which roads stands what comes back along them, and how much room that needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..measuring import width_of
from .look import GraphLook
from .roads import APART, SIZE

ALL, SOME = 80, 250
"""Roads of a graph up to which all have words, and up to which those have that meet others."""
MOST = 6
"""Roads from one box that have words."""
LONGEST, LONGEST_MEETING = 8, 24
"""Letters that can stand on a road; what meets something else may be longer, as the box does not say it."""


@dataclass(frozen=True)
class Room:
    """How long the words are along the road, how far the lanes are apart, and how much of the box's side all need together."""

    along: float
    lane: float
    across: float


@dataclass(frozen=True)
class Worded:
    """The places of the roads with words, and the room that these need for the boxes that the roads leave."""

    roads: frozenset[int]
    rooms: Mapping[int, Room]


def worded_roads(look: GraphLook, *, down: bool) -> Worded:
    """Which roads have words: in a small graph all, in a larger one those that meet, in a very large one none."""
    leaving: dict[int, list[int]] = {}
    for place, road in enumerate(look.roads):
        leaving.setdefault(road.start, []).append(place)
    roads, rooms = set[int](), dict[int, Room]()
    for box, places in leaving.items():
        meeting = bool(look.knots[box].paths)
        longest = LONGEST_MEETING if meeting and not down else LONGEST
        numbers = {place: look.roads[place].back for place in places if 0 < len(look.roads[place].back) <= longest}
        if numbers and len(places) <= MOST and len(look.roads) <= (SOME if meeting else ALL):
            roads.update(numbers)
            width = max(width_of(number, SIZE) for number in numbers.values())
            rooms[box] = _down(width, len(places)) if down else _right(width, len(places))
    return Worded(frozenset(roads), rooms)


def _right(width: float, lanes: int) -> Room:
    """Words stand beneath the dashed line."""
    lane = 2 * APART + SIZE + 8
    return Room(width + 10, lane, lane * (lanes - 1) + 2 * (APART + SIZE + 4))


def _down(width: float, lanes: int) -> Room:
    """Words stand to the left of the dashed line."""
    lane = width + 2 * APART + 14
    return Room(SIZE + 8, lane, lane * (lanes + 1))
