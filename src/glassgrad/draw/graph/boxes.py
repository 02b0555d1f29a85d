"""How a knot looks: a box with its symbol and formula, its value in the colour of the way forward, its gradient in that of the way back."""

from __future__ import annotations

from dataclasses import dataclass

from ..marks import Box, Disc, Group, Mark, Text
from ..measuring import shortened, width_of
from ..palette import BACKWARD, FORWARD, INK, PAPER, SOFT, TINT
from .look import Knot, Role

SIZE, LINE_HEIGHT = 12.0, 17.0
SIDE, ABOVE = 12.0, 8.0
"""Room between the frame and the words."""
WIDEST = 300.0
LEAST = 46.0
BADGE = 9.5
SHORT_SIGN = 3
"""A sign of more letters does not fit into its disc."""


@dataclass(frozen=True)
class Line:
    """One line of words in a box; a bold part may stand before it."""

    words: str
    colour: str = INK
    bold: str = ""

    @property
    def width(self) -> float:
        """How wide it is."""
        return width_of(self.bold, SIZE, bold=True) + width_of(self.words, SIZE)


def lines_of(knot: Knot) -> list[Line]:
    """The words in the box of a knot."""
    lines = [_head(knot)]
    if knot.value:
        lines.append(_fitting(Line(knot.value.removeprefix(": "), FORWARD)))
    if knot.after:
        lines.append(_fitting(Line(f"then {knot.after.removeprefix(': ')}", SOFT)))
    if knot.derivative:
        lines.append(_fitting(Line(f"{knot.derivative}{_after(knot.gradient)}", BACKWARD)))
    if knot.paths:
        lines.append(_fitting(Line(_sum(knot.paths), BACKWARD)))
    return lines


def _head(knot: Knot) -> Line:
    formula = f" = {knot.formula}" if knot.formula else ""
    return Line(shortened(formula, WIDEST - width_of(knot.symbol, SIZE, bold=True), SIZE), INK, shortened(knot.symbol, WIDEST, SIZE, bold=True))


def _after(number: str) -> str:
    return f"{number}" if number.startswith(":") else f" {number}" if number else ""


def _fitting(line: Line) -> Line:
    return Line(shortened(line.words, WIDEST, SIZE), line.colour)


def _sum(paths: tuple[str, ...]) -> str:
    """What comes along several paths, added where that is short enough to be read."""
    parts = [f"({one})" if one.startswith("−") and place else one for place, one in enumerate(paths)]
    written = f"{len(paths)} paths: {' + '.join(parts)}"
    return written if all(paths) and width_of(written, SIZE) <= WIDEST else f"{len(paths)} paths meet"


def size_of(knot: Knot) -> tuple[float, float]:
    """Width and height of its box."""
    lines = lines_of(knot)
    round_ends = 10.0 if knot.role is Role.INPUT else 0.0
    return max(LEAST, max(line.width for line in lines) + 2 * (SIDE + round_ends)), len(lines) * LINE_HEIGHT + 2 * ABOVE


def box(knot: Knot, x: float, y: float) -> Group:
    """The box of a knot around its centre."""
    width, height = size_of(knot)
    left, top = x - width / 2, y - height / 2
    marks: list[Mark] = [_frame(knot, left, top, width, height)]
    for place, line in enumerate(lines_of(knot)):
        baseline = top + ABOVE + LINE_HEIGHT * place + 0.76 * LINE_HEIGHT
        start = x - line.width / 2
        if line.bold:
            marks.append(Text(x=start, y=baseline, words=line.bold, size=SIZE, anchor="start", bold=True))
        if line.words:
            marks.append(Text(x=start + width_of(line.bold, SIZE, bold=True), y=baseline, words=line.words, size=SIZE, colour=line.colour, anchor="start"))
    if knot.sign and len(knot.sign) <= SHORT_SIGN:
        marks += [Disc(x=left, y=top, radius=BADGE, fill=INK), Text(x=left, y=top + 4, words=knot.sign, size=11 if len(knot.sign) == 1 else 8, colour=PAPER)]
    return Group(name=f"knot {knot.role.value}{' meeting' if knot.paths else ''}", marks=tuple(marks), note=_note(knot))


def _frame(knot: Knot, left: float, top: float, width: float, height: float) -> Box:
    fill = TINT if knot.role is Role.PARAMETER else PAPER
    radius = {Role.INPUT: min(height / 2, 20.0), Role.PARAMETER: 0.0}.get(knot.role, 6.0)
    colour, line = (BACKWARD, 2.4) if knot.paths else (INK, 2.2) if knot.role is Role.OUTPUT else (SOFT, 1.2)
    return Box(x=left, y=top, width=width, height=height, fill=fill, stroke=colour, line=line, radius=radius)


def _note(knot: Knot) -> str:
    """All of it in words, also what is shortened in the box."""
    whole = f"{knot.symbol}{f' = {knot.formula}' if knot.formula else ''}"
    return "; ".join(filter(None, (f"{whole} {knot.value}".strip(), f"{knot.derivative}{_after(knot.gradient)}")))
