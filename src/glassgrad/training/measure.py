"""Loss and metric of the network as it stands, over many rows, without learning from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .plan import Plan, State

ROWS_AT_ONCE = 4096
"""Bounds the memory for tables of any length."""


@dataclass(frozen=True)
class Measured:
    """The loss and the metric over some rows."""

    loss: float
    metric: float


def outputs_in_parts(plan: Plan, state: State, inputs: np.ndarray[Any, Any]) -> Iterator[tuple[slice, np.ndarray[Any, Any]]]:
    """The network's raw outputs, a part of the rows at a time."""
    for first in range(0, len(inputs), ROWS_AT_ONCE):
        part = slice(first, first + ROWS_AT_ONCE)
        yield part, plan.network.predict(state, inputs[part])


def measure(plan: Plan, state: State, rows: np.ndarray[Any, Any]) -> Measured:
    """The loss as the settings define it (without the L2 penalty), and the metric in the user's own units."""
    targets = plan.targets[rows]
    outputs = np.concatenate([part for _, part in outputs_in_parts(plan, state, plan.inputs[rows])])
    loss = plan.loss.measure(outputs, targets, **plan.loss_settings)
    return Measured(loss, plan.metric.score(predictions(plan, outputs), _actual(plan, targets)))


def predictions(plan: Plan, outputs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """What the raw outputs say: a class number, or a value in the user's units."""
    if not plan.preparation.classes:
        return plan.preparation.restore_target(outputs[:, 0])
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0).astype(np.intp)
    return np.asarray(np.argmax(outputs, axis=1))


def _actual(plan: Plan, targets: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    flat = targets.reshape(len(targets))
    return flat.astype(np.intp) if plan.preparation.classes else plan.preparation.restore_target(flat)
