"""How a road looks: a solid line forward, a dashed one beside it on which the gradient comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..marks import Group, Line, Mark, Point, Text
from ..palette import BACKWARD, FORWARD, SOFT
from .arranging import Arrangement
from .layout import Curve
from .look import GraphLook, Road
from .naming import LINE_HEIGHT, SPACE, STUB, Ends
from .naming import SIZE as NAMES

APART = 3.5
"""How far each of the two lines lies from the middle of the road."""
THICK = 1.4
SIZE = 11.0


def road(look: GraphLook, one: Road, curve: Curve, *, worded: bool, down: bool) -> Group:
    """A road that is drawn through; if `worded`, with what comes back along it, where it comes back."""
    forward = beside(curve, -APART if one.flows else 0.0)
    marks: list[Mark] = [Line(points=forward, colour=FORWARD, width=THICK, curved=True, arrow=True, note=_forward_note(look, one))]
    if one.flows:
        back = beside(curve, APART)[::-1]
        marks.append(Line(points=back, colour=BACKWARD, width=THICK, curved=True, arrow=True, dashed=True, note=_back_note(look, one)))
    if worded:
        (x, y), anchor = curve[0], "end" if down else "start"
        x, y = (x - APART - 4, y + SIZE + 5) if down else (x + 9, y + APART + SIZE + 1)
        marks.append(Text(x=x, y=y, words=one.back, size=SIZE, colour=BACKWARD, anchor=anchor))
    return Group(name="road", marks=tuple(marks))


def stubs(look: GraphLook, placed: Arrangement, *, down: bool) -> Iterator[Group]:
    """The ends of the roads that are not drawn through."""
    along = (0.0, 1.0) if down else (1.0, 0.0)
    for side, name in enumerate(("leads to", "comes from")):
        for box, (x, y) in placed.stubs[side].items():
            ends = placed.named[side][box]
            far = (x + along[0] * STUB, y + along[1] * STUB) if side == 0 else (x - along[0] * STUB, y - along[1] * STUB)
            line = ((x, y), far) if side == 0 else (far, (x, y))
            yield Group(name=name, marks=(*_short(look, ends, line), *_names(ends, far, side, down=down)))


def _short(look: GraphLook, ends: Ends, line: tuple[Point, Point]) -> Iterator[Line]:
    roads = [look.roads[place] for place in ends.edges]
    flows = [one for one in roads if one.flows]
    yield Line(points=beside(line, -APART if flows else 0.0), colour=FORWARD, width=THICK, arrow=True, note=_all(_forward_note(look, one) for one in roads))
    if flows:
        note = _all(_back_note(look, one) for one in flows)
        yield Line(points=beside(line, APART)[::-1], colour=BACKWARD, width=THICK, arrow=True, dashed=True, note=note)


def _names(ends: Ends, far: Point, side: int, *, down: bool) -> Iterator[Text]:
    """The lines of names where the short road ends: around its end, or beside other roads, where it is the last, on the side where there are none."""
    (x, y), more = far, LINE_HEIGHT * (len(ends.lines) - 1)
    if down:
        x, y = x - APART * bool(ends.others), y + (SPACE + NAMES if side == 0 else -SPACE - more)
        anchor = "start" if ends.others else "middle"
    else:
        x, y = x + (SPACE if side == 0 else -SPACE), y + (NAMES - APART if ends.others else 4 - more / 2)
        anchor = "start" if side == 0 else "end"
    for place, line in enumerate(ends.lines):
        yield Text(x=x, y=y + LINE_HEIGHT * place, words=line, size=NAMES, colour=SOFT, anchor=anchor)


def beside(curve: Sequence[Point], distance: float) -> Curve:
    """The curve moved sideways: to the right of the one who goes along it if `distance` is positive.

    >>> beside(((0.0, 0.0), (10.0, 0.0)), 2.0)
    ((0.0, 2.0), (10.0, 2.0))
    """
    moved = []
    for place, (x, y) in enumerate(curve):
        before, after = _other(curve[place::-1]), _other(curve[place:])
        across, along = after[1] - before[1], after[0] - before[0]
        length = (across**2 + along**2) ** 0.5 or 1.0
        moved.append((x - distance * across / length, y + distance * along / length))
    return tuple(moved)


def _other(points: Sequence[Point]) -> Point:
    """The first of the points that is not the same as the first; else that."""
    return next((one for one in points if one != points[0]), points[0])


MOST_NOTES = 12


def _all(notes: Iterator[str]) -> str:
    told = list(notes)
    return "; ".join(told[:MOST_NOTES]) + (f"; and {len(told) - MOST_NOTES:,} more" if len(told) > MOST_NOTES else "")


def _forward_note(look: GraphLook, one: Road) -> str:
    times = f", {one.uses} times" if one.uses > 1 else ""
    return f"{look.knots[one.start].symbol} goes into {look.knots[one.end].symbol}{times}"


def _back_note(look: GraphLook, one: Road) -> str:
    return f"back from {look.knots[one.end].symbol} to {look.knots[one.start].symbol}{f': {one.back}' if one.back else ''} ({one.because})"
