"""A step of training at the level of one neuron: one unit, one row, every number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.graph import Kind, Node, SettingError
from glassgrad.writing.excerpt import ends, excerpt
from glassgrad.writing.formula import write_excerpt
from glassgrad.writing.mathematics import Words

from .blocks import Aside, Block, Heading, Step
from .cutting import down_to
from .entries import Focus, entry_line, entry_of, simple_and_tidy
from .network_level import forward_step
from .neuron_update import update_blocks
from .neuron_view import Neuron, forward_line, legend, where_it_goes, who
from .pass_view import Entry, Naming, PassView, naming
from .reasons import reason

MOST_WEIGHTS = 4
"""Weights of the unit that are told, if it has more than twice as many."""


def neuron(seen: PassView, row: int | None, unit: str | None) -> Neuron:
    """The neuron that is meant by `unit="1.2"` and `row=3`. Raises: SettingError for one that is not there."""
    layers = {layer.number: layer for layer in seen.step.layers if len(layer.before.shape) == 2}
    if not layers:
        raise SettingError("this step has no layers of units to look at; choose level='network' or level='everything'")
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
    rows = seen.step.x.shape[0] if seen.step.x.shape else 1
    if row is None:
        return 0
    if isinstance(row, bool) or not isinstance(row, (int, np.integer)) or not 0 <= row < rows:
        raise SettingError(f"there is no row {row!r:.40} in this batch; its rows are 0 to {rows - 1}")
    return int(row)


def neuron_blocks(it: Neuron) -> Iterator[Block]:
    """Forward, loss, backward, update of one neuron."""
    seen, layer = it.seen, it.layer
    yield from who(it)
    yield Heading(("Forward: what this unit makes of the row",))
    yield from legend(it)
    yield from (forward_line(it, node) for node in layer.values)
    yield from where_it_goes(it)
    yield from (forward_step(seen, node) for node in _to_the_loss(it))
    yield Heading(("Backward: how the loss changes with this unit",))
    for node in reversed(layer.values):
        if node in seen.ways.into:
            yield _gradient_line(it, node, it.entry, because=_reason(it, node))
    chosen = chosen_weights(it)
    yield from _weight_gradients(it, chosen)
    yield Heading(("Update: the weights of this unit take their step",))
    yield from update_blocks(it, chosen)


def _to_the_loss(it: Neuron) -> list[Node]:
    """The loss and the total, after everything they quote that is not told by the layers: weights of the classes, penalties."""
    seen = it.seen
    of_layers = {node for layer in seen.step.layers for node in layer.values}
    told: set[Node] = set()
    waiting = [seen.step.total, seen.step.loss]
    while waiting:
        node = waiting.pop()
        if node not in told and node not in of_layers and node in seen.forward:
            told.add(node)
            waiting.extend(spot.node for spot in ends(excerpt(node, seen.symbols)))
    return sorted(told, key=lambda node: node.serial)


def chosen_weights(it: Neuron) -> list[tuple[Node, Entry]]:
    """The weights of the unit, or those with the largest gradients if they are many; and its bias."""
    seen, weights, bias = it.seen, it.layer.weights, it.layer.bias
    chosen: list[tuple[Node, Entry]] = []
    if weights is not None and weights in seen.ways.into and len(weights.shape) == 2:
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
    names = {**seen.names, **_sums_of_the_batch(it, [root for root, _ in roots])}
    value = entry_of(seen.backward.gradients.get(node), entry)
    return entry_line(
        seen.gradient_naming(node)(entry), roots, names, seen.values, value, because=because, rewrite=simple_and_tidy, focus=focus, of_focus=of_focus
    )


def _sums_of_the_batch(it: Neuron, roots: list[Node]) -> dict[Node, Naming]:
    """Single numbers made of a whole array, like `sum(weights)`: they are quoted, for written out they are as long as the batch."""
    seen = it.seen
    sums = {node for root in roots for node in down_to(root, seen.names) if node.op.kind is Kind.REDUCTION and node.shape == () and node in seen.values}
    return {node: naming(write_excerpt(excerpt(node, seen.symbols), seen.symbols)) for node in sums - set(seen.names)}


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
