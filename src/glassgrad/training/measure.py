"""Loss and metric of the network as it stands, over many rows, without learning from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from glassgrad.data import Task
from glassgrad.engine import Survey, pass_rows
from glassgrad.graph import Graph, Node, pages
from glassgrad.nn import Loss, activation
from glassgrad.readers import evaluate

from .metrics import Metric
from .plan import Items, Plan
from .written_once import written_once

ROWS_AT_ONCE = 256
"""Rows of a block: enough to keep a matrix product busy, few enough that the values of all layers stay in the cache."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Measured:
    """The loss and the metric over some rows."""

    loss: float
    metric: float


def survey(plan: Plan, rows: Array, *, times: int) -> Survey:
    """The measurement of loss (without penalties) and metric over these rows of the table, likely to be made so many times."""
    block = plan.forward(min(ROWS_AT_ONCE, max(len(rows), 1)))
    judge = judging(plan, len(rows))
    given = {judge.y: plan.targets[rows]}
    if judge.sample_weights is not None and plan.sample_weights is not None:
        given[judge.sample_weights] = plan.sample_weights[rows]
    return Survey(forward=block.program.graph, x=block.x, table=plan.inputs, rows=rows, judge=judge.graph, z=judge.z, given=given, times=times)


@dataclass(frozen=True, eq=False)
class Judging:
    """Loss and metric as a graph, and its leaves: outputs, targets, and how much each row counts for the loss, if that is said."""

    graph: Graph
    z: Node
    y: Node
    sample_weights: Node | None


def judging(plan: Plan, rows: int) -> Judging:
    """Loss and metric of so many rows."""
    return _judging(plan.loss, tuple(plan.loss_settings.items()), plan.metric, shape=(rows, plan.network.outputs), weighted=bool(plan.settings.weights))


@written_once
def _judging(loss: Loss, loss_settings: Items, metric: Metric, *, shape: tuple[int, int], weighted: bool) -> Judging:
    z = pages.variable(shape=shape, name="z")
    y = pages.variable(shape=loss.target_shape(shape), name="y")
    weights = pages.variable(shape=shape[:1], name="ω") if weighted else None
    return Judging(Graph(outputs=(loss(z, y, weights=weights, **dict(loss_settings)), metric.of(z, y))), z, y, weights)


def outputs_of(plan: Plan, state: Mapping[str, Any], inputs: Array) -> Array:
    """The network's raw outputs, block after block of the rows."""
    if not len(inputs):
        return np.empty((0, plan.network.outputs), dtype=plan.dtype)
    block = plan.forward(min(ROWS_AT_ONCE, len(inputs)))
    return pass_rows(block.program, block.x, {leaf: state[name] for name, leaf in block.parameters.items()}, inputs)


def measure(plan: Plan, state: Mapping[str, Any], rows: Array) -> Measured:
    """Loss and metric over rows of the table, by the run's own engine: the very numbers of its history."""
    session = plan.engine().session([], [survey(plan, rows, times=1)], state, dtype=plan.dtype)
    ((loss, metric),) = session.survey()
    return Measured(float(loss), float(metric))


def score(plan: Plan, outputs: Array, targets: Array) -> float:
    """The metric of raw outputs against prepared targets. Standardised numbers serve for R², which is the same in any units."""
    judge = judging(plan, len(outputs))
    _, metric = judge.graph.outputs
    program = plan.engine().compile(Graph(outputs=(metric,)), dtype=plan.dtype)
    return float(program.run({judge.z: outputs, judge.y: plan.loss.shape_targets(targets)})[metric])


def probabilities(plan: Plan, outputs: Array, *, dtype: DTypeLike = np.float64) -> Array:
    """What raw outputs say of each class (rows, classes), in numbers of this type; each row adds up to 1. Of several labels: of each label."""
    scores = pages.variable(name="z", shape=outputs.shape)
    sure = activation(plan.loss.predicts).apply(scores)
    found = np.asarray(evaluate(sure, {scores: outputs}, dtype=dtype)[sure])
    return np.column_stack([1 - found, found]) if found.shape[1] == 1 and plan.preparation.classes else found


def predictions(plan: Plan, outputs: Array) -> Array:
    """What the raw outputs say: a class number, or a value in the user's units; of several targets (rows, targets), a label as 0 or 1."""
    task = plan.preparation.task
    if task is Task.SEVERAL_LABELS:
        return (outputs > 0).astype(np.intp)
    if not task.has_classes:
        return plan.preparation.restore_target(outputs if task.several else outputs[:, 0])
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0).astype(np.intp)
    return np.asarray(np.argmax(outputs, axis=1))
