"""The update half of a training step: how each weight, and all that the optimizer remembers, takes its next value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from glassgrad.graph import Node

from .blocks import BECOMES, EQUAL
from .cutting import down_to
from .pass_view import Naming, PassView, new_naming


@dataclass(frozen=True, eq=False)
class Update:
    """One value that is renewed: `leaf` takes the value of `new`, whose formula ends at what has one of the `names`.

    A weight becomes its new value (←). What the optimizer remembers is told before, under a symbol with a prime, for the
    weight's formula quotes it.
    """

    leaf: Node
    new: Node
    relation: str
    naming: Naming
    names: Mapping[Node, Naming]
    values: Mapping[Node, Any]


def updates(seen: PassView) -> Iterator[Update]:
    """Every value that the step renews, weight by weight, in the order in which the formulas quote one another."""
    told: set[Node] = set()
    for weight in seen.step.gradients.wanted:
        if weight in seen.step.updates:
            for update in of_weight(seen, weight):
                told.add(update.leaf)
                yield update
    for leaf, new in seen.step.updates.items():
        if leaf not in told:
            yield Update(leaf, new, BECOMES, seen.names[leaf], seen.names, seen.values)


def of_weight(seen: PassView, weight: Node) -> Iterator[Update]:
    """What the optimizer remembers of one weight, as far as the step quotes it, and the weight itself."""
    renewed = {new: leaf for leaf, new in seen.step.updates.items()}
    gradient = seen.step.gradients.totals[weight]
    names = {**seen.names, gradient: seen.gradient_naming(weight)}
    values = {**seen.values, **_computed(seen, gradient)}
    for node in down_to(seen.step.updates[weight], names):
        leaf = renewed.get(node)
        if leaf is not None and leaf is not weight and node not in names:
            naming = new_naming(seen.names[leaf])
            yield Update(leaf, node, EQUAL, naming, dict(names), dict(values))
            names[node] = naming
            values |= _computed(seen, node)
    yield Update(weight, seen.step.updates[weight], BECOMES, seen.names[weight], names, values)


def _computed(seen: PassView, node: Node) -> dict[Node, Any]:
    return {node: seen.step.values[node]} if node in seen.step.values else {}
