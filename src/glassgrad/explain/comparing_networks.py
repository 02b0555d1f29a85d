"""Two steps side by side at the level of the network: how large weights and gradients are, how far they moved, and which moved most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glassgrad.graph import Node, ancestors
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.plain import visible
from glassgrad.writing.symbols import symbol

from .blocks import Aside, Block, Heading, Table
from .pass_view import Entry, PassView
from .side_by_side import NOTHING, Cells, largest_size, root_mean_square, side_by_side, with_ratio
from .training_pass import LayerView, TrainingPass

MOST_LAYERS = 20
"""Layers that are told."""
MOST_MOVED = 10
"""Weights that are listed."""
LONGEST_NAME = 30
"""Characters of the name of a feature or class."""
MEASURES = {"root mean square": root_mean_square, "largest": largest_size}


def networks_side_by_side(first: PassView, second: PassView) -> Iterator[Block]:
    """Loss and other single numbers; layer by layer weights and gradients; the weights that moved most."""
    steps: Cells = tuple((f"step {seen.step.step}",) for seen in (first, second))
    batches = " and ".join(f"{_rows(seen)} in step {seen.step.step}" for seen in (first, second))
    yield Aside((f"The weights are those before each step. Loss and gradients are those of its own batch: {batches}.",))
    yield Heading(("The loss, and what the step is made with",))
    if first.step.loss_name:
        yield Aside((first.symbols[first.step.loss].mathematics, f" is the {first.step.loss_name}."))
    yield Table((("",), *steps, ("difference",), ("ratio",)), tuple(single_numbers(first, second)))
    yield Heading(("Layer by layer",))
    yield Aside(("“Root mean square” is √(mean x²) over all entries of an array; “largest” is its entry farthest from 0, without its sign.",))
    yield Aside((f"“Moved by” is the root mean square of what was added to the entries from step {first.step.step} to step {second.step.step}.",))
    for layer in first.step.layers[:MOST_LAYERS]:
        activation = f", {layer.activation}" if layer.activation else ""
        rows = tuple(row for weight in _learnt(layer) for row in _measured(first, second, weight))
        yield Table((("",), ("measure",), *steps, ("difference",), ("ratio",)), rows, (f"Layer {layer.number}{activation}:",))
    if len(first.step.layers) > MOST_LAYERS:
        yield Aside((f"{len(first.step.layers) - MOST_LAYERS} more layers are left out.",))
    yield Heading(("The weights that moved most",))
    yield most_moved(first, second, steps)


def single_numbers(first: PassView, second: PassView) -> Iterator[Cells]:
    """Loss, penalty, learning rate and the like: every single number with a name that both steps have."""
    ours, theirs = named_numbers(first), named_numbers(second)
    for name, value in ours.items():
        if name in theirs:
            yield ((symbol(name).mathematics,), *with_ratio(value, theirs[name]))


def named_numbers(seen: PassView) -> dict[str, Any]:
    """The single numbers with a name on the way to the loss, in order; then the learning rate, and what a schedule makes of it."""
    step = seen.step
    forward = [node for node in seen.forward if node.shape == () and node.name]
    return {node.name: step.values[node] for node in (*forward, *_rates(step)) if node in step.values}


def _rates(step: TrainingPass) -> Iterator[Node]:
    """The learning rate, and the single numbers with a name that depend on it."""
    made_of_it = {step.learning_rate}
    for node in ancestors(step.updates.values()):
        if node in made_of_it or made_of_it.intersection(node.inputs):
            made_of_it.add(node)
            if node.shape == () and node.name:
                yield node


def twin(seen: PassView, node: Node) -> Node:
    """The weight of that name: a batch of another size has another graph."""
    return next(one for one in seen.step.gradients.wanted if one.name == node.name)


def _learnt(layer: LayerView) -> list[Node]:
    return [node for node in (layer.weights, layer.bias) if node is not None]


def _rows(seen: PassView) -> str:
    rows = seen.step.x.shape[0] if seen.step.x.shape else 1
    return f"{rows} row{'s' if rows != 1 else ''}"


def _measured(first: PassView, second: PassView, weight: Node) -> Iterator[Cells]:
    """The measures of a weight, how far it moved, and the measures of its gradient."""
    pairs = _weights_of(first, second, weight)
    for place, (words, measure) in enumerate(MEASURES.items()):
        yield ((first.symbols[weight].mathematics,) if place == 0 else ("",), (words,), *with_ratio(*map(measure, pairs)))
    yield (("",), ("moved by",), NOTHING, NOTHING, (plain_number(root_mean_square(pairs[1] - pairs[0])),), NOTHING)
    gradients = [seen.backward.gradients.get(twin(seen, weight)) for seen in (first, second)]
    if all(one is not None for one in gradients):
        for place, (words, measure) in enumerate(MEASURES.items()):
            yield ((first.gradient_naming(weight)(()).mathematics,) if place == 0 else ("",), (words,), *with_ratio(*map(measure, gradients)))


def _weights_of(first: PassView, second: PassView, weight: Node) -> tuple[Any, Any]:
    return np.asarray(first.values[weight]), np.asarray(second.values[twin(second, weight)])


def most_moved(first: PassView, second: PassView, steps: Cells) -> Block:
    """The single weights and biases with the largest change, the largest first."""
    found: list[tuple[float, LayerView, Node, Entry]] = []
    for layer in first.step.layers:
        for weight in _learnt(layer):
            old, new = _weights_of(first, second, weight)
            sizes = np.abs(new - old).reshape(-1)
            places = np.argsort(-sizes, kind="stable")[:MOST_MOVED]
            found += [(float(sizes[place]), layer, weight, tuple(map(int, np.unravel_index(place, weight.shape)))) for place in places]
    largest = sorted((one for one in found if one[0] > 0), key=lambda one: -one[0])[:MOST_MOVED]
    if not largest:
        return Aside(("No weight is another one in the other step.",))
    rows: list[Cells] = []
    for _, layer, weight, entry in largest:
        old, new = _weights_of(first, second, weight)
        rows.append(((first.names[weight](entry).mathematics,), (what_it_is(first, layer, entry),), *side_by_side(old[entry], new[entry])))
    return Table((("",), ("what it is",), *steps, ("difference",)), tuple(rows))


def what_it_is(seen: PassView, layer: LayerView, entry: Entry) -> str:
    """Where a weight leads from and to, in words; or whose bias it is."""
    step = seen.step
    is_last = layer is step.layers[-1] and entry[-1] < len(step.target_names)
    to = f"“{visible(step.target_names[entry[-1]], LONGEST_NAME)}”" if is_last else f"unit {layer.number}.{entry[-1]}"
    if len(entry) == 1:
        return f"bias of {to}"
    is_first = layer is step.layers[0]
    known = is_first and entry[0] < len(step.feature_names)
    start = visible(step.feature_names[entry[0]], LONGEST_NAME) if known else f"input {entry[0]}" if is_first else f"unit {layer.number - 1}.{entry[0]}"
    return f"{start} → {to}"
