"""`StepReading`: what one training step was to do by the derivatives, and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from glassgrad.graph import Kind, ancestors, is_constant
from glassgrad.nn import TrainingStep
from glassgrad.readers import evaluate

from .curvature import Curvature

Array = np.ndarray[Any, Any]
STRAIGHT = 1e-3
"""A step that differs by less than this share from −rate · gradient is one of plain gradient descent; float32 alone makes 1e-4."""


@dataclass(frozen=True, kw_only=True)
class StepReading:
    """One step on its own batch: total loss before, predicted and actual change, and how the loss bends.

    `first_order` is gᵀu, for the gradient g and the change u of all weights; `second_order` is gᵀu + ½·uᵀHu. `bend` is uᵀHu.
    `along_gradient` is gᵀHg / gᵀg, the curvature along the gradient.
    """

    number: int
    loss: float
    actual: float
    first_order: float
    bend: float
    along_gradient: float
    gradient_norm: float
    update_norm: float
    weight_norm: float
    rate: float
    """The learning rate of this step, as the schedule has it."""
    descent_rate: float
    """The rate α of a step u = −α·g; not-a-number if the step goes another way."""

    @property
    def second_order(self) -> float:
        """The change of the loss that gradient and curvature predict."""
        return self.first_order + self.bend / 2

    @property
    def limit(self) -> float:
        """How many times as long this step could be before the loss would rise, by the curvature; infinite where the loss does not bend upward.

        Formula: −2·gᵀu / uᵀHu.
        """
        return -2 * self.first_order / self.bend if self.bend > 0 else inf

    @property
    def overshoots(self) -> bool:
        """Whether the loss of the batch rose although the gradient said that it would fall."""
        return self.first_order < 0 < self.actual

    @property
    def stable_rate(self) -> float:
        """The largest rate at which plain gradient descent along this gradient lowers the loss: 2 / (gᵀHg / gᵀg)."""
        return 2 / self.along_gradient if self.along_gradient > 0 else inf


def read_step(number: int, nodes: TrainingStep, bends: Curvature, values: Mapping[Any, Any]) -> StepReading:
    """Hold a step, all of whose values are known, against its derivatives: in float64, whatever it was computed in."""
    given = {leaf: np.asarray(values[leaf], dtype=np.float64) for leaf in ancestors([nodes.total]) if leaf.op.kind is Kind.LEAF and not is_constant(leaf)}
    old = {leaf: given[leaf] for leaf in bends.leaves}
    new = {leaf: np.asarray(values[nodes.updated[leaf.name]], dtype=np.float64) for leaf in bends.leaves}
    update = np.concatenate([np.ravel(new[leaf] - old[leaf]) for leaf in bends.leaves])
    gradient = bends.gradient(given)
    before, after = (float(evaluate(nodes.total, given | weights)[nodes.total]) for weights in (old, new))
    squared = float(gradient @ gradient)
    descent_rate = -float(gradient @ update) / squared if squared else 0.0
    straight = bool(squared) and np.linalg.norm(update + descent_rate * gradient) <= STRAIGHT * np.linalg.norm(update)
    return StepReading(
        number=number,
        loss=before,
        actual=after - before,
        first_order=float(gradient @ update),
        bend=float(update @ bends.product(given, update)),
        along_gradient=float(gradient @ bends.product(given, gradient)) / squared if squared else 0.0,
        gradient_norm=squared**0.5,
        update_norm=float(np.linalg.norm(update)),
        weight_norm=float(np.linalg.norm(np.concatenate([np.ravel(one) for one in old.values()]))),
        rate=float(str(values[nodes.rate])),  # 0.6 in float32 is written 0.6, and not 0.60000002
        descent_rate=descent_rate if straight else np.nan,
    )
