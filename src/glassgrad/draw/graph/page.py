"""`graph_picture`: what is to be shown of a graph, as a picture with its title and its legend."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from glassgrad.graph import SettingError

from ..marks import Mark, Text
from ..measuring import shortened, width_of
from ..picture import Picture
from .arranging import Arrangement, Spot, arranged
from .boxes import BADGE, box, size_of
from .dot import dot
from .layout import Edge
from .legend import legend, widest
from .look import GraphLook
from .roads import road, stubs
from .saying import caption, shows, title
from .words import Worded, worded_roads

DIRECTIONS = ("right", "down")
MOST_KNOTS = 5_000
MARGIN, TITLE, BENEATH = 16.0, 15.0, 22.0
NARROWEST, WIDEST_TITLE = 330.0, 900.0


def graph_picture(look: GraphLook, *, folded: bool = True, direction: str = "right", name: str = "", remark: str = "") -> Picture:
    """The picture of what is to be shown of a graph; `name` is its title, and `remark` ends its caption.

    Raises: SettingError for another direction, and for more than 5,000 boxes.
    """
    if direction not in DIRECTIONS:
        raise SettingError(f"direction is {direction!r:.40}; choose {' or '.join(DIRECTIONS)}")
    if len(look.knots) > MOST_KNOTS:
        way_out = 'use level="named", which folds it, or draw a part of it' if not folded else "draw a part of it"
        raise SettingError(f"the graph has {len(look.knots):,} boxes, and nobody can read more than {MOST_KNOTS:,}; {way_out}, or write it as DOT with to_dot")
    down = direction == "down"
    worded = worded_roads(look, down=down)
    spots = _spots(look, worded, down=down)
    placed = arranged(spots, [Edge(one.start, one.end) for one in look.roads], direction=direction)
    words = name or title(look)
    width = max(placed.width + 2 * BADGE, widest(look), min(width_of(words, TITLE, bold=True), WIDEST_TITLE), NARROWEST) + 2 * MARGIN
    top = MARGIN + TITLE + 26
    key, height = legend(look, width - 2 * MARGIN, left=MARGIN, top=top + placed.height + BENEATH)
    heading = Text(x=MARGIN, y=MARGIN + TITLE, words=shortened(words, width - 2 * MARGIN, TITLE, bold=True), size=TITLE, bold=True, anchor="start")
    marks = (heading, *_marks(look, placed.moved((width - placed.width) / 2, top), spots, worded, down=down), key)
    drawn = sum(one.flows and curve is not None and place in worded.roads for place, (one, curve) in enumerate(zip(look.roads, placed.curves, strict=True)))
    said = caption(look, folded=folded, named=any(placed.named), worded=drawn) + (f" {remark}" if remark else "")
    described = partial(dot, look, direction=direction)
    return Picture(width, top + placed.height + BENEATH + height + MARGIN / 2, marks, title=words, shows=shows(look), caption=said, described=described)


def _spots(look: GraphLook, worded: Worded, *, down: bool) -> list[Spot]:
    """The boxes with room for the words on the roads that leave them, large enough for the lanes of these roads."""
    spots = []
    for place, knot in enumerate(look.knots):
        (width, height), room = size_of(knot), worded.rooms.get(place)
        if room is None:
            spots.append(Spot(knot.symbol, (width, height)))
        else:
            size = (max(width, room.across), height) if down else (width, max(height, room.across))
            spots.append(Spot(knot.symbol, size, room.along, room.lane))
    return spots


def _marks(look: GraphLook, placed: Arrangement, spots: Sequence[Spot], worded: Worded, *, down: bool) -> list[Mark]:
    """Roads first: a box lies over the ends of those that lead to it."""
    marks: list[Mark] = [
        road(look, one, curve, worded=place in worded.roads, down=down)
        for place, (one, curve) in enumerate(zip(look.roads, placed.curves, strict=True))
        if curve is not None
    ]
    marks += stubs(look, placed, down=down)
    return [*marks, *(box(knot, x, y, spot.size) for knot, (x, y), spot in zip(look.knots, placed.centres, spots, strict=True))]
