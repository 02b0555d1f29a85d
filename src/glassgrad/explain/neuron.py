"""A step of training at the level of one neuron: one unit, one row, every number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Node, SettingError

from .arrays import plain_number
from .entries import entry_line, entry_of, sum_terms, zoomed
from .excerpt import excerpt
from .formula import write_excerpt
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
        yield _gradient_line(it, node, it.entry)
    chosen = _chosen_weights(it)
    yield from (_gradient_line(it, node, entry) for node, entry in chosen)
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
        yield Aside((f"Its true class is “{step.target_names[int(target)]}”: ", it.seen.names[step.y]((it.row,)).mathematics, " = ", plain_number(target), "."))
    elif target.size == 1:
        entry = (it.row,) + (0,) * target.ndim
        yield Aside(("Its target is ", it.seen.names[step.y](entry).mathematics, " = ", plain_number(target.reshape(-1)[0]), "."))


def _legend(it: Neuron) -> Iterator[Block]:
    """What the inputs on the line are, if they are columns of the data."""
    seen, step = it.seen, it.seen.step
    line = entry_line(*_forward(it, it.layer.before), simple=False)
    used = [entry for of, entry in zoomed(it.layer.before, it.entry, _names_without(seen, it.layer.before), seen.values).leaves.values() if of is step.x]
    shown = [entry for entry in used if entry[-1] < len(step.feature_names) and line.formula and seen.names[step.x](entry).text in line.formula.text]
    if shown:
        rows = tuple(
            ((seen.names[step.x](entry).mathematics,), (step.feature_names[entry[-1]],), (plain_number(entry_of(seen.values[step.x], entry)),)) for entry in shown
        )
        yield Table((("input",), ("what it is",), ("as the network sees it",)), rows)


def _names_without(seen: PassView, node: Node) -> dict[Node, Any]:
    return {one: naming for one, naming in seen.names.items() if one is not node}


def _forward(it: Neuron, node: Node) -> tuple[Any, ...]:
    seen = it.seen
    return seen.names[node](it.entry), [(node, it.entry)], _names_without(seen, node), seen.values, entry_of(seen.values[node], it.entry)


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
    rows = []
    for unit in range(min(before.shape[-1], MOST_UNITS)):
        entry = (it.row, unit)
        found = zoomed(before, entry, _names_without(seen, before), seen.values)
        here = {leaf for leaf, (of, at) in found.leaves.items() if of is after and at == it.entry}
        symbols = {leaf: seen.names[of](at) for leaf, (of, at) in found.leaves.items()}
        values = {leaf: entry_of(seen.values[of], at) for leaf, (of, at) in found.leaves.items()}
        for term in sum_terms(found.node):
            spots = excerpt(term, symbols)
            if any(spot.node in here for spot in spots):
                rows.append(_term_row(seen.names[before](entry).mathematics, spots, symbols, values))
    if rows:
        left = before.shape[-1] - MOST_UNITS
        caption: Words = ("Where ", seen.names[after](it.entry).mathematics, " goes", f"; {left} more units follow" if left > 0 else "")
        yield Table((("into",), ("as the term",), ("which is",)), tuple(rows), caption)


def _term_row(into: Any, spots: Any, symbols: Any, values: Any) -> tuple[Words, ...]:
    from .line import values_down_to

    root = spots[0].node
    value = values_down_to(root, values, np.dtype(np.float64))[root]
    return (into,), (write_excerpt(spots, symbols).mathematics,), (plain_number(value),)


def _chosen_weights(it: Neuron) -> list[tuple[Node, Entry]]:
    """The weights of the unit, or those with the largest gradients if they are many; and its bias."""
    seen, weights, bias = it.seen, it.layer.weights, it.layer.bias
    chosen: list[tuple[Node, Entry]] = []
    if weights is not None and weights in seen.backward.gradients:
        sizes = np.abs(np.asarray(seen.backward.gradients[weights])[:, it.unit])
        order = range(len(sizes)) if len(sizes) <= 2 * MOST_WEIGHTS else sorted(np.argsort(-sizes, kind="stable")[:MOST_WEIGHTS].tolist())
        chosen += [(weights, (int(place), it.unit)) for place in order]
    if bias is not None and bias in seen.backward.gradients:
        chosen.append((bias, (it.unit,)))
    return chosen


def _gradient_line(it: Neuron, node: Node, entry: Entry) -> Step:
    """The gradient by one entry; of a weight it is a sum over the rows of the batch, in which the term of this row is kept."""
    seen = it.seen
    ways = seen.ways.into[node]
    because = reason(seen.symbols[node], seen.step.total, ways, seen.symbols)
    rows = seen.step.x.shape[0]
    if entry is not it.entry and rows > 1:
        because = (*because, f"; one term for each of the {rows} rows of the batch")
    return entry_line(
        seen.gradient_naming(node)(entry),
        [(road.contribution, entry) for road in ways],
        seen.names,
        seen.values,
        entry_of(seen.backward.gradients[node], entry),
        because=because,
        focus=lambda of, at: entry is not it.entry and of in seen.ways.quotes and len(at) == 2 and at[0] == it.row,
    )


def _update_lines(it: Neuron, weight: Node, entry: Entry) -> Iterator[Step]:
    """The old value, what the optimizer remembers, the new value."""
    if weight not in it.seen.step.updates:
        return
    for update in of_weight(it.seen, weight):
        value = entry_of(it.seen.step.values[update.new], entry)
        yield entry_line(update.naming(entry), [(update.new, entry)], update.names, update.values, value, relation=update.relation)
