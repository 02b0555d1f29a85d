"""What a fit lowers: the sum of squares, or another loss of the predictions, with its exact gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.engine import Program, engine
from glassgrad.graph import Graph, Node, NonFiniteError, SettingError, pages
from glassgrad.nn.losses import loss, losses
from glassgrad.nn.settings import settle
from glassgrad.readers import gradients

from .drawing import most_directions
from .problem import Problem


@dataclass(frozen=True, eq=False)
class Objective:
    """A problem and the loss that is lowered; without one it is half the weighted sum of squares, in the problem's unit."""

    problem: Problem
    loss: LossOfPredictions | None = None

    def value(self, parameters: FloatArray) -> float:
        """The loss there; infinite where it, a prediction or a slope is not finite."""
        if self.loss is None:
            return 0.5 * self.problem.sum_of_squares(parameters)
        place = self.problem.at(parameters)
        found = self.loss.value_and_gradient(place.predicted)[0] if place.finite else np.inf
        return found if np.isfinite(found) else np.inf

    def gradient(self, parameters: FloatArray) -> FloatArray:
        """∂L/∂b = Jᵀ·∂L/∂ŷ. Shape: (parameters,)."""
        return self.slopes(parameters).T @ self.left(parameters)

    def left(self, parameters: FloatArray) -> FloatArray:
        """∂L/∂ŷ; for the sum of squares that is the residual, both weighted by √w. Shape: (rows,)."""
        if self.loss is None:
            return self.problem.residuals(parameters)
        return self.loss.value_and_gradient(self.problem.at(parameters).predicted)[1]

    def slopes(self, parameters: FloatArray) -> FloatArray:
        """∂ŷ/∂b, weighted likewise. Shape: (rows, parameters)."""
        return self.problem.jacobian(parameters) if self.loss is None else self.problem.at(parameters).slopes

    def refuse_non_finite(self, start: FloatArray) -> None:
        """Raises: NonFiniteError for a start where predictions, slopes or the loss are not finite."""
        self.problem.refuse_non_finite(start, "at the start")
        if not np.isfinite(self.value(start)):
            raise NonFiniteError(f"the {self.what} is not finite at the start; give starting values whose predictions come closer, or columns in other units")

    @property
    def rounding(self) -> float:
        """How large residuals are that are nothing but rounding: a formula may fit exactly. 0 for other losses."""
        return 0.0 if self.loss else 1e-14 * float(np.linalg.norm(self.problem.scaled(self.problem.rows.observed)))

    @property
    def what(self) -> str:
        """What is lowered, in words."""
        return "sum of squares" if self.loss is None else "loss"

    @cached_property
    def directions(self) -> int:
        """In how many directions the parameters can move the predictions, where that is the most."""
        return most_directions(self.problem)


@dataclass(frozen=True, eq=False)
class LossOfPredictions:
    """A page of the losses over the predictions of all rows, and its gradient."""

    name: str
    settings: Mapping[str, Any]
    program: Program
    predicted: Node
    target: Node
    observed: FloatArray

    def value_and_gradient(self, predicted: FloatArray) -> tuple[float, FloatArray]:
        """The loss and ∂L/∂ŷ (rows,)."""
        total, slope = self.program.graph.outputs
        values: Any = self.program.run({self.predicted: predicted[:, None], self.target: self.observed[:, None]})
        return float(values[total]), np.asarray(values[slope])[:, 0]


def usable_losses() -> tuple[str, ...]:
    """The losses of numbers, by name.

    >>> "huber" in usable_losses(), "cross_entropy" in usable_losses()
    (True, False)
    """
    return tuple(one.name for one in losses.values() if one.predicts == "linear")


def make_objective(problem: Problem, name: str | None, settings: Mapping[str, Any] | None = None) -> Objective:
    """The objective. Raises: SettingError for a loss that is not there, is not one of numbers, or does not know weights or settings."""
    if name is None:
        if settings:
            raise SettingError(f"{', '.join(settings)!s:.60}: settings belong to a loss, and none is given; the sum of squares has no settings")
        return Objective(problem)
    page = loss(name)
    if page.predicts != "linear":
        raise SettingError(f"{name} judges probabilities, and a formula gives numbers; use one of {', '.join(usable_losses())}")
    if problem.rows.weighted:
        raise SettingError(f"weights belong to the sum of squares; leave out the weights, or the loss {name}")
    rows = (len(problem.rows), 1)
    predicted, target = pages.variable(shape=rows, name="predicted"), pages.variable(shape=rows, name="target")
    chosen = settle(name, page.settings, settings or {})
    total = page(predicted, target, **chosen)
    graph = Graph((total, gradients(total, predicted)[predicted]))
    return Objective(problem, LossOfPredictions(name, chosen, engine("reference").compile(graph), predicted, target, problem.rows.observed))
