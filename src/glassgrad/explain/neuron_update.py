"""How the weights of one neuron take their step: the rule, the numbers it quotes, a line for each, and a table of before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glassgrad.graph import Kind, Node
from glassgrad.writing.mathematics import Words

from .blocks import Aside, Block, Step, Table
from .cutting import down_to
from .entries import entry_line, entry_of
from .line import given as given_line
from .network_level import update_step, words
from .neuron_view import Neuron
from .pass_view import Entry
from .side_by_side import side_by_side
from .updating import Update, between, of_weight, own_between

Weights = Sequence[tuple[Node, Entry]]
"""The weights that are told, each with the place of one number in it."""


def update_blocks(it: Neuron, chosen: Weights) -> Iterator[Block]:
    """The update of these weights."""
    weights = [(weight, entry) for weight, entry in chosen if weight in it.seen.step.updates]
    yield from the_rule(it)
    yield from _settings(it, weights)
    yield from (update_step(it.seen, update) for update in between(it.seen) if update.shared)
    for weight, entry in weights:
        yield from (_line(it, update, entry) for update in (*own_between(it.seen, weight), *of_weight(it.seen, weight)))
    yield from before_and_after(it, weights)


def the_rule(it: Neuron) -> Iterator[Block]:
    """The optimizer with its formula, and what it does in words."""
    step = it.seen.step
    if step.optimizer and step.rule:
        yield Aside((f"The optimizer is {step.optimizer}: {step.rule}.",))
    if step.rule_in_words:
        yield Aside((f"In words: {step.rule_in_words}.",))


def _settings(it: Neuron, weights: Weights) -> Iterator[Step]:
    """The single numbers that the update formulas quote: the learning rate, and the number of the step where it counts."""
    seen = it.seen
    formulas = [update.new for weight, _ in weights for update in of_weight(seen, weight)]
    quoted = {leaf for formula in formulas for leaf in down_to(formula, set(seen.ways.into)) if leaf.op.kind is Kind.LEAF}
    for leaf in sorted(quoted, key=lambda leaf: leaf.serial):
        if leaf.shape == () and leaf in seen.symbols and leaf in seen.values and leaf not in seen.ways.into:
            yield given_line(seen.symbols[leaf], seen.values[leaf], because=words(seen, leaf))


def _line(it: Neuron, update: Update, entry: Entry) -> Step:
    """What one number becomes."""
    value = entry_of(it.seen.step.values.get(update.new), entry)
    return entry_line(update.naming(entry), [(update.new, entry)], update.names, update.values, value, relation=update.relation)


def before_and_after(it: Neuron, weights: Weights) -> Iterator[Table]:
    """The weights and all that the optimizer remembers of them, before and after the step."""
    seen = it.seen
    rows = []
    for weight, entry in weights:
        *memories, itself = of_weight(seen, weight)
        for update in (itself, *memories):
            old, new = seen.values.get(update.leaf), seen.step.values.get(update.new)
            if old is not None and new is not None:
                rows.append(((seen.names[update.leaf](entry).mathematics,), *side_by_side(entry_of(old, entry), entry_of(new, entry))))
    if rows:
        caption: Words = ("In short, before and after this step:",)
        yield Table((("",), ("before",), ("after",), ("change",)), tuple(rows), caption)
