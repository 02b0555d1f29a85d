"""How a road looks: a solid line forward, a dashed one beside it on which the gradient comes back."""

from __future__ import annotations

from ..marks import Box, Group, Line, Mark, Point, Text
from ..measuring import width_of
from ..palette import BACKWARD, FORWARD, PAPER
from .look import GraphLook, Road

APART = 4.0
"""How far each of the two lines lies from the middle of the road."""
SIZE = 11.0
LONGEST = 24
"""Letters of a number that can stand on a road."""


def road(look: GraphLook, one: Road, curve: tuple[Point, ...], direction: str) -> Group:
    """A road of the graph along its curve."""
    across = (0.0, APART) if direction == "right" else (APART, 0.0)
    start, end = look.knots[one.start], look.knots[one.end]
    forward = _shifted(curve, across, -1.0 if one.flows else 0.0)
    marks: list[Mark] = [Line(points=forward, colour=FORWARD, width=1.4, curved=True, arrow=True, note=f"{start.symbol} goes into {end.symbol}")]
    if one.flows:
        back = tuple(reversed(_shifted(curve, across, 1.0)))
        note = f"back from {end.symbol} to {start.symbol}{f': {one.back}' if one.back else ''} ({one.because})"
        marks.append(Line(points=back, colour=BACKWARD, width=1.4, curved=True, arrow=True, dashed=True, note=note))
    return Group(name="road", marks=tuple(marks))


def label(look: GraphLook, one: Road, curve: tuple[Point, ...], direction: str) -> list[Mark]:
    """What comes back along a road, where several meet: it stands over everything else, so that nothing hides a digit."""
    if not (one.flows and one.back and look.knots[one.start].paths and len(one.back) <= LONGEST):
        return []
    across = (0.0, APART) if direction == "right" else (APART, 0.0)
    return [Group(name="comes back", marks=tuple(_on_paper(one.back, _middle(_shifted(curve, across, 1.0)))))]


def _shifted(curve: tuple[Point, ...], across: Point, times: float) -> tuple[Point, ...]:
    return tuple((x + times * across[0], y + times * across[1]) for x, y in curve)


def _middle(curve: tuple[Point, ...]) -> Point:
    """A place about halfway along a Bézier curve."""
    pieces = (len(curve) - 1) // 3
    first = 3 * (pieces // 2) if pieces % 2 else 3 * (pieces // 2) - 3
    a, b, c, d = curve[first : first + 4]
    share = 0.5 if pieces % 2 else 1.0
    weights = ((1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y


def _on_paper(words: str, place: Point) -> list[Mark]:
    """What comes back along one of several paths, on paper of its own."""
    width = width_of(words, SIZE, bold=True) + 6
    return [
        Box(x=place[0] - width / 2, y=place[1] - 8, width=width, height=16, fill=PAPER, radius=3),
        Text(x=place[0], y=place[1] + 4, words=words, size=SIZE, colour=BACKWARD, bold=True),
    ]
