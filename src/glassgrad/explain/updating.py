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
    weight's formula quotes it. So is what stands between gradients and updates: then `leaf` is `new` itself.
    """

    leaf: Node
    new: Node
    relation: str
    naming: Naming
    names: Mapping[Node, Naming]
    values: Mapping[Node, Any]

    @property
    def on_the_way(self) -> bool:
        """Whether it is only worked out on the way, and nothing takes its value."""
        return self.leaf is self.new

    @property
    def shared(self) -> bool:
        """Whether it is a single number on the way, the same for every weight, such as the learning rate that a schedule gives."""
        return self.on_the_way and self.new.shape == ()


def between(seen: PassView) -> Iterator[Update]:
    """What stands between gradients and updates: what a schedule makes of the learning rate, and clipped gradients."""
    names, values = _with_gradients(seen)
    for node in seen.between:
        yield Update(node, node, EQUAL, seen.names[node], {one: naming for one, naming in names.items() if one is not node}, values)


def own_between(seen: PassView, weight: Node) -> Iterator[Update]:
    """Those arrays of them that are of this weight; the norm of all gradients is made of those of every weight."""
    shared = {update.new for update in between(seen) if update.shared}
    reached = set(down_to(seen.step.updates[weight], shared | set(seen.step.gradients.totals.values())))
    return (update for update in between(seen) if update.new in reached - shared)


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
    names, values = _with_gradients(seen)
    names[seen.step.gradients.totals[weight]] = seen.gradient_naming(weight)
    for node in down_to(seen.step.updates[weight], names):
        leaf = renewed.get(node)
        if leaf is not None and leaf is not weight and node not in names:
            naming = new_naming(seen.names[leaf])
            yield Update(leaf, node, EQUAL, naming, dict(names), dict(values))
            names[node] = naming
            values |= _computed(seen, node)
    yield Update(weight, seen.step.updates[weight], BECOMES, seen.names[weight], names, values)


def _with_gradients(seen: PassView) -> tuple[dict[Node, Naming], dict[Node, Any]]:
    """All names and numbers, those of the gradients by the weights included."""
    names, values = dict(seen.names), dict(seen.values)
    for by in seen.step.gradients.wanted:
        total = seen.step.gradients.totals[by]
        names[total] = seen.gradient_naming(by)
        values |= _computed(seen, total)
    return names, values


def _computed(seen: PassView, node: Node) -> dict[Node, Any]:
    return {node: seen.step.values[node]} if node in seen.step.values else {}
