"""The neurons: what each hands on for the chosen row, as a number and as a fill; its bias as the ring; what flows back as a tag."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.writing.numbers import number
from glassgrad.writing.plain import visible

from ..marks import Box, Disc, Group, Line, Mark, Text
from ..measuring import width_of
from ..palette import BACKWARD, INK, LINE, NEGATIVE, PAPER, POSITIVE, SOFT, TINT, blended, ink_on, luminance
from .fitting import number_in
from .look import LayerLook, NetworkLook
from .places import FOLDED_HEIGHT, Places
from .shown import Column
from .weights import WIDEST, colour_of, lines_of, stroke

STRONGEST = 0.92
LETTERS, SMALL_LETTERS = 10.5, 9.0
PLAIN = (SOFT, 1.0, False)
"""The outline where there is no bias, or where it is 0."""
LIGHT = 0.7
"""Letters of less weight are read on nothing darker."""
NOT_YET = "?"


def neurons(look: NetworkLook, places: Places) -> Iterator[Mark]:
    """A group for each column: its neurons from the top, and how many are not shown."""
    for place, column in enumerate(places.columns):
        if column.folded:
            yield _folded(look, column, places.xs[place], places)
        else:
            before = places.columns[place - 1] if place else None
            yield Group(name=f"layer-{column.first}", marks=tuple(_column(look, column, before, places.xs[place], places)))


def _column(look: NetworkLook, column: Column, before: Column | None, x: float, places: Places) -> Iterator[Mark]:
    fills, rings = _fills(look, column), _rings(look, column, before)
    for unit, y, fill, (ring, width, dashed) in zip(column.units, places.ys(column), fills, rings, strict=True):
        note = note_of(look, column.first, unit)
        yield Disc(x=x, y=y, radius=places.radius, fill=fill, stroke=ring, line=width, dashed=dashed, note=note)
        yield from _inside(look, column.first, unit, (x, y), places.radius, fill)
        if column.first:
            yield from _tag(look.layers[column.first - 1], unit, x, y + places.radius, f"∂{look.symbol}/∂z")
    if column.more:
        yield from _more(column, x, places)


def _fills(look: NetworkLook, column: Column) -> list[str]:
    """The fills of a column. The strongest is that of the largest value, or of 1: a column of small values looks like one."""
    values = look.outputs(column.first)
    if values is None:
        return [PAPER if look.row is None else TINT] * len(column.units)
    sizes = np.abs(values.astype(np.float64))
    strongest = float(sizes[np.isfinite(sizes)].max(initial=1.0))
    return [_fill(float(values[unit]) / strongest) for unit in column.units]


def _fill(share: float) -> str:
    return blended(POSITIVE if share > 0 else NEGATIVE, STRONGEST * (min(1.0, abs(share)) if np.isfinite(share) else 1.0))


def _rings(look: NetworkLook, column: Column, before: Column | None) -> list[tuple[str, float, bool]]:
    """The outlines: colour, width, and whether they are dashed. They are the biases, drawn like weights of the layer."""
    lines = lines_of(look.layers[column.first - 1]) if column.first else None
    if lines is None or lines.ring is None:
        return [PLAIN] * len(column.units)
    widest, values = lines.widest(before, column), [float(lines.ring[unit]) for unit in column.units]
    return [(colour_of(one, backward=lines.backward), max(1.0, stroke(one, widest, WIDEST)), one < 0) if one else PLAIN for one in values]


def _inside(look: NetworkLook, layer: int, unit: int, place: tuple[float, float], radius: float, fill: str) -> Iterator[Mark]:
    """The number of a hidden unit, which has no name beside it; and the value."""
    (x, y), named, ink = place, _named(look, layer), ink_on(fill)
    if not named:
        soft = SOFT if luminance(fill) > LIGHT else ink
        yield Text(x=x, y=y + (3.3 if look.row is None else -6), words=f"#{unit}", size=9, colour=soft)
    if look.row is None:
        return
    height = y + (4 if named else 7)
    values, left_out = look.outputs(layer), look.layers[layer - 1].left_out if layer else None
    if values is not None and left_out is not None and left_out[unit]:
        yield Line(points=((x - radius * 0.7, y + radius * 0.7), (x + radius * 0.7, y - radius * 0.7)), colour=SOFT, width=1.2)
    words = NOT_YET if values is None else number_in(values[unit], 2 * radius - 8, LETTERS)
    size = LETTERS if width_of(words, LETTERS) <= 2 * radius - 6 else SMALL_LETTERS
    yield Text(x=x, y=height, words=words, size=size, colour=SOFT if values is None else ink)


def _named(look: NetworkLook, layer: int) -> bool:
    if not layer:
        return bool(look.features)
    return layer == len(look.layers) and look.answer is not None


def _tag(layer: LayerLook, unit: int, x: float, y: float, of: str) -> Iterator[Mark]:
    if layer.slopes is None:
        return
    words = number_in(layer.slopes[unit], 46, 9.5, bold=True)
    width = width_of(words, 9.5, bold=True) + 8
    yield Box(x=x - width / 2, y=y - 5, width=width, height=14, fill=PAPER, stroke=BACKWARD, line=1.0, radius=4, note=of)
    yield Text(x=x, y=y + 5.6, words=words, size=9.5, colour=BACKWARD, bold=True)


def _more(column: Column, x: float, places: Places) -> Iterator[Mark]:
    y = places.slot_y(column, column.gap)
    for dot in (-8, -2, 4):
        yield Disc(x=x, y=y + dot - 3, radius=1.5, fill=SOFT)
    yield Text(x=x, y=y + 14, words=f"{column.more:,} more", size=10.5, colour=SOFT)


def _folded(look: NetworkLook, column: Column, x: float, places: Places) -> Group:
    width, height, y = 88.0, FOLDED_HEIGHT, places.middle
    widths = sorted({look.width(number) for number in range(column.first, column.last + 1)})
    units = f"{widths[0]:,} units each" if len(widths) == 1 else f"{widths[0]:,} to {widths[-1]:,} units"
    lines = (f"{column.last - column.first + 1} more", "layers", f"{column.first} to {column.last},", units)
    marks = [Box(x=x - width / 2, y=y - height / 2, width=width, height=height, fill=TINT, stroke=LINE, radius=10, dashed=False)]
    marks_after = [Text(x=x, y=y - 24 + 16 * place, words=one, size=11, colour=INK if place < 2 else SOFT) for place, one in enumerate(lines)]
    return Group(name=f"layers-{column.first}-to-{column.last}", marks=(*marks, *marks_after))


def note_of(look: NetworkLook, layer: int, unit: int) -> str:
    """All that is known of a neuron, in words."""
    if not layer:
        return _input_note(look, unit)
    one = look.layers[layer - 1]
    facts = [] if one.bias is None else [f"bias {number(one.bias[unit]).text}"]
    facts += [] if one.sums is None else [f"z = {number(one.sums[unit]).text}"]
    facts += [] if one.outputs is None or one.activation == "linear" else [f"a = {number(one.outputs[unit]).text}"]
    facts += ["left out by dropout in this step"] if one.left_out is not None and one.left_out[unit] else []
    facts += [] if one.slopes is None else [f"∂{look.symbol}/∂z = {number(one.slopes[unit]).text}"]
    facts += ["not computed yet"] if look.row is not None and one.outputs is None else []
    return f"unit {unit} of layer {layer}" + (f": {', '.join(facts)}" if facts else "")


def _input_note(look: NetworkLook, unit: int) -> str:
    name = visible(look.features[unit], 200) if look.features else f"input {unit}"
    if look.row is None:
        return name
    raw = f", in the data {visible(look.row.raw[unit], 100)}" if look.row.raw else ""
    return f"{name}: {number(look.row.inputs[unit]).text}{raw}"
