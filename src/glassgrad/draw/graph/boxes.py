"""How a knot looks: a box with its symbol and formula, its value in the colour of the way forward, its gradient in that of the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..marks import Box, Disc, Group, Mark, Text
from ..measuring import shortened, width_of
from ..palette import BACKWARD, FORWARD, INK, PAPER, SOFT, TINT
from .look import Knot, Role
from .printed import NOT_COMPUTED, UNDEFINED

SIZE, LINE_HEIGHT = 12.0, 17.0
SIDE, ABOVE = 10.0, 8.0
"""Room between the frame and the words."""
WIDEST = 270.0
MOST_LINES = 3
"""Lines of a formula."""
LONGEST = 300
"""Letters of a formula that are looked at: no more fit into a box."""
LEAST = 46.0
BADGE, LARGE, MIDDLE, LIFT = 9.5, 12.0, 11.0, 3.0
"""Half of the height of a badge, the sizes of the sign in it: of one letter, of several; and how much higher a long one lies, so that it covers no words."""
ROUND = 16.0


@dataclass(frozen=True)
class Line:
    """One line of words in a box; a bold part may stand before it."""

    words: str
    colour: str = INK
    bold: str = ""
    italic: bool = False

    @property
    def width(self) -> float:
        """How wide it is."""
        space = width_of(" ", SIZE) if self.bold and self.words else 0.0
        return width_of(self.bold, SIZE, bold=True) + space + width_of(self.words, SIZE)


def lines_of(knot: Knot) -> list[Line]:
    """The words in the box of a knot."""
    lines = _head(knot)
    if knot.value:
        lines += _fitting(knot.value.removeprefix(": "), **_style(knot.value, FORWARD))
    if knot.after:
        lines += _fitting(f"then {knot.after.removeprefix(': ')}")
    if knot.derivative:
        lines += _fitting(f"{shortened(knot.derivative, WIDEST / 2, SIZE)}{_after(knot.gradient)}", **_style(knot.gradient, BACKWARD))
    if knot.paths:
        lines += _fitting(_sum(knot.paths, knot.ways), BACKWARD)
    return lines


def _style(number: str, known: str) -> dict[str, Any]:
    """The colour of a number; of words where there is none."""
    return {"colour": SOFT, "italic": True} if number in (NOT_COMPUTED, f": {UNDEFINED}") else {"colour": known}


def _head(knot: Knot) -> list[Line]:
    """The symbol, and the formula behind it, on several lines if it is long."""
    symbol = shortened(knot.symbol[:LONGEST], WIDEST, SIZE, bold=True)
    if not knot.formula:
        return [Line("", bold=symbol) if knot.value or knot.role is not Role.CONSTANT else Line(symbol)]
    first, *more = broken(f"= {knot.formula}"[:LONGEST], WIDEST - width_of(symbol, SIZE, bold=True), WIDEST, MOST_LINES)
    return [Line(first, bold=symbol), *map(Line, more)]


def broken(words: str, first: float, room: float, most: int) -> list[str]:
    """Words on lines, the first of which has less room than the others; the last is cut short if they are too many.

    >>> broken("a + b + c", 30, 40, 3), broken("abcdef", 24, 24, 2)
    (['a +', 'b + c'], ['a…'])
    """
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and len(lines) < most and width_of(longer, SIZE) > (room if len(lines) > 1 else first):
            lines.append(word)
        else:
            lines[-1] = longer
    return [*lines[:-1], shortened(lines[-1], room if len(lines) > 1 else first, SIZE)]


def _after(number: str) -> str:
    return f"{number}" if number.startswith(":") else f" {number}" if number else ""


def _fitting(words: str, colour: str = INK, *, italic: bool = False) -> list[Line]:
    """Numbers on one line, or on two."""
    return [Line(part, colour, italic=italic) for part in broken(words, WIDEST, WIDEST, 2)]


def _sum(paths: tuple[str, ...], ways: int) -> str:
    """What comes along several paths, added where that is short enough to be read; they are parts where some of more ways have met before."""
    parts = [f"({one})" if one.startswith("−") and place else one for place, one in enumerate(paths)]
    what = "paths" if ways == len(paths) else "parts"
    written = f"sum of {len(paths)} {what}: {' + '.join(parts)}"
    return written if all(paths) and width_of(written, SIZE) <= WIDEST else f"sum of {len(paths)} {what}"


def size_of(knot: Knot) -> tuple[float, float]:
    """Width and height of its box."""
    lines = lines_of(knot)
    round_ends = 6.0 if knot.role is Role.INPUT else 0.0
    return max(LEAST, max(line.width for line in lines) + 2 * (SIDE + round_ends)), len(lines) * LINE_HEIGHT + 2 * ABOVE


def box(knot: Knot, x: float, y: float, size: tuple[float, float]) -> Group:
    """The box of a knot around its centre; it may be larger than its words need."""
    (width, height), lines = size, lines_of(knot)
    left, top = x - width / 2, y - height / 2
    marks: list[Mark] = [_frame(knot, left, top, width, height)]
    for place, line in enumerate(lines):
        baseline = y + LINE_HEIGHT * (place - len(lines) / 2) + 0.76 * LINE_HEIGHT
        start = x - line.width / 2
        if line.bold:
            marks.append(Text(x=start, y=baseline, words=line.bold, size=SIZE, anchor="start", bold=True))
        if line.words:
            behind = start + line.width - width_of(line.words, SIZE)
            marks.append(Text(x=behind, y=baseline, words=line.words, size=SIZE, colour=line.colour, anchor="start", italic=line.italic))
    marks += _badges(knot, left, top, width, height)
    return Group(name=f"knot {knot.role.value}{' meeting' if knot.paths else ''}{'' if knot.finite else ' odd'}", marks=tuple(marks), note=_note(knot))


def _frame(knot: Knot, left: float, top: float, width: float, height: float) -> Box:
    fill = TINT if knot.role is Role.PARAMETER else PAPER
    radius = {Role.INPUT: min(height / 2, ROUND), Role.PARAMETER: 0.0, Role.CONSTANT: 0.0}.get(knot.role, 6.0)
    colour, line = (BACKWARD, 2.4) if knot.paths else (INK, 2.2) if knot.role is Role.OUTPUT else (SOFT, 1.2)
    return Box(x=left, y=top, width=width, height=height, fill=fill, stroke=colour, line=line, radius=radius, dashed=knot.role is Role.CONSTANT)


def _badges(knot: Knot, left: float, top: float, width: float, height: float) -> Iterator[Mark]:
    """The sign of the operation; a plus where gradients are added up; an exclamation mark where a number is not finite."""
    if knot.sign:
        yield from _badge(knot.sign, left, top, INK)
    if knot.paths:
        yield from _badge("+", left + width, top, BACKWARD)
    if not knot.finite:
        yield from _badge("!", left + width, top + height, INK)


def _badge(sign: str, x: float, y: float, fill: str) -> tuple[Mark, Mark]:
    """A sign in a disc around a corner, or in a longer shape from there if it has several letters."""
    if len(sign) == 1:
        return Disc(x=x, y=y, radius=BADGE, fill=fill), _sign(sign, x, y, LARGE)
    width = max(2 * BADGE, width_of(sign, MIDDLE, bold=True) + BADGE)
    shape = Box(x=x - BADGE, y=y - BADGE - LIFT, width=width, height=2 * BADGE, fill=fill, radius=BADGE)
    return shape, _sign(sign, x - BADGE + width / 2, y - LIFT, MIDDLE)


def _sign(sign: str, x: float, y: float, size: float) -> Text:
    return Text(x=x, y=y + 0.36 * size, words=sign, size=size, colour=PAPER, bold=True)


def _note(knot: Knot) -> str:
    """All of it in words, also what is shortened in the box."""
    whole = f"{knot.symbol}{f' = {knot.formula}' if knot.formula else ''}"
    return "; ".join(filter(None, (f"{whole} {knot.value}".strip(), f"{knot.derivative}{_after(knot.gradient)}")))
