"""The loss epoch by epoch as a curve of characters: a fine line for the training rows, rings for the validation rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LOGARITHMIC_FROM = 10.0
"""A loss that falls by more than this factor is drawn on a logarithmic axis; a linear one would squeeze its end into one row."""
FURTHEST, NEAREST = 1e300, 1e-300
"""Losses further from 0 are left out of the picture, and nearer ones drawn at 0, so that the arithmetic of the axes stays finite."""
FLAT = 1e-9
"""Losses that differ by less than this share are drawn as equal."""
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a braille cell's dots, column by column."""
BRAILLE = 0x2800
Point = tuple[int, int]


@dataclass(frozen=True)
class Ink:
    """The characters that a curve is drawn with; `fine` draws the line in braille, eight dots to a character."""

    line: str
    ring: str
    tick: str
    side: str
    corner: str
    floor: str
    fine: bool


UNICODE = Ink(line="⠒⠒", ring="◦", tick="┤", side="│", corner="└", floor="─", fine=True)
ASCII = Ink(line="**", ring="x", tick="+", side="|", corner="+", floor="-", fine=False)


@dataclass(frozen=True)
class Axis:
    """From the loss to a height between 0 and 1."""

    low: float
    high: float
    logarithmic: bool

    def height(self, loss: float) -> float:
        """0 at the bottom, 1 at the top."""
        low, high, at = (math.log(one) if self.logarithmic else one for one in (self.low, self.high, loss))
        return (at - low) / (high - low)


def loss_curve(training: Sequence[float | None], validation: Sequence[float | None], width: int, height: int, *, ink: Ink = UNICODE) -> list[str]:
    """Draw both losses over the epochs, on `height` lines of at most `width` characters; None and not-a-number are gaps.

    The first line is the legend, the last the epochs. The axis is logarithmic where the loss falls by more than a factor of 10.
    Where there are more epochs than fit, neighbours are drawn as their mean.

    >>> for line in loss_curve([4.0, 2.0, 1.0], [4.0, 3.0, 2.0], 42, 8):
    ...     print(line)
    loss            ⠒⠒ training   ◦ validation
    4 ┤◦⠒⠢⠤⣀⡀
      │     ⠈⠉⠒⠢⠤⣀        ◦
      │           ⠉⠑⠒⠤⢄⣀
    2 ┤                 ⠉⠑⠒⠒⠤⠤⠤⣀⣀⣀⡀          ◦
      │                           ⠈⠉⠉⠑⠒⠒⠒⠤⠤⠤⣀⣀
      └───────────────────────────────────────
       1                epoch                3
    """
    epochs = max(len(training), len(validation))
    training, validation = (thinned(losses, together=-(-epochs // (2 * width))) for losses in (training, validation))
    axis = axis_for([*training, *validation])
    if axis is None:
        return [_legend(width, ink, validation=False, logarithmic=False), "no finite loss yet"]
    rows = max(2, height - 3)
    ticks = {round((1 - axis.height(at)) * (rows - 1)): label for at, label in reversed(ticks_of(axis, at_most=max(2, (rows + 1) // 2)))}
    margin = max(map(len, ticks.values()))
    columns = max(2, width - margin - 2)
    cells = _cells(training, validation, axis, columns, rows, ink)
    lines = [f"{ticks.get(row, ''):>{margin}} {ink.tick if row in ticks else ink.side}{''.join(line).rstrip()}" for row, line in enumerate(cells)]
    floor = " " * (margin + 1) + ink.corner + ink.floor * columns
    legend = _legend(width, ink, validation=any(loss is not None for loss in validation), logarithmic=axis.logarithmic)
    return [legend, *lines, floor, " " * (margin + 2) + _epochs(epochs, columns)]


def thinned(losses: Sequence[float | None], *, together: int) -> list[float | None]:
    """The mean of each so many neighbours, without those that cannot be drawn; None where there are none.

    >>> thinned([4.0, 2.0, None, 1.0, float("nan")], together=2)
    [3.0, 1.0, None]
    """
    parts = [losses[first : first + together] for first in range(0, len(losses), max(1, together))]
    drawable = [[loss for loss in part if loss is not None and abs(loss) < FURTHEST] for part in parts]
    means = [sum(part) / len(part) if part else None for part in drawable]
    return [0.0 if mean is not None and abs(mean) < NEAREST else mean for mean in means]


def axis_for(losses: Iterable[float | None]) -> Axis | None:
    """The axis that holds all losses; None if there are none."""
    seen = [loss for loss in losses if loss is not None]
    if not seen:
        return None
    low, high = min(seen), max(seen)
    if high - low <= FLAT * max(abs(low), abs(high)):
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if low else (0.0, 1.0)
    return Axis(low, high, logarithmic=low > 0 and high / low > LOGARITHMIC_FROM)


def ticks_of(axis: Axis, *, at_most: int) -> list[tuple[float, str]]:
    """Round numbers on the axis, with their labels.

    >>> [label for at, label in ticks_of(Axis(0.12, 0.93, logarithmic=False), at_most=5)]
    ['0.2', '0.4', '0.6', '0.8']
    >>> [label for at, label in ticks_of(Axis(0.003, 2.0, logarithmic=True), at_most=5)]
    ['0.01', '0.1', '1']
    """
    marks = _logarithmic_marks(axis, at_most) if axis.logarithmic else _linear_marks(axis, at_most)
    return [(at, f"{at:.12g}") for at in marks]


def _linear_marks(axis: Axis, at_most: int) -> list[float]:
    span = axis.high - axis.low
    power = math.floor(math.log10(span / at_most))
    for factor in (1, 2, 5, 10, 20, 50):
        step = factor * 10.0**power
        first, last = math.ceil(axis.low / step - 1e-9), math.floor(axis.high / step + 1e-9)
        if last - first < at_most:
            break
    # The product of a whole number and a power of ten carries a rounding error; printing and reading again takes it off.
    return [float(f"{count * step:.12g}") for count in range(first, last + 1)] or [axis.low, axis.high]


def _logarithmic_marks(axis: Axis, at_most: int) -> list[float]:
    first, last = math.floor(math.log10(axis.low)), math.ceil(math.log10(axis.high))
    for factors, stride in [((1, 2, 5), 1), ((1,), 1), *(((1,), stride) for stride in (2, 3, 5, 10, 20, 50, 100, 200, 300))]:
        marks = [float(f"{factor}e{power}") for power in range(first, last + 1) if power % stride == 0 for factor in factors]
        inside = [mark for mark in marks if axis.low * (1 - 1e-9) <= mark <= axis.high * (1 + 1e-9)]
        if len(inside) <= at_most:
            break
    return inside or [axis.low, axis.high]


def _cells(training: Sequence[float | None], validation: Sequence[float | None], axis: Axis, columns: int, rows: int, ink: Ink) -> list[list[str]]:
    """The plot as characters, row by row."""
    across, down = (2, 4) if ink.fine else (1, 1)
    longest = max(len(training), len(validation))
    bits: dict[Point, int] = {}
    for x, y in _line(_points(training, longest, axis, columns * across, rows * down)):
        cell = (x // across, y // down)
        bits[cell] = bits.get(cell, 0) | DOTS[x % across][y % down]
    cells = [[_mark(bits.get((column, row), 0), ink) for column in range(columns)] for row in range(rows)]
    for column, row in _apart(_points(validation, longest, axis, columns, rows)):
        cells[row][column] = ink.ring
    return cells


def _apart(points: Sequence[Point | None]) -> Iterator[Point]:
    """Points with a free column between them, so that a row of rings does not hide the line."""
    free = 0
    for point in points:
        if point is not None and point[0] >= free:
            yield point
            free = point[0] + 2


def _mark(bits: int, ink: Ink) -> str:
    return " " if not bits else chr(BRAILLE + bits) if ink.fine else ink.line[0]


def _points(losses: Sequence[float | None], longest: int, axis: Axis, columns: int, rows: int) -> list[Point | None]:
    """Where each loss lies on a grid, from the upper left; None for a gap."""
    return [
        (round(at * (columns - 1) / max(1, longest - 1)), round((1 - axis.height(loss)) * (rows - 1))) if loss is not None else None
        for at, loss in enumerate(losses)
    ]


def _line(points: Sequence[Point | None]) -> Iterator[Point]:
    """Every dot of the line through the points; a gap breaks it."""
    for before, after in zip([None, *points], points, strict=False):
        if after is None:
            continue
        x, y = before or after
        steps = max(abs(after[0] - x), abs(after[1] - y), 1)
        for step in range(steps + 1):
            yield round(x + (after[0] - x) * step / steps), round(y + (after[1] - y) * step / steps)


def _legend(width: int, ink: Ink, *, validation: bool, logarithmic: bool) -> str:
    title = "loss, logarithmic" if logarithmic else "loss"
    lines = f"{ink.line} training" + (f"   {ink.ring} validation" if validation else "")
    return f"{title}  {lines:>{max(0, width - len(title) - 2)}}"


def _epochs(last: int, columns: int) -> str:
    if last == 1:
        return "epoch 1"
    return f"1{'epoch':^{max(7, columns - 1 - len(str(last)))}}{last}"
