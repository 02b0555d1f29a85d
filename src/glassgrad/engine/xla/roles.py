"""Which part a leaf plays when a graph is run many times in a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import prod

from glassgrad.graph import Graph, Node

STEPS_AT_ONCE = 256
BYTES_AT_ONCE = 4 * 2**20
"""Batches are laid out on the device for at most so many steps, and so many bytes, at a time."""


@dataclass(frozen=True)
class Roles:
    """`state` goes from step to step, `moving` may have another value at every step, `resting` holds for all.

    `rows` are the moving leaves (batch, …) that are cut into shares when there are several devices.
    """

    state: tuple[Node, ...]
    moving: tuple[Node, ...]
    resting: tuple[Node, ...]
    batch: int

    @property
    def rows(self) -> frozenset[Node]:
        """The moving leaves with one row for each row of the batch."""
        return frozenset(leaf for leaf in self.moving if self.batch and leaf.shape[:1] == (self.batch,))

    def steps_at_once(self, bytes_each: int) -> int:
        """For how many steps the moving leaves are laid out at a time."""
        one_step = bytes_each * sum(prod(leaf.shape) for leaf in self.moving)
        return max(1, min(STEPS_AT_ONCE, BYTES_AT_ONCE // max(1, one_step)))


def roles_of_passes(graph: Graph, batch: int, *, moving: Collection[Node], given: Iterable[Node]) -> Roles:
    """The parts in many passes that change no state: what does not move, rests."""
    nodes = [node for node in graph.nodes if node in {*graph.leaves, *given, *moving}]
    return Roles((), tuple(node for node in nodes if node in moving), tuple(node for node in nodes if node not in moving), batch)


def roles_in(graph: Graph, *, moving: Collection[Node] = (), given: Iterable[Node] = ()) -> Roles:
    """The parts in steps; `moving` are further leaves that change from step to step.

    The batch is as long as the oldest leaf that has an axis and is not updated: the inputs X of a network. A leaf of that length, or of a
    single number such as the learning rate, is taken to move, whether it does or not: so a single step and a long training are the same program.
    `given` are all nodes with values; one that is no leaf rests, and is not computed.
    """
    leaves, asked = set(graph.leaves), set(given) | set(moving)
    others = [node for node in graph.nodes if (node in leaves or node in asked) and node not in graph.updates]
    batch = next((leaf.shape[0] for leaf in others if leaf in leaves and leaf.shape), 0)
    moves = {node for node in others if node in moving or (node in leaves and (not node.shape or node.shape[0] == batch))}
    return Roles(
        state=tuple(graph.updates),
        moving=tuple(node for node in others if node in moves),
        resting=tuple(node for node in others if node not in moves),
        batch=batch,
    )
