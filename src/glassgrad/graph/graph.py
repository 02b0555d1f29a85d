"""`Graph`: what is to be computed. Outputs, and the leaves that take a new value when the pass is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .kinds import Kind
from .node import Node


def ancestors(outputs: Iterable[Node]) -> list[Node]:
    """Every node that the outputs depend on, and the outputs, oldest first. Nothing recurses."""
    seen: set[Node] = set()
    waiting = list(outputs)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(node.inputs)
    return sorted(seen, key=lambda node: node.serial)


def reached_from(leaves: Iterable[Node], nodes: Iterable[Node]) -> set[Node]:
    """The nodes through which a change of one of these passes, and these; `nodes` are where to look, oldest first."""
    found = set(leaves)
    for node in nodes:
        if node not in found and any(one in found for one in node.inputs):
            found.add(node)
    return found


def is_constant(node: Node) -> bool:
    """Whether the node is a number written down in the graph itself."""
    return node.op.kind is Kind.LEAF and "value" in node.settings


@dataclass(frozen=True, eq=False)
class Graph:
    """Outputs to compute, and `updates`: leaf → the node whose value it takes for the next pass.

    One training step is a Graph: the loss is an output, every parameter and optimizer state an update.
    """

    outputs: tuple[Node, ...]
    updates: Mapping[Node, Node] = field(default_factory=dict)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, oldest first: a topological order."""
        return tuple(ancestors((*self.outputs, *self.updates, *self.updates.values())))

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The leaves that need a value: everything of kind LEAF that is not a constant."""
        return tuple(node for node in self.nodes if node.op.kind is Kind.LEAF and not is_constant(node))

    def __getitem__(self, name: str) -> Node:
        """The node of that name. Raises: KeyError if there is none, or more than one."""
        found = [node for node in self.nodes if node.name == name]
        if len(found) != 1:
            names = ", ".join(dict.fromkeys(node.name for node in self.nodes if node.name))
            raise KeyError(f"{len(found) or 'no'} nodes are named {name!r}; there are: {names}")
        return found[0]
