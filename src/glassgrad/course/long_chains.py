"""Graphs with as many nodes and parameters as one likes, to measure on them what gradients cost, the one way and the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.graph import Node, ancestors, pages
from glassgrad.readers import CostReport, Gradients, cost, gradients
from glassgrad.readers.evaluate import forward

FLOAT64 = np.dtype(np.float64)
START, SPREAD = 0.01, 0.01
"""Small inputs, and factors close to 1: so tanh bends them little, and no gradient vanishes on the way through 10,000 nodes."""
MOVE = 1e-6


@dataclass(frozen=True, eq=False)
class Chain:
    """h ← tanh(h · w), over and over, with other weights each time; the sum of the last h is the result."""

    result: Node
    weights: tuple[Node, ...]
    given: Mapping[Node, Any]

    @property
    def parameters(self) -> int:
        """How many single numbers are learnt."""
        return sum(int(np.prod(one.shape)) for one in self.weights)

    @cached_property
    def forward_nodes(self) -> list[Node]:
        """What a forward pass computes, in order."""
        return ancestors([self.result])

    @cached_property
    def slopes(self) -> Gradients:
        """The gradients by all weights, as a graph."""
        return gradients(self.result, self.weights)

    @cached_property
    def both_ways(self) -> list[Node]:
        """What a forward and a backward pass compute, in order."""
        return ancestors([self.result, *self.slopes.values()])

    @cached_property
    def cost(self) -> CostReport:
        """Nodes and elementary operations, forward and backward, counted on the graph."""
        return cost(self.result, wrt=self.weights)

    def value(self, moved: Mapping[Node, Any] | None = None) -> float:
        """One forward pass, with some of the weights moved."""
        return float(forward(self.forward_nodes, {**self.given, **(moved or {})}, dtype=FLOAT64)[self.result])

    def all_gradients(self) -> Mapping[Node, Any]:
        """One forward and one backward pass: the gradient of every weight."""
        values = forward(self.both_ways, dict(self.given), dtype=FLOAT64)
        return {leaf: values[slope] for leaf, slope in self.slopes.items()}

    def slope_by_moving(self, place: int, unmoved: float) -> float:
        """The gradient of one single parameter, by moving it and making another forward pass."""
        width = self.weights[0].shape[0]
        leaf, entry = self.weights[place // width], place % width
        moved = np.array(self.given[leaf])
        moved[entry] += MOVE
        return (self.value({leaf: moved}) - unmoved) / MOVE

    def gradient_of(self, place: int, found: Mapping[Node, Any]) -> float:
        """The gradient of the same single parameter among those of a backward pass."""
        width = self.weights[0].shape[0]
        return float(found[self.weights[place // width]][place % width])


def chain(nodes: int, parameters: int, *, seed: int = 0) -> Chain:
    """A chain of exactly so many computing nodes, and of about so many parameters: as many as can be shared out evenly."""
    products = nodes // 2
    vectors = min(products, parameters)
    width = parameters // vectors
    weights = tuple(pages.parameter(shape=(width,), name=f"w{place}") for place in range(vectors))
    first = h = pages.variable(shape=(width,), name="x")
    for place in range(nodes - 1):
        h = h * weights[place // 2 % vectors] if place % 2 == 0 else pages.tanh(h)
    random = np.random.default_rng(seed)
    given = {first: np.full(width, START), **{leaf: random.uniform(1 - SPREAD, 1 + SPREAD, width) for leaf in weights}}
    return Chain(pages.sum(h), weights, given)
