"""`excerpt`: as much of a graph as fits on one line, as a tree: from a node back to the quantities that have a symbol."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import TypeVar

from glassgrad.graph import Kind, Node

LONGEST = 48
"""Operations written out on one line."""
T = TypeVar("T")


@dataclass(frozen=True, eq=False, slots=True)
class Spot:
    """One place of a node in a formula. `inputs` are the places of its inputs; None where the formula ends.

    `far` tells that it ends here only because the line would become too long.
    """

    node: Node
    inputs: tuple[int, ...] | None
    far: bool = False


Excerpt = tuple[Spot, ...]
"""Spots, the root first, every spot before those of its inputs."""


def excerpt(root: Node, known: Container[Node], *, longest: int = LONGEST) -> Excerpt:
    """The formula of `root`: it ends at leaves and at `known` nodes (never at the root itself), and where `longest` operations are written.

    It is written out level by level, so what is cut off is the farthest from the root. Nothing recurses.
    """
    spots: list[Spot] = []
    waiting = deque([root])
    count, expanded = 1, 0
    while waiting:
        node = waiting.popleft()
        ends = node.op.kind is Kind.LEAF or (node in known and bool(spots)) or not node.inputs
        if ends or expanded >= longest:
            spots.append(Spot(node, None, far=not ends))
            continue
        spots.append(Spot(node, tuple(range(count, count + len(node.inputs)))))
        waiting.extend(node.inputs)
        count += len(node.inputs)
        expanded += 1
    return tuple(spots)


def fold(spots: Excerpt, at_end: Callable[[Spot], T], at_operation: Callable[[Node, list[T]], T]) -> T:
    """Work a formula out from its ends to its root."""
    found: list[T | None] = [None] * len(spots)
    for place in reversed(range(len(spots))):
        spot = spots[place]
        found[place] = at_end(spot) if spot.inputs is None else at_operation(spot.node, [found[one] for one in spot.inputs])  # type: ignore[misc]
    return found[0]  # type: ignore[return-value]


def ends(spots: Excerpt) -> tuple[Spot, ...]:
    """Where the formula ends: what stands on the line as a symbol or a number."""
    return tuple(spot for spot in spots if spot.inputs is None)
