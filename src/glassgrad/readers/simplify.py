"""`simplify`: the same values with less to read: `1·0.5·2·(a2 − y)` becomes `a2 − y`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from glassgrad.graph import Kind, Node, ancestors, is_constant

from .laws import ALL, EXACT, Law, Workbench, likeness, share, simplest
from .substitute import substitute

ENOUGH = 20
"""Passes after which we stop looking; two is usual, one that changes and one that finds nothing more to do."""


def simplify(node: Node, *, keep: Iterable[Node] = (), exact: bool = False, laws: Sequence[Law] | None = None) -> Node:
    """The node written as simply as the laws on the pages allow. See `simplify_all`.

    >>> from glassgrad.ops import variable
    >>> a, y = variable(shape=(), name="a"), variable(shape=(), name="y")
    >>> difference = a - y
    >>> simplify(1 * 0.5 * 2 * difference) is difference
    True
    """
    return simplify_all([node], keep=keep, exact=exact, laws=laws)[node]


def simplify_all(outputs: Iterable[Node], *, keep: Iterable[Node] = (), exact: bool = False, laws: Sequence[Law] | None = None) -> dict[Node, Node]:
    """Simplify a graph: every node of the old graph → the node that computes the same in the new one.

    The laws are those that the pages state (neutral and absorbing elements, involutions, constants that meet in a chain
    of sums or products, signs, like terms), and: constants are worked out, what moves nothing is left out, what is computed twice is shared.
    A name is a quantity of its own: no law looks at what a named node is made of, so it is quoted, and a number that has
    a name stays a letter. Only a named node that turns out to be nothing but a leaf, or another quantity, is that one.
    Nodes in `keep` are treated as if they had a name.

    The laws are those of mathematics: 0·x is 0 even if x is infinite, and rounding may differ in the last digits.
    `exact=True` uses only the laws that leave every value as it is, bit for bit, infinities and signs of zero included.
    `laws` are those to use instead; with none at all, what is computed twice is shared and nothing else happens.
    """
    used = (EXACT if exact else ALL) if laws is None else tuple(laws)
    simple = {node: node for node in ancestors(outputs)}
    kept = [node for node in keep if node in simple]
    for _ in range(ENOUGH):
        nodes = ancestors(simple.values())
        step = _one_pass(Workbench(used, exact, {simple[node] for node in kept}, frozenset(nodes)), nodes)
        simple = {old: step[new] for old, new in simple.items()}
        if all(new is old for old, new in step.items()):
            break
    return simple


def _one_pass(bench: Workbench, nodes: list[Node]) -> dict[Node, Node]:
    simple: dict[Node, Node] = {}
    for node in nodes:
        over = node.over(*[simple[one] for one in node.inputs])
        if node.op.kind is Kind.LEAF:
            simple[node] = share(bench, over)
        elif bench.opaque(node):
            simple[node] = _as_a_quantity(bench, over)
        else:
            simple[node] = share(bench, simplest(bench, over))
    if not bench.taken_over:
        return simple
    renamed = substitute(simple.values(), bench.taken_over)
    return {old: renamed[new] for old, new in simple.items()}


def _as_a_quantity(bench: Workbench, node: Node) -> Node:
    """The simplest form of a node that others quote."""
    found = simplest(bench, node)
    if found.op.kind is Kind.LEAF:
        return found.named(node.name) if node.name and is_constant(found) and not found.name else found
    if found is not node and bench.opaque(found):
        return found
    return _under_its_name(bench, found, node.name) if node.name else _kept(bench, found)


def _under_its_name(bench: Workbench, node: Node, name: str) -> Node:
    """The node of that name; one without a name that computes the same is taken over."""
    key = likeness(bench, node)
    known = bench.shared.get(key)
    if known is not None and known.name == name:
        return known
    mine = node if node.name == name else node.named(name)
    if known is None or not known.name:
        bench.shared[key] = mine
    if known is not None and not known.name:
        bench.taken_over[known] = mine
    return mine


def _kept(bench: Workbench, node: Node) -> Node:
    bench.kept.add(node)
    shared = share(bench, node)
    bench.kept.add(shared)
    bench.parts.pop(shared, None)
    return shared
