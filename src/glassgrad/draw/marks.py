"""What a picture is made of: lines, boxes, discs, words, and groups of them. Units are those of the picture; y grows downward."""

from __future__ import annotations

from dataclasses import dataclass

from .palette import INK

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through points; `curved`: the first point, then three for each piece of a Bézier curve. `arrow` puts a head at its end."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashed: bool = False
    arrow: bool = False
    curved: bool = False
    opacity: float = 1.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle from its upper left corner; "" is no fill, or no outline."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    line: float = 1.0
    radius: float = 0.0
    dashed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A filled circle around its centre."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    line: float = 1.0
    dashed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words on one line. y is where the letters stand; `anchor` says what x is: start, middle or end; `turned` is in degrees, against the clock."""

    x: float
    y: float
    words: str
    size: float = 12.0
    colour: str = INK
    anchor: str = "middle"
    bold: bool = False
    italic: bool = False
    turned: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Marks that belong together, such as all of one node."""

    name: str
    marks: tuple[Mark, ...]
    note: str = ""


Mark = Line | Box | Disc | Text | Group

HEAD = 7.0
"""The length of the head of an arrow on a line of width 1."""


def head_of(line: Line) -> tuple[Point, Point, Point]:
    """The three corners of a line's arrow head, its tip first. It points the way the line ends."""
    (x, y), (before_x, before_y) = line.points[-1], _before_the_end(line)
    length = ((x - before_x) ** 2 + (y - before_y) ** 2) ** 0.5 or 1.0
    along, across = ((x - before_x) / length, (y - before_y) / length), HEAD * (0.7 + 0.3 * line.width)
    back = (x - along[0] * across, y - along[1] * across)
    half = 0.38 * across
    return (x, y), (back[0] - along[1] * half, back[1] + along[0] * half), (back[0] + along[1] * half, back[1] - along[0] * half)


def _before_the_end(line: Line) -> Point:
    end = line.points[-1]
    return next((one for one in reversed(line.points[:-1]) if abs(one[0] - end[0]) + abs(one[1] - end[1]) > 1e-6), end)
