"""The update half of a training step: how each weight, and all that the optimizer remembers, takes its next value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from glassgrad.graph import Node

from .fragments import Fragment
from .pass_view import PassView, new_symbol
from .story import BECOMES, EQUAL


@dataclass(frozen=True, eq=False)
class Update:
    """One value that is renewed: `leaf` takes the value of `new`, whose formula ends at what is `known`.

    A weight becomes its new value (←). What the optimizer remembers is told first, under a symbol with a prime, for the
    weight's formula quotes it.
    """

    leaf: Node
    new: Node
    relation: str
    symbol: Fragment
    known: Mapping[Node, Fragment]


def updates(seen: PassView) -> Iterator[Update]:
    """Every value that the step renews, weight by weight, in the order in which the formulas quote one another."""
    told: set[Node] = set()
    renewed = {new: leaf for leaf, new in seen.step.updates.items()}
    weights = [leaf for leaf in seen.step.gradients.wanted if leaf in seen.step.updates]
    for weight in weights:
        gradient = {seen.step.gradients.totals[weight]: seen.backward.symbol(weight)}
        known = {**seen.symbols, **gradient}
        for node in _between(seen.step.updates[weight], known):
            leaf = renewed.get(node)
            if leaf is not None and leaf not in told and leaf is not weight:
                told.add(leaf)
                yield Update(leaf, node, EQUAL, new_symbol(seen.symbols[leaf]), dict(known))
                known[node] = new_symbol(seen.symbols[leaf])
        told.add(weight)
        yield Update(weight, seen.step.updates[weight], BECOMES, seen.symbols[weight], known)
    for leaf, new in seen.step.updates.items():
        if leaf not in told:
            yield Update(leaf, new, BECOMES, seen.symbols[leaf], seen.symbols)


def _between(root: Node, known: Mapping[Node, Any]) -> list[Node]:
    """The nodes from the root down to what is known, oldest first."""
    seen: set[Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node not in seen and node not in known:
            seen.add(node)
            waiting.extend(node.inputs)
    return sorted(seen, key=lambda node: node.serial)
