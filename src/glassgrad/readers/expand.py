"""`expand`: what a composite operation means, written out in the simpler ones of its recipe."""

from __future__ import annotations

from collections.abc import Iterable

from glassgrad.graph import Kind, Node, ancestors


def expand(node: Node, *, depth: int | None = None) -> Node:
    """The node with composite operations written out by their recipes: `depth` levels of them, or all the way.

    Value and gradient are the same up to rounding, but only near home: a recipe says what an operation means,
    its `compute` how to get there without overflow.

    >>> from glassgrad.ops import mean, variable
    >>> total = expand(mean(variable(shape=(3,), name="x")))
    >>> total, total.inputs
    (<#...: divide, a single number>, (<#...: sum, a single number>, <#...: constant, a single number>))
    """
    return expand_all([node], depth=depth)[node]


def expand_all(outputs: Iterable[Node], *, depth: int | None = None) -> dict[Node, Node]:
    """Write a graph out: every node of the old graph → its node in the new one. Names stay. See `expand`."""
    written_out = {node: node for node in ancestors(outputs)}
    level = 0
    while level != depth:
        step = _one_level(ancestors(written_out.values()))
        written_out = {old: step[new] for old, new in written_out.items()}
        if all(new is old for old, new in step.items()):
            break
        level += 1
    return written_out


def _one_level(nodes: list[Node]) -> dict[Node, Node]:
    step: dict[Node, Node] = {}
    for node in nodes:
        inputs = [step[one] for one in node.inputs]
        step[node] = node.over(*inputs) if node.op.recipe is None else _in_place_of(node, node.op.recipe(*inputs, **node.settings))
    return step


def _in_place_of(node: Node, recipe: Node) -> Node:
    """What the recipe gave, under the node's name, remembering the node's place in a text."""
    if recipe.op.kind is Kind.LEAF or recipe in node.inputs:
        return recipe
    named = recipe.named(node.name) if node.name else recipe
    return named.read_at(node.where) if node.where else named
