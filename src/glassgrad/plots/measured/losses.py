"""The loss of a network as a function of its weights, over fixed rows: what surfaces are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from glassgrad.graph import Graph, Node
from glassgrad.nn.measuring import measuring
from glassgrad.nn.penalty import penalty
from glassgrad.training.plan import Array, Plan

MOST_ROWS = 20_000
"""Rows that are looked at: the loss of more is that of a sample, evenly spaced."""


def loss_name(plan: Plan) -> str:
    """What a run lowers, in words."""
    words = plan.loss.name.replace("_", " ")
    return f"{words} with penalty" if plan.settings.l1 or plan.settings.l2 else words


class LossFunction:
    """What a run lowers, at any weights: its loss with the penalties, over rows of its table (if not given, the training rows). Without dropout, in float64.

    Raises: RunFileError for a run opened without its data.
    """

    def __init__(self, plan: Plan, rows: Array | None = None) -> None:
        chosen = plan.split.training if rows is None else rows
        self.rows = chosen if len(chosen) <= MOST_ROWS else chosen[np.linspace(0, len(chosen) - 1, MOST_ROWS).astype(np.intp)]
        nodes = measuring(plan.network, plan.loss, rows=len(self.rows), loss_settings=plan.loss_settings, weighted=bool(plan.settings.weights))
        held_down = penalty([layer.weights for layer in nodes.layers], plan.settings.l2, plan.settings.l1)
        self.total = nodes.loss if held_down is None else nodes.loss + held_down
        self._leaves = nodes.parameters
        self._given: dict[Node, Any] = {nodes.x: plan.prepared.values[self.rows], nodes.y: plan.targets[self.rows]}
        if nodes.sample_weights is not None and plan.sample_weights is not None:
            self._given[nodes.sample_weights] = plan.sample_weights[self.rows]
        self._program = plan.engine().compile(Graph(outputs=(self.total,)), dtype=np.float64, threads=plan.threads)

    def __call__(self, state: Mapping[str, Any]) -> float:
        """The loss with these weights, by name."""
        given = {**self._given, **{leaf: np.asarray(state[name], dtype=np.float64) for name, leaf in self._leaves.items()}}
        return float(self._program.run(given)[self.total])

    def of_many(self, states: Iterable[Mapping[str, Any]]) -> Array:
        """The losses of many states, in their order."""
        with np.errstate(all="ignore"):
            return np.array([self(state) for state in states])
