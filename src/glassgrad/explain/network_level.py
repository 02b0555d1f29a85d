"""A step of training at the level of the network: one line per array."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from glassgrad.graph import Node
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.mathematics import Words

from .backward import backward_lines, contributions_line
from .blocks import Block, Heading, Step
from .line import given as given_line
from .line import line
from .nonfinite import first_broken, first_broken_gradient
from .pass_view import PassView
from .updating import Update, between, updates


def network_blocks(seen: PassView) -> Iterator[Block]:
    """Given, forward, backward, update."""
    yield from given_blocks(seen)
    yield Heading(("Forward: from the inputs to the loss",))
    yield from (forward_step(seen, node) for node in seen.forward)
    yield from first_broken(seen.backward.nodes, seen.symbols, seen.values)
    yield Heading(("Backward: from the loss to every weight",))
    order, tell = backward_lines(seen.backward)
    yield from map(tell, order)
    yield from first_broken_gradient(seen.backward, order, tell)
    yield Heading(("Update: every weight takes its step",))
    yield from (update_step(seen, update) for update in (*between(seen), *updates(seen)))


def given_blocks(seen: PassView) -> Iterator[Block]:
    """The batch, the weights, what the optimizer remembers, and the learning rate."""
    yield Heading(("Given",))
    leaves = [node for node in seen.symbols if not node.inputs and node in seen.values]
    lines = [given_line(seen.symbols[node], seen.values[node], because=words(seen, node)) for node in leaves]
    yield from sorted(lines, key=lambda line: not line.described)  # what is shown whole stands together


def forward_step(seen: PassView, node: Node) -> Step:
    """The line of a quantity; what the layers do not name is told in words."""
    because = (seen.step.loss_name,) if node is seen.step.loss and seen.step.loss_name else words(seen, node)
    return line(seen.symbols[node], excerpt(node, seen.symbols), seen.symbols, seen.values, seen.values.get(node), because=because)


def words(seen: PassView, node: Node) -> Words:
    """What a quantity is, where nothing else says it."""
    return (seen.step.words[node],) if node in seen.step.words else ()


def update_step(seen: PassView, update: Update) -> Step:
    """The line of a value that is renewed, or worked out on the way."""
    symbols = {node: naming(()) for node, naming in update.names.items()}
    because: Words = (seen.step.words[update.new],) if update.on_the_way and update.new in seen.step.words else ()
    value = seen.step.values.get(update.new)
    step = contributions_line(update.naming(()), [update.new], symbols, update.values, value, because=because, tidied=False)
    return replace(step, relation=update.relation)
