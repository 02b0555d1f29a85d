"""Two steps side by side in one neuron: what it takes, what it makes of it, its gradients, and how its weights take their step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from glassgrad.graph import Node
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.plain import visible
from glassgrad.writing.symbols import gradient_symbol, symbol

from .blocks import Aside, Block, Heading
from .comparing_networks import LONGEST_NAME, named_numbers
from .entries import entry_of
from .neuron import neuron
from .neuron_pair import Both, Pair, Side
from .pass_view import Entry, new_naming
from .updating import Update, of_weight

Row = tuple[Words, list[Any]]
"""What it is, and its number in each step; None where it has none."""


def the_pair(one: Side, other: Side, unit: str | None) -> Pair:
    """The unit of that name in both steps. Raises: SettingError for a unit or row that is not there."""
    first, second = (neuron(side.seen, side.row.place, unit) for side in (one, other))
    return Pair((one, other), (first.layer, second.layer), first.unit)


def neurons_side_by_side(pair: Pair) -> Iterator[Block]:
    """Forward, backward and update of one unit in two steps."""
    yield from who(pair)
    yield Heading(("Forward",))
    yield pair.table(forward_rows(pair))
    yield Heading(("Loss and gradients",))
    yield Aside(("The gradients by weights and bias are sums over all rows of the batch of each step.",))
    yield pair.table(gradient_rows(pair))
    yield Heading(("Update",))
    yield Aside(("A prime marks what the step makes of a number.",))
    yield pair.table(update_rows(pair))


def who(pair: Pair) -> Iterator[Block]:
    """Which unit, and which row of the data each step is told for."""
    layer, step = pair.layers[0], pair.seen.step
    activation = f", {layer.activation}" if layer.activation else ""
    is_last = layer is step.layers[-1] and pair.unit < len(step.target_names)
    name = f", the output for “{visible(step.target_names[pair.unit], LONGEST_NAME)}”" if is_last else ""
    yield Aside((f"Unit {pair.unit} of layer {layer.number}{activation}{name}. Units and rows count from 0. The weights are those before each step.",))
    yield Aside((_which_rows(pair),))
    inputs = pair.inputs[0].shape[-1]
    if 0 < len(pair.places) < inputs:
        yield Aside((f"It has {inputs} inputs; told are the {len(pair.places)} whose weights differ most.",))


def _which_rows(pair: Pair) -> str:
    first, second = pair.sides
    if pair.alone:
        return (
            f"The row is {first.row.called}. It is not in the batches of both steps, so its forward pass was computed alone, with the weights before each "
            "step; the gradients that belong to one row of a batch are left out."
        )
    places = f"row {first.row.place} of the batch of {first.called}, and row {second.row.place} of the batch of {second.called}"
    if first.row.called == second.row.called:
        return f"The row is {first.row.called}: {places}."
    return f"These are different rows: {first.row.called} in {first.called}, {second.row.called} in {second.called} ({places}). So their inputs differ, too."


def forward_rows(pair: Pair) -> Iterator[Row]:
    """Inputs, weights, bias, and what the unit makes of them."""
    names, step = pair.seen.names, pair.seen.step
    for place in pair.places:
        is_feature = pair.inputs[0] is step.x and place < len(step.feature_names)
        label = (f"  {visible(step.feature_names[place], LONGEST_NAME)}",) if is_feature else ()
        yield (names[pair.inputs[0]]((place,)).mathematics, *label), pair.of_row(pair.inputs, place)
    for nodes, entry in pair.weights:
        yield (names[nodes[0]](entry).mathematics,), pair.numbers(nodes, entry)
    for nodes in pair.values:
        yield (names[nodes[0]]((pair.unit,)).mathematics,), pair.of_row(nodes, pair.unit)


def gradient_rows(pair: Pair) -> Iterator[Row]:
    """The loss; the gradients by what the unit makes of the row, by its weights and its bias."""
    ours, theirs = (named_numbers(side.seen) for side in pair.sides)
    for name in dict.fromkeys((pair.seen.step.loss.name, pair.seen.step.total.name)):
        yield (symbol(name).mathematics,), [ours.get(name), theirs.get(name)]
    for nodes in () if pair.alone else reversed(pair.values):
        yield (_gradient(pair, nodes[0], (pair.unit,)),), pair.gradients_of_row(nodes, pair.unit)
    for nodes, entry in pair.weights:
        yield (_gradient(pair, nodes[0], entry),), pair.gradients(nodes, entry)


def _gradient(pair: Pair, node: Node, entry: Entry) -> Mathematics:
    return gradient_symbol(pair.seen.symbols[pair.seen.step.total], pair.seen.names[node](entry)).mathematics


def update_rows(pair: Pair) -> Iterator[Row]:
    """What the update is made with; for each weight what the optimizer remembers, before and after; and the new weight."""
    ours, theirs = (named_numbers(side.seen) for side in pair.sides)
    forward = {node.name for node in pair.seen.forward}
    for name, value in ours.items():
        if name in theirs and name not in forward:
            yield (symbol(name).mathematics,), [value, theirs[name]]
    for nodes, entry in pair.weights:
        yield from _renewed(pair, nodes, entry)


def _renewed(pair: Pair, nodes: Both, entry: Entry) -> Iterator[Row]:
    """What the optimizer remembers of one weight, before and after, and the new weight."""
    ours, theirs = ({update.leaf.name: update for update in of_weight(side.seen, node)} for side, node in zip(pair.sides, nodes, strict=True))
    for name, update in ours.items():
        if name in theirs:
            old_name, both = pair.seen.names[update.leaf], (update, theirs[name])
            if update.leaf is not nodes[0]:
                yield (old_name(entry).mathematics,), _before(pair, both, entry)
            yield (new_naming(old_name)(entry).mathematics,), _after(pair, both, entry)


def _before(pair: Pair, both: tuple[Update, Update], entry: Entry) -> list[Any]:
    return [entry_of(side.seen.values.get(one.leaf), entry) for side, one in zip(pair.sides, both, strict=True)]


def _after(pair: Pair, both: tuple[Update, Update], entry: Entry) -> list[Any]:
    return [entry_of(side.seen.step.values.get(one.new), entry) for side, one in zip(pair.sides, both, strict=True)]
