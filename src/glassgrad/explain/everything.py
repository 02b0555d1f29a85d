"""A step of training with nothing left out: every entry of every quantity, while that is few enough to read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.graph import Node, size

from .blocks import Block, Caution, Heading, Step
from .entries import as_computed, entry_line, entry_of, simple_and_tidy
from .network_level import given_blocks, network_blocks, update_step
from .pass_view import Entry, PassView
from .reasons import reason
from .updating import Update, between, updates

MOST_LINES = 400


def everything_blocks(seen: PassView) -> Iterator[Block]:
    """Every entry forward, backward, and in the update; the level of the network instead, with a word about it, if they are too many."""
    count = line_count(seen)
    if count > MOST_LINES:
        neuron = f"; name a unit, like {seen.step.layers[0].number}.0, to see one neuron in full" if seen.step.layers else ""
        yield Caution((f"Every single number of this step would take {count:,} lines. Here is the network{neuron}.",))
        yield from network_blocks(seen)
        return
    yield from given_blocks(seen)
    yield Heading(("Forward",))
    for node in seen.forward:
        yield from (_forward_line(seen, node, entry) for entry in entries(node))
    yield Heading(("Backward",))
    for node in seen.order:
        yield from (_gradient_line(seen, node, entry) for entry in entries(node))
    yield Heading(("Update",))
    yield from (line for update in (*between(seen), *updates(seen)) for line in _update_lines(seen, update))


def line_count(seen: PassView) -> int:
    """How many lines it takes to tell everything."""
    nodes = [*seen.forward, *seen.order, *seen.between, *seen.step.updates]
    return sum(size(node.shape) for node in nodes)


def entries(node: Node) -> list[Entry]:
    """Every place in an array, in order."""
    return list(np.ndindex(*node.shape))


def _forward_line(seen: PassView, node: Node, entry: Entry) -> Step:
    names = {one: naming for one, naming in seen.names.items() if one is not node}
    return entry_line(seen.names[node](entry), [(node, entry)], names, seen.values, entry_of(seen.values.get(node), entry), rewrite=as_computed)


def _gradient_line(seen: PassView, node: Node, entry: Entry) -> Step:
    ways = seen.ways.into[node]
    roots = [(road.contribution, entry) for road in ways]
    because = reason(seen.symbols[node], seen.step.total, ways, seen.symbols)
    value = entry_of(seen.backward.gradients.get(node), entry)
    return entry_line(seen.gradient_naming(node)(entry), roots, seen.names, seen.values, value, because=because, rewrite=simple_and_tidy)


def _update_lines(seen: PassView, update: Update) -> Iterator[Step]:
    """Every entry of what is renewed, or worked out on the way; a single number on the way is made of whole arrays, and told so."""
    if update.shared:
        yield update_step(seen, update)
        return
    for entry in entries(update.leaf):
        value = entry_of(seen.step.values.get(update.new), entry)
        yield entry_line(update.naming(entry), [(update.new, entry)], update.names, update.values, value, relation=update.relation)
