"""The lines between neurons: the sign of a weight by colour and dash, its size by width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from glassgrad.writing.numbers import number

from ..marks import Box, Group, Line, Mark, Text
from ..measuring import width_of
from ..palette import BACKWARD, INK, LINE, NEGATIVE, PAPER, POSITIVE
from .fitting import number_in
from .look import Array, LayerLook, NetworkLook
from .places import FAR, NEAR, Places
from .shown import Column, labelled

THINNEST, WIDEST, WIDEST_OF_MANY = 0.5, 4.6, 1.8
FEW = 30
"""More lines than this between two columns are thinner."""
LETTERS, LINE_HEIGHT = 9.5, 11.0


@dataclass(frozen=True, eq=False)
class Lines:
    """What the lines to one layer show. `values` (inputs, units) and `ring` (units,) are drawn, `of` says what they are; None: only that there are lines."""

    values: Array | None
    ring: Array | None
    of: str = ""
    symbol: str = "L"

    @property
    def backward(self) -> bool:
        """Whether they are gradients."""
        return self.of == "gradient"

    def widest(self, before: Column | None, column: Column) -> float:
        """The size of what is drawn widest. Lines from a folded column are not drawn."""
        lines = None if self.values is None or before is None or before.folded else self.values[np.ix_(before.units, column.units)]
        parts = [] if lines is None else [lines.ravel()]
        parts += [] if self.ring is None else [self.ring[list(column.units)]]
        finite = np.abs(np.concatenate(parts).astype(np.float64)) if parts else np.zeros(0)
        return float(finite[np.isfinite(finite)].max(initial=0.0))


def drawn_of(layer: LayerLook) -> str:
    """What is shown of the parameters of a layer: how they change, else their gradients, else the parameters themselves; nothing where none has a value."""
    if layer.new_weights is not None and layer.weights is not None:
        return "change"
    return "gradient" if layer.weight_slopes is not None else "weight" if layer.weights is not None else ""


def lines_of(layer: LayerLook, symbol: str = "L") -> Lines:
    """The numbers that are shown of the parameters of a layer; `symbol` is what the gradients are those of."""
    of = drawn_of(layer)
    if of == "gradient":
        return Lines(layer.weight_slopes, layer.bias_slopes, of, symbol)
    if of == "change":
        return Lines(_between(layer.weights, layer.new_weights), _between(layer.bias, layer.new_bias), of)
    return Lines(layer.weights, layer.bias, of)


def _between(old: Array | None, new: Array | None) -> Array | None:
    return None if old is None or new is None else new.astype(np.float64) - old


def stroke(value: float, widest: float, most: float) -> float:
    """How wide a line is for a value: from THINNEST for 0, evenly up to `most` for the widest."""
    share = min(1.0, abs(value) / widest) if widest > 0 and np.isfinite(value) else float(not np.isfinite(value))
    return THINNEST + share * (most - THINNEST)


def colour_of(value: float, *, backward: bool = False) -> str:
    """The colour of a sign; 0 has none."""
    if backward:
        return BACKWARD if value else LINE
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else LINE


def weight_lines(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """A group of lines for each two neighbouring columns; then the numbers on them, where there are few."""
    for place, (before, column) in enumerate(zip(places.columns, places.columns[1:], strict=False)):
        if before.folded or column.folded:
            continue
        x, end = places.xs[place], places.xs[place + 1]
        ends = ([(x, y) for y in places.ys(before)], [(end, y) for y in places.ys(column)])
        lines = lines_of(look.layers[column.first - 1], look.symbol)
        yield Group(name=f"weights-{column.first}", marks=tuple(_drawn(lines, before, column, ends)), note=_said(column.first, lines))
        if labelled(look):
            yield Group(name=f"weight-numbers-{column.first}", marks=tuple(_numbers(look, before, column, ends)))


def _said(number_: int, lines: Lines) -> str:
    return f"{'the weights' if lines.of in ('weight', '') else f'the {lines.of}s of the weights'} of layer {number_}"


Ends = tuple[list[tuple[float, float]], list[tuple[float, float]]]


def _drawn(lines: Lines, before: Column, column: Column, ends: Ends) -> Iterator[Mark]:
    if lines.values is None:
        yield from (Line(points=(start, end), colour=LINE, width=1.0) for start in ends[0] for end in ends[1])
        return
    values = lines.values[np.ix_(before.units, column.units)].astype(np.float64)
    widest, most = lines.widest(before, column), max(WIDEST_OF_MANY, WIDEST * min(1.0, (FEW / values.size) ** 0.5))
    # The strongest last, so that they lie on top.
    for flat in np.argsort(np.abs(values), axis=None, kind="stable"):
        i, j = divmod(int(flat), values.shape[1])
        yield _line(float(values[i, j]), (ends[0][i], ends[1][j]), widest, most, lines, f"W{column.first}[{before.units[i]},{column.units[j]}]")


def _line(value: float, points: tuple[tuple[float, float], tuple[float, float]], widest: float, most: float, lines: Lines, name: str) -> Line:
    said = {"gradient": f"∂{lines.symbol}/∂{name}", "change": f"change of {name}"}.get(lines.of, name)
    colour, width = colour_of(value, backward=lines.backward), stroke(value, widest, most)
    return Line(points=points, colour=colour, width=width, dashed=value < 0, note=f"{said} = {number(value).text}")


def _numbers(look: NetworkLook, before: Column, column: Column, ends: Ends) -> Iterator[Mark]:
    layer = look.layers[column.first - 1]
    for j, (x2, y2) in enumerate(ends[1]):
        share = NEAR + (FAR - NEAR) * (j + 0.5) / len(ends[1])
        for i, (x1, y1) in enumerate(ends[0]):
            words, colour = _words(layer, before.units[i], column.units[j])
            yield from _label(words, colour, x1 + share * (x2 - x1), y1 + share * (y2 - y1))


def _words(layer: LayerLook, i: int, j: int) -> tuple[tuple[str, ...], str]:
    assert layer.weights is not None  # only lines with weights have numbers on them
    if layer.new_weights is not None:
        return (number_in(layer.weights[i, j], 44, LETTERS), f"→ {number_in(layer.new_weights[i, j], 44, LETTERS)}"), INK
    if layer.weight_slopes is not None:
        return (number_in(layer.weight_slopes[i, j], 44, LETTERS),), BACKWARD
    return (number_in(layer.weights[i, j], 44, LETTERS),), INK


def _label(words: tuple[str, ...], colour: str, x: float, y: float) -> Iterator[Mark]:
    width, height = max(width_of(one, LETTERS) for one in words) + 5, LINE_HEIGHT * len(words) + 2
    yield Box(x=x - width / 2, y=y - height / 2, width=width, height=height, fill=PAPER, radius=3)
    for place, one in enumerate(words):
        yield Text(x=x, y=y - height / 2 + LINE_HEIGHT * (place + 1) - 1, words=one, size=LETTERS, colour=colour)
