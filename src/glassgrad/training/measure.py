"""Loss and metric of the network as it stands, over many rows, without learning from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .plan import Plan, State

ROWS_AT_ONCE = 4096
NUMBERS_AT_ONCE = 2**24
"""Bound the memory of a layer's values, for tables of any length and layers of any width."""


@dataclass(frozen=True)
class Measured:
    """The loss and the metric over some rows."""

    loss: float
    metric: float


def outputs_of(plan: Plan, state: State, inputs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The network's raw outputs, computed for a part of the rows at a time."""
    rows = max(1, min(ROWS_AT_ONCE, NUMBERS_AT_ONCE // max(layer.units for layer in plan.network.layers)))
    return np.concatenate([plan.network.predict(state, inputs[first : first + rows]) for first in range(0, len(inputs), rows)])


def measure(plan: Plan, state: State, rows: np.ndarray[Any, Any]) -> Measured:
    """The loss as the settings define it (without the L2 penalty), and the metric."""
    targets = plan.targets[rows]
    outputs = outputs_of(plan, state, plan.inputs[rows])
    loss = plan.loss.measure(outputs, targets, **plan.loss_settings)
    return Measured(loss, score(plan, outputs, targets))


def score(plan: Plan, outputs: np.ndarray[Any, Any], targets: np.ndarray[Any, Any]) -> float:
    """The metric of raw outputs against prepared targets. Standardised numbers serve for R², which is the same in any units."""
    flat = targets.reshape(len(targets))
    return plan.metric.score(predictions(plan, outputs) if plan.preparation.classes else outputs[:, 0], flat)


def predictions(plan: Plan, outputs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What the raw outputs say: a class number, or a value in the user's units."""
    if not plan.preparation.classes:
        return plan.preparation.restore_target(outputs[:, 0])
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0).astype(np.intp)
    return np.asarray(np.argmax(outputs, axis=1))
