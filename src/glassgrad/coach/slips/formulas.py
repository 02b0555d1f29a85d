"""Formulas read and changed by what their operations are: the uses of a quantity, summands, factors, powers, functions.

Which page adds, multiplies, divides or raises to a power is read off its algebra.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from glassgrad.graph import Kind, Node, Op, Shape, ancestors, is_constant, pages
from glassgrad.readers import simplify
from glassgrad.readers.tidy import tidy

LONGEST = 120
"""Nodes of a formula up to which it is put in order; nobody reads longer ones, and there are many of them to make."""


@dataclass(frozen=True, eq=False, slots=True)
class Use:
    """One use of a node: as the input of `parent` at that place. The whole formula has no parent."""

    node: Node
    parent: Node | None = None
    place: int = 0


def uses(root: Node) -> list[Use]:
    """Every use of every node in a formula, the innermost first; the whole formula is the last."""
    return [*(Use(one, node, place) for node in ancestors([root]) for place, one in enumerate(node.inputs)), Use(root)]


def leaf_uses(root: Node) -> list[Use]:
    """The uses of quantities."""
    return [one for one in uses(root) if one.node.op.kind is Kind.LEAF and not is_constant(one.node)]


def put(root: Node, use: Use, new: Node) -> Node:
    """The formula with something else in that one place. Raises: ShapeError if it does not fit there."""
    return put_each(root, {use: new})


def put_each(root: Node, replaced: Mapping[Use, Node]) -> Node:
    """The formula with something else in several places, none inside another. Raises: ShapeError if one does not fit."""
    places = {(use.parent, use.place): new for use, new in replaced.items()}
    done: dict[Node, Node] = {}
    for node in ancestors([root]):
        done[node] = node.over(*[places.get((node, place), done[one]) for place, one in enumerate(node.inputs)])
    return places.get((None, 0), done[root])


def put_everywhere(root: Node, replaced: Mapping[Node, Node]) -> Node:
    """The formula with some nodes replaced wherever they stand, perhaps by nodes of other shapes. Raises: ShapeError if one does not fit."""
    done: dict[Node, Node] = {}
    for node in ancestors([root]):
        done[node] = replaced[node] if node in replaced else node.over(*[done[one] for one in node.inputs])
    return done[root]


def neat(node: Node) -> Node:
    """The formula as one would write it; a long one stays as it is."""
    return tidy(simplify(node)) if len(ancestors([node])) <= LONGEST else node


def filled(value: float, shape: Shape) -> Node:
    """The number, in every entry."""
    node = pages.constant(value=value)
    return pages.broadcast(node, shape=shape) if shape else node


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def done_by(op: Op) -> Op:
    """The operation that this one is, or undoes: a difference belongs to the sum, a quotient to the product."""
    return pages[op.algebra.undoes] if op.algebra.undoes else op


def adds(op: Op) -> bool:
    """Whether it makes sums or differences."""
    return bool(done_by(op).algebra.inverse)


def takes_away(use: Use) -> bool:
    """Whether a summand is subtracted from the one before it."""
    return use.parent is not None and adds(use.parent.op) and bool(use.parent.op.algebra.undoes) and use.place == 1


def summands(root: Node) -> list[Use]:
    """The parts of all sums in a formula."""
    return [one for one in uses(root) if one.parent is not None and adds(one.parent.op) and not adds(one.node.op)]


def without_summand(root: Node, use: Use) -> Node:
    """The formula without a part of a sum."""
    return neat(put(root, use, filled(0.0, use.node.shape)))


def turned(root: Node, use: Use) -> Node:
    """The formula with the other sign in that place."""
    return neat(put(root, use, -use.node))


# ── products ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def multiplies(op: Op) -> bool:
    """Whether it makes products or quotients, entry by entry."""
    return bool(done_by(op).algebra.grows_by)


def is_product(node: Node) -> bool:
    """Whether factors stand in it: a product, a quotient, or a matrix product, perhaps with its entries in other places."""
    while node.op.kind is Kind.REARRANGEMENT and len(node.inputs) == 1:
        node = node.inputs[0]
    return multiplies(node.op) or node.op.kind is Kind.CONTRACTION


def factors(root: Node) -> list[Use]:
    """The factors of all products in a formula."""
    found = [one for one in uses(root) if one.parent is not None and (multiplies(one.parent.op) or one.parent.op.kind is Kind.CONTRACTION)]
    return [one for one in found if not is_product(one.node)]


def without_factor(root: Node, use: Use) -> Node:
    """The formula as if a factor were 1, in all its entries."""
    return neat(put(root, use, filled(1.0, use.node.shape)))


def bare(node: Node) -> Node:
    """What a rearrangement rearranges: x of a row made into a column, and transposed."""
    while node.op.kind is Kind.REARRANGEMENT and len(node.inputs) == 1:
        node = node.inputs[0]
    return node


# ── powers and functions ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _powers() -> frozenset[Op]:
    return frozenset(pages[page.algebra.grows_by] for page in pages if page.algebra.grows_by)


@cache
def is_square(op: Op) -> bool:
    """Whether it means a number times itself."""
    if op.recipe is None or op.kind is not Kind.ELEMENTWISE or len(op.slots) != 1 or op.defaults:
        return False
    leaf = pages.variable(shape=())
    meaning = op.recipe(leaf)
    return multiplies(meaning.op) and not meaning.op.algebra.undoes and meaning.inputs == (leaf, leaf)


def power_of(node: Node) -> tuple[Node, float] | None:
    """Base and exponent of a power with a number as its exponent."""
    if is_square(node.op):
        return node.inputs[0], 2.0
    if node.op in _powers() and is_constant(node.inputs[1]) and node.inputs[1].shape == ():
        return node.inputs[0], float(node.inputs[1].settings["value"])
    return None


def power(base: Node, exponent: float) -> Node:
    """The base to that power."""
    return base if exponent == 1 else base**exponent


def is_function(node: Node) -> bool:
    """Whether a function is applied: one input, an output of the same shape, and more than a sign, a power or another arrangement."""
    if len(node.inputs) != 1 or node.op.algebra.involution or node.op.algebra.folds or is_square(node.op):
        return False
    return node.shape == node.inputs[0].shape and (node.op.kind is Kind.ELEMENTWISE or (node.op.kind is Kind.REDUCTION and node.shape != ()))


def functions(root: Node) -> Iterator[Node]:
    """The functions that are applied in a formula, the innermost first."""
    return (node for node in ancestors([root]) if is_function(node))


# ── sums and means of entries ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_mean(node: Node) -> bool:
    """Whether entries are averaged: what the page means is a quotient of their sum."""
    if node.op.kind is not Kind.REDUCTION or node.op.recipe is None or node.shape == node.inputs[0].shape:
        return False
    meaning = node.op.recipe(*node.inputs, **node.settings)
    return bool(meaning.op.algebra.undoes) and multiplies(meaning.op) and is_sum(meaning.inputs[0]) and is_constant(meaning.inputs[1])


def is_sum(node: Node) -> bool:
    """Whether entries are added up."""
    return node.op.kind is Kind.REDUCTION and bool(node.op.algebra.folds) and bool(done_by(pages[node.op.algebra.folds]).algebra.inverse)
