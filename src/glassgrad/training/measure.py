"""Loss and metric of the network as it stands, over many rows, without learning from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.engine import Survey, pass_rows
from glassgrad.graph import Graph, Node, pages

from .plan import Plan

ROWS_AT_ONCE = 256
"""Rows of a block: enough to keep a matrix product busy, few enough that the values of all layers stay in the cache."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Measured:
    """The loss and the metric over some rows."""

    loss: float
    metric: float


def survey(plan: Plan, rows: Array) -> Survey:
    """The measurement of loss (without the L2 penalty) and metric over these rows of the table."""
    block = plan.forward(min(ROWS_AT_ONCE, max(len(rows), 1)))
    judge, z, y = judging(plan, len(rows))
    return Survey(forward=block.program.graph, x=block.x, table=plan.inputs, rows=rows, judge=judge, z=z, given={y: plan.targets[rows]})


def judging(plan: Plan, rows: int) -> tuple[Graph, Node, Node]:
    """Loss and metric as a graph, and its two leaves: outputs and targets of so many rows."""
    z = pages.variable(shape=(rows, plan.network.outputs), name="z")
    y = pages.variable(shape=plan.loss.target_shape(z.shape), name="y")
    return Graph(outputs=(plan.loss(z, y, **plan.loss_settings), plan.metric.of(z, y))), z, y


def outputs_of(plan: Plan, state: Mapping[str, Any], inputs: Array) -> Array:
    """The network's raw outputs, block after block of the rows."""
    if not len(inputs):
        return np.empty((0, plan.network.outputs), dtype=plan.dtype)
    block = plan.forward(min(ROWS_AT_ONCE, len(inputs)))
    return pass_rows(block.program, block.x, {leaf: state[name] for name, leaf in block.parameters.items()}, inputs)


def measure(plan: Plan, state: Mapping[str, Any], rows: Array) -> Measured:
    """Loss and metric over rows of the table, by the run's own engine: the very numbers of its history."""
    session = plan.engine().session([], [survey(plan, rows)], state, dtype=plan.dtype)
    ((loss, metric),) = session.survey()
    return Measured(float(loss), float(metric))


def score(plan: Plan, outputs: Array, targets: Array) -> float:
    """The metric of raw outputs against prepared targets. Standardised numbers serve for R², which is the same in any units."""
    graph, z, y = judging(plan, len(outputs))
    shaped = plan.loss.shape_targets(targets)
    program = plan.engine().compile(Graph(outputs=graph.outputs[1:]), dtype=plan.dtype)
    return float(program.run({z: outputs, y: shaped})[graph.outputs[1]])


def predictions(plan: Plan, outputs: Array) -> Array:
    """What the raw outputs say: a class number, or a value in the user's units."""
    if not plan.preparation.classes:
        return plan.preparation.restore_target(outputs[:, 0])
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0).astype(np.intp)
    return np.asarray(np.argmax(outputs, axis=1))
