"""What the lines and frames of a graph mean, beneath it."""

from __future__ import annotations

from collections.abc import Iterator

from ..marks import Box, Disc, Group, Line, Mark, Text
from ..measuring import shortened, width_of
from ..palette import BACKWARD, FORWARD, INK, PAPER, SOFT, TINT
from .look import GraphLook, Role

SIZE, WIDE, APART, ROW = 11.0, 24.0, 22.0, 22.0
LONGEST = 160.0


def legend(look: GraphLook, room: float, *, left: float, top: float) -> tuple[Group, float]:
    """The entries in rows that fit into the room, and how high they are together."""
    marks, x, y = list[Mark](), 0.0, 0.0
    for words, sample in _entries(look):
        width = WIDE + 8 + width_of(words, SIZE)
        if x and x + width > room:
            x, y = 0.0, y + ROW
        marks += [
            _sample(sample, left + x, top + y + ROW / 2),
            Text(x=left + x + WIDE + 8, y=top + y + ROW / 2 + 4, words=words, size=SIZE, colour=SOFT, anchor="start"),
        ]
        x += width + APART
    return Group(name="legend", marks=tuple(marks)), y + ROW


def widest(look: GraphLook) -> float:
    """The room that the longest entry needs."""
    return max((WIDE + 8 + width_of(words, SIZE) for words, _ in _entries(look)), default=0.0)


def _entries(look: GraphLook) -> Iterator[tuple[str, str]]:
    """The words of each entry, and what stands before them."""
    roles = {knot.role for knot in look.knots}
    if look.roads:
        yield "forward", "forward"
    if any(road.flows for road in look.roads):
        yield f"back: gradients of {shortened(look.target, LONGEST, SIZE)}", "back"
    if any(knot.paths for knot in look.knots):
        yield "several paths meet and are added", "meeting"
    yield from ((role.value, role.value) for role in (Role.INPUT, Role.PARAMETER, Role.CONSTANT) if role in roles)


def _sample(kind: str, x: float, y: float) -> Mark:
    """What an entry stands for, in small."""
    right = x + WIDE
    match kind:
        case "forward":
            return Line(points=((x, y), (right, y)), colour=FORWARD, width=1.4, arrow=True)
        case "back":
            return Line(points=((right, y), (x, y)), colour=BACKWARD, width=1.4, dashed=True, arrow=True)
        case "meeting":
            frame = Box(x=x, y=y - 6, width=WIDE - 4, height=14, fill=PAPER, stroke=BACKWARD, line=2.4, radius=4)
            return Group(name="sample", marks=(frame, Disc(x=right - 5, y=y - 6, radius=4.5, fill=BACKWARD)))
        case _:
            radius = 7.0 if kind == Role.INPUT.value else 0.0
            constant = kind == Role.CONSTANT.value
            fill = TINT if kind == Role.PARAMETER.value else PAPER
            return Box(x=x, y=y - 7, width=WIDE, height=14, fill=fill, stroke=SOFT if not constant else INK, line=1.2, radius=radius, dashed=constant)
