"""Which neuron is looked at: one unit of one layer, in one row of the batch; and what is said about it before and beside the lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Node
from glassgrad.writing.arrays import equation, plain_number, shown
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.mathematics import Mathematics, Words, mathematics

from .blocks import EQUAL, Aside, Block, Step, Table
from .cutting import leaves_of
from .entries import as_computed, entry_line, entry_of, sum_terms, zoomed
from .line import line, values_down_to
from .pass_view import Entry, PassView
from .training_pass import LayerView

MOST_UNITS = 8
"""Units of the next layer that are listed."""


@dataclass(frozen=True, eq=False)
class Neuron:
    """One unit of one layer, in one row of the batch."""

    seen: PassView
    layer: LayerView
    unit: int
    row: int

    @property
    def entry(self) -> Entry:
        """Its place in the arrays of its layer."""
        return (self.row, self.unit)


def _names_without(seen: PassView, node: Node) -> dict[Node, Any]:
    return {one: naming for one, naming in seen.names.items() if one is not node}


def _forward(it: Neuron, node: Node) -> tuple[Any, ...]:
    seen = it.seen
    return seen.names[node](it.entry), [(node, it.entry)], _names_without(seen, node), seen.values, entry_of(seen.values.get(node), it.entry)


def forward_line(it: Neuron, node: Node) -> Step:
    """The entry of a quantity of its layer, written out."""
    return entry_line(*_forward(it, node), rewrite=as_computed)


def who(it: Neuron) -> Iterator[Block]:
    """Which unit and row, in words, and what the row should come out as."""
    step = it.seen.step
    label = f" ({step.row_labels[it.row]})" if it.row < len(step.row_labels) else ""
    activation = f", {it.layer.activation}" if it.layer.activation else ""
    is_last = it.layer is step.layers[-1]
    name = f", the output for “{step.target_names[it.unit]}”" if is_last and it.unit < len(step.target_names) else ""
    yield Aside((f"Unit {it.unit} of layer {it.layer.number}{activation}{name}; row {it.row} of the batch{label}. Units and rows count from 0.",))
    yield from _target(it)


def _target(it: Neuron) -> Iterator[Block]:
    """The target of the row."""
    step = it.seen.step
    if step.y not in it.seen.values:
        return
    target = np.asarray(it.seen.values[step.y])[it.row]
    if target.size != 1:
        return
    number = float(target.reshape(-1)[0])
    last = shown(target.reshape(-1)[0])
    told = equation(it.seen.names[step.y]((it.row,) + (0,) * target.ndim).mathematics, last.fragment.mathematics, exact=last.exact)
    if number in range(len(step.class_names)):
        yield Aside((f"Its true class is “{step.class_names[int(number)]}”: ", told, "."))
    else:
        yield Aside(("Its target is ", told, f" ({step.words[step.y]})." if step.y in step.words else "."))


def legend(it: Neuron) -> Iterator[Block]:
    """What the inputs on the line are, if they are columns of the data."""
    seen, step = it.seen, it.seen.step
    told = entry_line(*_forward(it, it.layer.before), rewrite=as_computed)
    used = [entry for of, entry in zoomed(it.layer.before, it.entry, _names_without(seen, it.layer.before), seen.values).leaves.values() if of is step.x]
    shown = [entry for entry in used if entry[-1] < len(step.feature_names) and told.formula and seen.names[step.x](entry).text in told.formula.text]
    rows = [(seen.names[step.x](entry), step.feature_names[entry[-1]], entry_of(seen.values[step.x], entry)) for entry in shown]
    if rows:
        cells = tuple(((symbol.mathematics,), (name,), (plain_number(value),)) for symbol, name, value in rows)
        yield Table((("input",), ("what it is",), ("as the network sees it",)), cells)


def where_it_goes(it: Neuron) -> Iterator[Block]:
    """The terms of the next layer in which this unit stands."""
    seen, out = it.seen, it.layer.out
    following = [layer for layer in seen.step.layers if layer.number > it.layer.number]
    if not following:
        yield Aside((seen.names[out](it.entry).mathematics, " is an output of the network; the loss is taken from it."))
        return
    before = following[0].before
    rows = [row for unit in range(min(before.shape[-1], MOST_UNITS)) for row in _terms_with(it, out, before, (it.row, unit))]
    if rows:
        left = before.shape[-1] - MOST_UNITS
        caption: Words = ("Where ", seen.names[out](it.entry).mathematics, " goes", f" (and into {left} more units)" if left > 0 else "", ":")
        yield Table((("into",), ("as the term",), ("in numbers",), ("which is",)), tuple(rows), caption)


def _terms_with(it: Neuron, out: Node, before: Node, entry: Entry) -> Iterator[tuple[Words, ...]]:
    """The terms of one weighted sum of the next layer in which this unit stands."""
    seen = it.seen
    found = zoomed(before, entry, _names_without(seen, before), seen.values)
    into = seen.names[before](entry)
    for term in sum_terms(found.node):
        places = {leaf: found.leaves[leaf] for leaf in leaves_of(term) if leaf in found.leaves}
        if (out, it.entry) in places.values():
            symbols = {leaf: seen.names[of](at) for leaf, (of, at) in places.items()}
            values = {leaf: entry_of(seen.values[of], at) for leaf, (of, at) in places.items()}
            step = line(into, excerpt(term, symbols), symbols, values, values_down_to(term, values, np.dtype(np.float64))[term])
            numbers, value = _marked(step.numbers, step.into_numbers), _marked(step.value, step.into_value)
            yield tuple((part,) if part is not None else () for part in (into.mathematics, step.formula, numbers, value))


def _marked(part: Mathematics | None, sign: str) -> Mathematics | None:
    """A part of a line as a cell of a table, with ≈ before it if it is rounded."""
    return part if part is None or sign == EQUAL else mathematics("≈", r"\approx") + part
