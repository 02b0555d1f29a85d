"""`cost`: how much work a graph is, forward and backward, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glassgrad.graph import Cost, Kind, Node, ancestors, pages, say_shape, size

from .gradients import gradients
from .plain_table import plain_table

SHOWN = 12
"""So many nodes are listed when a report is printed: the most expensive ones."""


@dataclass(frozen=True, slots=True)
class NodeCost:
    """What one node costs; `backward` if it is there only for the gradients."""

    node: Node
    cost: Cost
    backward: bool


@dataclass(frozen=True)
class CostReport:
    """The work of one pass: a row per node, oldest first, the forward ones before the backward ones."""

    rows: tuple[NodeCost, ...]

    @property
    def forward(self) -> Cost:
        """The work of computing the target."""
        return sum((row.cost for row in self.rows if not row.backward), Cost(0, 0))

    @property
    def backward(self) -> Cost:
        """The work of computing the gradients, once the forward pass is known."""
        return sum((row.cost for row in self.rows if row.backward), Cost(0, 0))

    @property
    def nodes(self) -> tuple[int, int]:
        """How many nodes compute something: forward, and backward. Leaves are not counted."""
        computing = [row for row in self.rows if row.node.op.kind is not Kind.LEAF]
        return sum(not row.backward for row in computing), sum(row.backward for row in computing)

    def __str__(self) -> str:
        ways = [
            ("forward", self.nodes[0], self.forward),
            ("backward", self.nodes[1], self.backward),
            ("together", sum(self.nodes), self.forward + self.backward),
        ]
        summary = plain_table(["", "nodes", "operations", "bytes"], [[way, f"{nodes:,}", *_in_words(cost)] for way, nodes, cost in ways])
        dearest = sorted((row for row in self.rows if row.cost.bytes), key=lambda row: (-row.cost.operations, -row.cost.bytes))
        listed = [[row.node.name or f"#{row.node.serial}", row.node.op.name, say_shape(row.node.shape), *_in_words(row.cost)] for row in dearest[:SHOWN]]
        more = f"\n… and {len(dearest) - SHOWN:,} more" if len(dearest) > SHOWN else ""
        return f"{summary}\n\n{plain_table(['node', 'operation', 'shape', 'operations', 'bytes'], listed, left=(0, 1, 2))}{more}"


def _in_words(cost: Cost) -> tuple[str, str]:
    return f"{cost.operations:,}", f"{cost.bytes:,}"


def cost(target: Node, *, wrt: Iterable[Node | str] | None = None, itemsize: int = 8) -> CostReport:
    """The elementary operations and the bytes of a forward pass, and of the gradients with respect to `wrt`.

    Operations come from the pages' cost rules: one for each arithmetic step or function call on an entry.
    Bytes: the entries that every node reads and writes, times `itemsize` (8 bytes in float64, 4 in float32), as if
    nothing were fused or kept in a cache. `wrt` as in `gradients`: by default all leaves that are not constants.

    >>> from glassgrad.ops import sum, variable
    >>> W, x = variable(shape=(3, 2), name="W"), variable(shape=(2,), name="x")
    >>> report = cost(sum(W @ x))
    >>> report.forward.operations, report.forward.bytes
    (15, 120)
    """
    upstream = None if target.shape == () else pages.variable(shape=target.shape, name="upstream")
    forward = ancestors([target])
    known = set(forward)
    backward = [node for node in ancestors(gradients(target, wrt, upstream=upstream).values()) if node not in known]
    return CostReport(tuple(NodeCost(node, _of(node, itemsize), node not in known) for node in (*forward, *backward)))


def _of(node: Node, itemsize: int) -> Cost:
    if node.op.kind is Kind.LEAF:
        return Cost(0, 0)
    inputs = tuple(one.shape for one in node.inputs)
    return Cost(node.op.cost(inputs, node.shape, **node.settings), itemsize * (sum(map(size, inputs)) + size(node.shape)))
