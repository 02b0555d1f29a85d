"""What a network could reach that sees no inputs: one answer for every row, the best there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import pages
from glassgrad.nn import Loss
from glassgrad.readers import evaluate, gradients

from .probe import Array, Rows

FURTHEST_SCORE = 40.0
"""Beyond such a score a probability differs from 0 or 1 by less than float64 can tell."""


@dataclass(frozen=True, eq=False)
class Answer:
    """The same raw outputs (outputs,) for every row, and the loss they have."""

    outputs: Array
    loss: float


def best_constant(loss: Loss, loss_settings: Mapping[str, Any], rows: Rows, outputs: int) -> Answer:
    """The raw outputs that have the lowest loss if they are the same for every row: class shares, the mean, the median, as the loss has it."""
    constant = pages.variable(shape=(1, outputs), name="constant")
    y = pages.variable(shape=rows.targets.shape, name="y")
    counts = None if rows.counts is None else pages.variable(shape=rows.counts.shape, name="ω")
    total = loss(pages.broadcast(constant, shape=(len(rows), outputs)), y, weights=counts, **loss_settings)
    given = {y: rows.targets} | ({} if counts is None else {counts: rows.counts})
    slope = gradients(total, wrt=constant)[constant]

    def measured(at: Array) -> tuple[float, Array]:
        values = evaluate([total, slope], {**given, constant: at.reshape(1, outputs)})
        return float(values[total]), np.ravel(values[slope])

    found = _by_slopes(measured, outputs) if outputs > 1 and loss.predicts != "linear" else _one_by_one(measured, _bounds(loss, rows.targets, outputs))
    return Answer(found, measured(found)[0])


def constant_loss(loss: Loss, loss_settings: Mapping[str, Any], answer: Array, rows: Rows) -> float:
    """The loss of one answer for all rows."""
    return loss.measure(np.broadcast_to(answer, (len(rows), len(answer))), rows.targets, weights=rows.counts, **loss_settings)


def _bounds(loss: Loss, targets: Array, outputs: int) -> list[tuple[float, float]]:
    if loss.predicts != "linear":
        return [(-FURTHEST_SCORE, FURTHEST_SCORE)] * outputs
    columns = np.reshape(targets, (len(targets), outputs))
    return list(zip(columns.min(axis=0).tolist(), columns.max(axis=0).tolist(), strict=True))


def _one_by_one(measured: Callable[[Array], tuple[float, Array]], bounds: list[tuple[float, float]]) -> Array:
    # A loss of numbers is a sum over the outputs, so each can be looked for by itself, also where the loss has a kink.
    from scipy.optimize import minimize_scalar

    found = np.array([(low + high) / 2 for low, high in bounds])
    for place, (low, high) in enumerate(bounds):
        if high > low:

            def at(value: float, place: int = place) -> float:
                tried = found.copy()
                tried[place] = value
                return measured(tried)[0]

            found[place] = minimize_scalar(at, bounds=(low, high), method="bounded", options={"xatol": 1e-9 * (high - low)}).x
    return found


def _by_slopes(measured: Callable[[Array], tuple[float, Array]], outputs: int) -> Array:
    from scipy.optimize import minimize

    limits = [(-FURTHEST_SCORE, FURTHEST_SCORE)] * outputs
    answer = minimize(measured, np.zeros(outputs), jac=True, method="L-BFGS-B", bounds=limits, options={"ftol": 1e-14, "gtol": 1e-9})
    return np.asarray(answer.x)
