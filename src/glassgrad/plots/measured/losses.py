"""The loss of a network as a function of its weights, over fixed rows: what surfaces are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from glassgrad.graph import Graph, Node, pages
from glassgrad.nn.penalty import penalty
from glassgrad.training.plan import Array, Plan

MOST_ROWS = 20_000
"""Rows that are looked at: the loss of more is that of a sample, evenly spaced."""


class LossFunction:
    """What a run lowers, at any weights: its loss with the penalties, over rows of its table (if not given, the training rows). Without dropout, in float64.

    Raises: RunFileError for a run opened without its data.
    """

    def __init__(self, plan: Plan, rows: Array | None = None) -> None:
        chosen = plan.split.training if rows is None else rows
        self.rows = chosen if len(chosen) <= MOST_ROWS else chosen[np.linspace(0, len(chosen) - 1, MOST_ROWS).astype(np.intp)]
        x = pages.variable(shape=(len(self.rows), plan.network.inputs), name="X")
        y = pages.variable(shape=plan.loss.target_shape((len(self.rows), plan.network.outputs)), name="y")
        weights = pages.variable(shape=(len(self.rows),), name="ω") if plan.settings.weights else None
        self._leaves = plan.network.parameter_nodes()
        forward = plan.network.forward(x, self._leaves)
        loss = plan.loss(forward.output, y, weights=weights, **plan.loss_settings)
        held_down = penalty([layer.weights for layer in forward.layers], plan.settings.l2, plan.settings.l1)
        self.total = loss if held_down is None else loss + held_down
        self._given: dict[Node, Any] = {x: plan.prepared.values[self.rows], y: plan.targets[self.rows]}
        if weights is not None and plan.sample_weights is not None:
            self._given[weights] = plan.sample_weights[self.rows]
        self._program = plan.engine().compile(Graph(outputs=(self.total,)), dtype=np.float64, threads=plan.threads)

    def __call__(self, state: Mapping[str, Any]) -> float:
        """The loss with these weights, by name."""
        given = {**self._given, **{leaf: np.asarray(state[name], dtype=np.float64) for name, leaf in self._leaves.items()}}
        return float(self._program.run(given)[self.total])

    def of_many(self, states: Iterable[Mapping[str, Any]]) -> Array:
        """The losses of many states, in their order."""
        with np.errstate(all="ignore"):
            return np.array([self(state) for state in states])
