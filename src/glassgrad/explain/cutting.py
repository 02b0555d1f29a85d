"""`cut_out`: a formula on its own, with a stand-in for every quantity that is already known, so that it can be simplified alone."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from glassgrad.graph import Kind, Node, ancestors, is_constant, pages
from glassgrad.readers.simplify import simplify
from glassgrad.readers.tidy import tidy

MOST_NODES = 1000
"""A longer formula is not written in full anyway, so it is not worth simplifying."""


@dataclass(frozen=True, eq=False)
class CutOut:
    """`root` computes the formula from its leaves; `stands_for` says which quantity each stand-in is."""

    root: Node
    stands_for: Mapping[Node, Node]


def cut_out(root: Node, known: Container[Node], *, tidied: bool = True) -> CutOut:
    """The simplest form of a formula that ends at known quantities, with tidy products; a very long one stays as it is.

    The root itself may be a known quantity: then it is only quoted.
    """
    copies: dict[Node, Node] = {}
    stands_for: dict[Node, Node] = {}
    nodes = down_to(root, known)
    for node in nodes:
        if node in known and not (node.op.kind is Kind.LEAF and not is_constant(node)):
            copies[node] = pages.variable(shape=node.shape)
            stands_for[copies[node]] = node
        elif node.op.kind is Kind.LEAF:
            copies[node] = node
        else:
            copies[node] = node.over(*[copies[one] for one in node.inputs])
    if len(nodes) > MOST_NODES:
        return CutOut(copies[root], stands_for)
    simple = simplify(copies[root])
    return CutOut(tidy(simple) if tidied else simple, stands_for)


def down_to(root: Node, known: Container[Node]) -> list[Node]:
    """The nodes of the formula, oldest first."""
    seen: set[Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            if node not in known:
                waiting.extend(node.inputs)
    return sorted(seen, key=lambda node: node.serial)


def leaves_of(root: Node) -> Iterator[Node]:
    """The leaves a formula ends at."""
    return (node for node in ancestors([root]) if node.op.kind is Kind.LEAF)
