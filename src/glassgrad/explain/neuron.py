"""A step of training at the level of one neuron: one unit, one row, every number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Node, SettingError

from .arrays import equation, plain_number
from .cutting import leaves_of
from .entries import Focus, entry_line, entry_of, sum_terms, zoomed
from .excerpt import excerpt
from .line import line, values_down_to
from .mathematics import Words
from .network_level import forward_step
from .pass_view import Entry, PassView
from .reasons import reason
from .story import Aside, Block, Heading, Step, Table
from .training_pass import LayerView
from .updating import of_weight

MOST_WEIGHTS = 4
"""Weights of the unit that are told, if it has more than twice as many."""
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


def neuron(seen: PassView, row: int | None, unit: str | None) -> Neuron:
    """The neuron that is meant by `unit="1.2"` and `row=3`. Raises: SettingError for one that is not there."""
    layers = {layer.number: layer for layer in seen.step.layers}
    first, last = min(layers), max(layers)
    text = f"{first}.0" if unit is None else unit
    parts = str(text).split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
        raise SettingError(f"unit={text!r:.40} is no unit; write layer.unit, like unit='{first}.0' for the first unit of layer {first}")
    number, place = int(parts[0][:9]), int(parts[1][:9])
    if number not in layers:
        raise SettingError(f"there is no layer {number}; the layers are {first} to {last}")
    units = layers[number].before.shape[-1]
    if place >= units:
        raise SettingError(f"layer {number} has no unit {place}; its units are 0 to {units - 1}")
    return Neuron(seen, layers[number], place, checked_row(seen, row))


def checked_row(seen: PassView, row: int | None) -> int:
    """The row, counted from 0; the first if none is named. Raises: SettingError for one that is not in the batch."""
    rows = seen.step.x.shape[0]
    if row is None:
        return 0
    if isinstance(row, bool) or not isinstance(row, (int, np.integer)) or not 0 <= row < rows:
        raise SettingError(f"there is no row {row!r:.40} in this batch; its rows are 0 to {rows - 1}")
    return int(row)


def neuron_blocks(it: Neuron) -> Iterator[Block]:
    """Forward, loss, backward, update of one neuron."""
    seen, layer = it.seen, it.layer
    yield from _who(it)
    yield Heading(("Forward: what this unit makes of the row",))
    yield from _legend(it)
    yield _forward_line(it, layer.before)
    if layer.after is not layer.before:
        yield _forward_line(it, layer.after)
    yield from _where_it_goes(it)
    yield forward_step(seen, seen.step.loss)
    if seen.step.total is not seen.step.loss:
        yield forward_step(seen, seen.step.total)
    yield Heading(("Backward: how the loss changes with this unit",))
    for node in dict.fromkeys((layer.after, layer.before)):
        if node in seen.ways.into:
            yield _gradient_line(it, node, it.entry, because=_reason(it, node))
    chosen = _chosen_weights(it)
    yield from _weight_gradients(it, chosen)
    yield Heading(("Update: the weights of this unit take their step",))
    yield from (line for node, entry in chosen for line in _update_lines(it, node, entry))


def _who(it: Neuron) -> Iterator[Block]:
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
    if target.ndim == 0 and len(step.target_names) > 1 and 0 <= int(target) < len(step.target_names):
        symbol = it.seen.names[step.y]((it.row,)).mathematics
        yield Aside((f"Its true class is “{step.target_names[int(target)]}”: ", equation(symbol, plain_number(target)), "."))
    elif target.size == 1:
        symbol = it.seen.names[step.y]((it.row,) + (0,) * target.ndim).mathematics
        yield Aside(("Its target is ", equation(symbol, plain_number(target.reshape(-1)[0])), "."))


def _legend(it: Neuron) -> Iterator[Block]:
    """What the inputs on the line are, if they are columns of the data."""
    seen, step = it.seen, it.seen.step
    told = entry_line(*_forward(it, it.layer.before), simple=False)
    used = [entry for of, entry in zoomed(it.layer.before, it.entry, _names_without(seen, it.layer.before), seen.values).leaves.values() if of is step.x]
    shown = [entry for entry in used if entry[-1] < len(step.feature_names) and told.formula and seen.names[step.x](entry).text in told.formula.text]
    rows = [(seen.names[step.x](entry), step.feature_names[entry[-1]], entry_of(seen.values[step.x], entry)) for entry in shown]
    if rows:
        cells = tuple(((symbol.mathematics,), (name,), (plain_number(value),)) for symbol, name, value in rows)
        yield Table((("input",), ("what it is",), ("as the network sees it",)), cells)


def _names_without(seen: PassView, node: Node) -> dict[Node, Any]:
    return {one: naming for one, naming in seen.names.items() if one is not node}


def _forward(it: Neuron, node: Node) -> tuple[Any, ...]:
    seen = it.seen
    return seen.names[node](it.entry), [(node, it.entry)], _names_without(seen, node), seen.values, entry_of(seen.values.get(node), it.entry)


def _forward_line(it: Neuron, node: Node) -> Step:
    return entry_line(*_forward(it, node), simple=False)


def _where_it_goes(it: Neuron) -> Iterator[Block]:
    """The terms of the next layer in which this unit stands."""
    seen, after = it.seen, it.layer.after
    following = [layer for layer in seen.step.layers if layer.number > it.layer.number]
    if not following:
        yield Aside((seen.names[after](it.entry).mathematics, " is an output of the network; the loss is taken from it."))
        return
    before = following[0].before
    rows = [row for unit in range(min(before.shape[-1], MOST_UNITS)) for row in _terms_with(it, after, before, (it.row, unit))]
    if rows:
        left = before.shape[-1] - MOST_UNITS
        caption: Words = ("Where ", seen.names[after](it.entry).mathematics, " goes", f" (and into {left} more units)" if left > 0 else "", ":")
        yield Table((("into",), ("as the term",), ("in numbers",), ("which is",)), tuple(rows), caption)


def _terms_with(it: Neuron, after: Node, before: Node, entry: Entry) -> Iterator[tuple[Words, ...]]:
    """The terms of one weighted sum of the next layer in which this unit stands."""
    seen = it.seen
    found = zoomed(before, entry, _names_without(seen, before), seen.values)
    symbols = {leaf: seen.names[of](at) for leaf, (of, at) in found.leaves.items()}
    values = {leaf: entry_of(seen.values[of], at) for leaf, (of, at) in found.leaves.items()}
    into = seen.names[before](entry)
    for term in sum_terms(found.node):
        if any(found.leaves.get(leaf) == (after, it.entry) for leaf in leaves_of(term)):
            step = line(into, excerpt(term, symbols), symbols, values, values_down_to(term, values, np.dtype(np.float64))[term])
            yield tuple((part,) if part is not None else () for part in (into.mathematics, step.formula, step.numbers, step.value))


def _chosen_weights(it: Neuron) -> list[tuple[Node, Entry]]:
    """The weights of the unit, or those with the largest gradients if they are many; and its bias."""
    seen, weights, bias = it.seen, it.layer.weights, it.layer.bias
    chosen: list[tuple[Node, Entry]] = []
    if weights is not None and weights in seen.ways.into:
        sizes = np.abs(np.asarray(seen.backward.gradients.get(weights, np.zeros(weights.shape)))[:, it.unit])
        order = range(len(sizes)) if len(sizes) <= 2 * MOST_WEIGHTS else sorted(np.argsort(-sizes, kind="stable")[:MOST_WEIGHTS].tolist())
        chosen += [(weights, (int(place), it.unit)) for place in order]
    if bias is not None and bias in seen.ways.into:
        chosen.append((bias, (it.unit,)))
    return chosen


def _reason(it: Neuron, node: Node) -> Words:
    return reason(it.seen.symbols[node], it.seen.step.total, it.seen.ways.into[node], it.seen.symbols)


def _gradient_line(it: Neuron, node: Node, entry: Entry, *, because: Words, focus: Focus = lambda node, entry: False, of_focus: str = "") -> Step:
    seen = it.seen
    roots = [(road.contribution, entry) for road in seen.ways.into[node]]
    value = entry_of(seen.backward.gradients.get(node), entry)
    return entry_line(seen.gradient_naming(node)(entry), roots, seen.names, seen.values, value, because=because, focus=focus, of_focus=of_focus)


def _weight_gradients(it: Neuron, chosen: list[tuple[Node, Entry]]) -> Iterator[Block]:
    """The gradient by a weight is a sum over the rows of the batch: what this row adds is told beside it."""
    rows = it.seen.step.x.shape[0]
    if rows > 1 and chosen:
        yield Aside((f"The weights are shared by all {rows} rows of the batch, so their gradients are sums with one term for each row.",))
    told: set[Node] = set()
    for node, entry in chosen:
        because = () if node in told else _reason(it, node)
        told.add(node)
        yield _gradient_line(it, node, entry, because=because, focus=_of_this_row(it), of_focus=f"row {it.row} adds " if rows > 1 else "")


def _of_this_row(it: Neuron) -> Focus:
    return lambda of, at: of in it.seen.ways.quotes and len(at) == 2 and at[0] == it.row


def _update_lines(it: Neuron, weight: Node, entry: Entry) -> Iterator[Step]:
    """The old value, what the optimizer remembers, the new value."""
    if weight not in it.seen.step.updates:
        return
    for update in of_weight(it.seen, weight):
        value = entry_of(it.seen.step.values.get(update.new), entry)
        yield entry_line(update.naming(entry), [(update.new, entry)], update.names, update.values, value, relation=update.relation)
