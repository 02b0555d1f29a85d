"""`recognised`: 1/(1 + e⁻ᶻ) written out is the sigmoid of z: whatever a page's recipe says, the page is put in its place."""

from __future__ import annotations

from functools import cache

from glassgrad.graph import Kind, Node, ancestors, is_constant, pages
from glassgrad.readers import simplify
from glassgrad.readers.likeness import settings_of

from .splitting import activation_pages

MOST_NODES = 500
"""A longer formula is left as it is."""


def recognised(formula: Node) -> Node:
    """The formula with activations that are written out in simpler operations put as what they are."""
    if len(ancestors([formula])) > MOST_NODES:
        return formula
    formula = simplify(formula, exact=True)  # what is written twice is one node then, as in (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
    nodes = ancestors([formula])
    done: dict[Node, Node] = {}
    for node in nodes:
        over = node.over(*[done[one] for one in node.inputs])
        done[node] = next((found for pattern in _patterns() if (found := _as_page(over, *pattern)) is not None), over)
    return done[formula]


@cache
def _patterns() -> tuple[tuple[Node, Node, Node], ...]:
    """(recipe, the leaf in it, the page over that leaf) of every activation that has a recipe of one number."""
    found = []
    for op in sorted(activation_pages(), key=lambda one: one.name):
        if op.recipe is None or op.kind is not Kind.ELEMENTWISE:
            continue
        leaf = pages.variable(shape=())
        recipe = simplify(op.recipe(leaf, **op.defaults))
        if len(ancestors([recipe])) > 2:  # a longer one than a single operation on the leaf
            found.append((recipe, leaf, op(leaf)))
    return tuple(found)


def _as_page(node: Node, recipe: Node, leaf: Node, page: Node) -> Node | None:
    if node.op is not recipe.op:
        return None
    inside = _inside(node, recipe, leaf)
    return None if inside is None else page.op(inside)


def _inside(node: Node, recipe: Node, leaf: Node) -> Node | None:
    """What stands in the node where the leaf stands in the recipe; None if the two differ, or different things stand there."""
    pairs, found = [(node, recipe)], None
    while pairs:
        have, want = pairs.pop()
        if want is leaf:
            if found is not None and found is not have:
                return None
            found = have
        elif is_constant(want):
            if not (is_constant(have) and have.shape == () and have.settings["value"] == want.settings["value"]):
                return None
        elif have.op is not want.op or settings_of(have) != settings_of(want):
            return None
        else:
            inputs = have.inputs
            if have.op.algebra.commutes and len(inputs) == 2 and is_constant(inputs[0]) != is_constant(want.inputs[0]):
                inputs = inputs[::-1]
            pairs += list(zip(inputs, want.inputs, strict=True))
    return found
