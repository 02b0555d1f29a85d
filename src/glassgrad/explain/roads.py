"""`roads`: the chain rule from one quantity with a symbol to the next, as one works by hand.

`gradients` gives the numbers, with one graph for all. Here every quantity that has a symbol quotes the gradients before it:
behind `∂J/∂a1 = ∂J/∂a2·w2` stands the same derivative rule of the page, called with a stand-in for ∂J/∂a2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glassgrad.graph import Kind, Node, is_constant, pages
from glassgrad.readers.gradients import sum_to_shape

LONGEST_TRAIL = 16
"""Operations of a trail that are kept; the reason names fewer."""


@dataclass(frozen=True, eq=False, slots=True)
class Road:
    """One way in which `through` uses the quantity `into`: what comes back along it, and why.

    `origin` is the nearest quantity with a symbol on the way to the target; `trail` are the operations passed from there.
    `place` says which input of `through` the quantity is.
    """

    into: Node
    through: Node
    contribution: Node
    origin: Node
    trail: tuple[Node, ...]
    place: int


@dataclass(frozen=True, eq=False)
class Roads:
    """For every node that influences the target: the roads that lead back to it, oldest first.

    `quotes` are the stand-ins for gradients already told: stand-in → the quantity it is the gradient of.
    `blocked` are nodes that the target uses in a way that lets nothing flow back, each with the operation that does so.
    """

    into: dict[Node, list[Road]] = field(default_factory=dict)
    quotes: dict[Node, Node] = field(default_factory=dict)
    blocked: dict[Node, Node] = field(default_factory=dict)


def roads(target: Node, nodes: list[Node], symbols: Mapping[Node, object], reached: set[Node]) -> Roads:
    """Walk backward from the target over `nodes` (its ancestors, oldest first), keeping to those in `reached`."""
    found = Roads()
    flows: dict[Node, tuple[Node, Node, tuple[Node, ...]]] = {target: (pages.constant(value=1.0), target, ())}
    for node in reversed(nodes):
        if node.op.kind is Kind.LEAF or node not in reached:
            continue
        if node is not target:
            if node not in found.into:
                continue
            flows[node] = _flow(found, node, symbols)
        _send_back(found, node, *flows.pop(node), reached)
    for ways in found.into.values():
        ways.sort(key=lambda road: road.through.serial)
    return found


def _flow(found: Roads, node: Node, symbols: Mapping[Node, object]) -> tuple[Node, Node, tuple[Node, ...]]:
    """What comes back to a node, the quantity it comes from, and the operations passed."""
    if node in symbols:
        quote = pages.variable(shape=node.shape)
        found.quotes[quote] = node
        return quote, node, ()
    ways = found.into[node]
    total = ways[0].contribution
    for road in ways[1:]:
        total = total + road.contribution
    return total, ways[0].origin, ways[0].trail


def _send_back(found: Roads, node: Node, flow: Node, origin: Node, trail: tuple[Node, ...], reached: set[Node]) -> None:
    for place, (into, contribution) in enumerate(zip(node.inputs, node.op.derivative(flow, node, *node.inputs), strict=True)):
        if is_constant(into) and not into.name:
            continue
        if contribution is None:
            found.blocked[into] = node
        elif into in reached:
            fitted = sum_to_shape(contribution, into.shape)
            found.into.setdefault(into, []).append(Road(into, node, fitted, origin, (*trail, node)[:LONGEST_TRAIL], place))
