"""The legend beneath a diagram: only what is drawn in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..marks import Box, Disc, Group, Line, Mark, Text
from ..measuring import width_of
from ..palette import BACKWARD, LINE, NEGATIVE, PAPER, POSITIVE, SOFT, TINT
from .look import NetworkLook
from .places import MARGIN
from .weights import drawn_of, lines_of

SIZE = 10.5
SAMPLE, ROW, SPACE = 30.0, 18.0, 22.0
Sample = Callable[[float, float], tuple[Mark, ...]]
"""The sample of a sign at a place: the left end of it, and its middle line."""


def legend(look: NetworkLook, width: float, y: float) -> tuple[Group, float]:
    """The signs in as many rows as they need, centred, from this height down; and the height after them."""
    rows: list[list[tuple[Sample, str]]] = [[]]
    for sample, words in _entries(look):
        if rows[-1] and _width([*rows[-1], (sample, words)]) > width - 2 * MARGIN:
            rows.append([])
        rows[-1].append((sample, words))
    marks = [mark for place, row in enumerate(rows) for mark in _row(row, width, y + ROW * place)]
    return Group(name="legend", marks=tuple(marks)), y + ROW * len(rows)


def _width(row: list[tuple[Sample, str]]) -> float:
    return sum(SAMPLE + 6 + width_of(words, SIZE) for _, words in row) + SPACE * (len(row) - 1)


def _row(row: list[tuple[Sample, str]], width: float, y: float) -> Iterator[Mark]:
    x = (width - _width(row)) / 2
    for sample, words in row:
        yield from sample(x, y - 3.5)
        yield Text(x=x + SAMPLE + 6, y=y, words=words, size=SIZE, colour=SOFT, anchor="start")
        x += SAMPLE + 6 + width_of(words, SIZE) + SPACE


def _entries(look: NetworkLook) -> Iterator[tuple[Sample, str]]:
    drawn = {drawn_of(layer) for layer in look.layers}
    signs = [kind for kind in ("weight", "change") if kind in drawn]
    for kind in signs:
        yield _line(POSITIVE), f"positive {kind}"
        yield _line(NEGATIVE, dashed=True), f"negative {kind}"
    if "" in drawn:
        yield _line(LINE), "a weight; it has no value yet"
    if "gradient" in drawn:
        yield _line(BACKWARD), f"∂{look.symbol}/∂w, as a ring ∂{look.symbol}/∂b (dashed: negative)"
    rings = [lines_of(layer).ring for layer in look.layers]
    if signs and any(one is not None and one.any() for one in rings):
        yield _ring, f"ring: the {'change of the bias' if 'change' in drawn else 'bias'}, drawn alike"
    if look.row is not None:
        yield _fills, "the stronger the fill, the further from 0 (blue +, orange −)"
        if any(layer.outputs is None for layer in look.layers):
            yield _not_yet, "not computed yet"
        if any(layer.slopes is not None for layer in look.layers):
            yield _tag, f"∂{look.symbol}/∂z of the neuron"


def _line(colour: str, *, dashed: bool = False) -> Sample:
    return lambda x, y: (Line(points=((x, y), (x + SAMPLE, y)), colour=colour, width=2.6, dashed=dashed),)


def _ring(x: float, y: float) -> tuple[Mark, ...]:
    return (
        Disc(x=x + SAMPLE - 20, y=y, radius=6, fill=PAPER, stroke=POSITIVE, line=2.4),
        Disc(x=x + SAMPLE - 5, y=y, radius=6, fill=PAPER, stroke=NEGATIVE, line=2.4, dashed=True),
    )


def _fills(x: float, y: float) -> tuple[Mark, ...]:
    return Disc(x=x + SAMPLE - 20, y=y, radius=6, fill=POSITIVE), Disc(x=x + SAMPLE - 5, y=y, radius=6, fill=NEGATIVE)


def _not_yet(x: float, y: float) -> tuple[Mark, ...]:
    disc = Disc(x=x + SAMPLE - 7, y=y, radius=7, fill=TINT, stroke=SOFT)
    return disc, Text(x=disc.x, y=y + 3.5, words="?", size=9.5, colour=SOFT)


def _tag(x: float, y: float) -> tuple[Mark, ...]:
    box = Box(x=x, y=y - 7, width=SAMPLE, height=14, fill=PAPER, stroke=BACKWARD, radius=4)
    return box, Text(x=x + SAMPLE / 2, y=y + 3.5, words="−0.2", size=9, colour=BACKWARD, bold=True)
