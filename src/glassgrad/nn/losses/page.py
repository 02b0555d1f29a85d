"""`Loss`: one number that says how wrong the predictions are; its convention is part of its name and of its formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError, Domain, Example, Node, Shape, ShapeError, pages, say_shape
from glassgrad.readers import evaluate

from ..settings import Setting, settle

REGRESSION, TWO_CLASSES, MANY_CLASSES = "regression", "two classes", "many classes"
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Loss:
    """One loss. Calling it makes a node: a single number. Predictions are (rows, outputs).

    `build` is (predicted, target, **settings) → Node. `predicts` names the activation that turns the network's outputs
    into predictions: "linear" leaves them, "sigmoid" and "softmax" turn scores into probabilities.
    `target_is_class`: the target is one class number per row (rows,), else it is shaped like the predictions.
    `domain` and `example` are what tests and documentation try.
    """

    name: str
    says: str
    formula: str
    latex: str
    build: Callable[..., Node]
    predicts: str
    tasks: tuple[str, ...]
    domain: Domain
    example: Example
    source: str
    target_is_class: bool = False
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))
    formula_with: Callable[..., str] | None = None
    """(**settings) → the formula as these settings make it, where they change it."""

    def convention(self, **settings: Any) -> str:
        """The formula with its convention, as it is with these settings.

        >>> from glassgrad.nn import losses
        >>> losses["half_squared_error"].convention()
        'L = ½ · Σ (ŷ − y)²'
        """
        chosen = settle(self.name, self.settings, settings)
        usual = all(chosen[name] == setting.default for name, setting in self.settings.items())
        return self.formula if usual or self.formula_with is None else self.formula_with(**chosen)

    def __call__(self, predicted: Node, target: Node, *, name: str = "", **settings: Any) -> Node:
        """The loss as a node. Raises: ShapeError if target and predictions do not fit, SettingError for a wrong setting."""
        chosen = settle(self.name, self.settings, settings)
        self.check_shapes(predicted.shape, target.shape)
        loss = self.build(predicted, target, **chosen)
        return loss.named(name) if name else loss

    def check_shapes(self, predicted: Shape, target: Shape) -> None:
        """Raises: ShapeError unless the predictions are (rows, outputs) and the target has the shape that belongs to them."""
        if len(predicted) != 2 or 0 in predicted:
            raise ShapeError(f"{self.name} needs predictions of shape rows × outputs, at least 1×1, not {say_shape(predicted)}")
        if self.target_is_class and predicted[1] < 2:
            raise ShapeError(f"{self.name} needs one output for each class, at least 2, not 1; for two classes and one output there is binary_cross_entropy")
        if target != self.target_shape(predicted):
            # (rows,) against (rows, 1) would broadcast to rows × rows without a word.
            raise ShapeError(f"{self.name} of predictions {predicted} needs a target of shape {self.target_shape(predicted)}, not {target}")

    def target_shape(self, predicted: Shape) -> Shape:
        """The shape of the target that belongs to predictions of this shape."""
        return predicted[:1] if self.target_is_class else predicted

    def outputs(self, classes: int) -> int:
        """How many outputs a network needs for this many classes (0 for a single number)."""
        return classes if self.target_is_class else 1

    def shape_targets(self, targets: Any) -> FloatArray:
        """One number per row (rows,), in the shape this loss wants; a table of targets stays as it is."""
        array = np.asarray(targets, dtype=np.float64)
        return array.reshape(len(array), 1) if array.ndim == 1 and not self.target_is_class else array

    def check_targets(self, targets: Any, *, outputs: int) -> None:
        """Raises: DataError naming the first row whose target no network with so many outputs could meet."""
        # A class that is not there would count as no loss at all, without a word.
        array = np.asarray(targets, dtype=np.float64)
        if self.target_is_class:
            good, wanted = (array >= 0) & (array < outputs) & (array == np.floor(array)), f"the number of a class, 0 to {outputs - 1}"
        elif self.predicts == "sigmoid":
            good, wanted = (array >= 0) & (array <= 1), "0 or 1, or a share between them"
        else:
            good, wanted = np.isfinite(array), "a finite number"
        if not good.all():
            place = tuple(int(one) for one in np.argwhere(~good)[0])
            raise DataError(f"the target of row {place[0]} (counted from 0) is {array[place]:g}; {self.name} needs {wanted}")

    def measure(self, outputs: Any, targets: Any, **settings: Any) -> float:
        """The loss of these outputs (rows, outputs) against these targets, as a number.

        Raises: ShapeError, DataError, SettingError for what does not fit.

        >>> from glassgrad.nn import losses
        >>> losses["mean_squared_error"].measure([[1.0], [2.0]], [[1.0], [4.0]])
        2.0
        """
        self.check_shapes(np.shape(outputs), np.shape(targets))
        self.check_targets(targets, outputs=np.shape(outputs)[1])
        predicted = pages.variable(shape=np.shape(outputs), name="predicted")
        target = pages.variable(shape=np.shape(targets), name="target")
        loss = self(predicted, target, **settings)
        return float(evaluate(loss, {predicted: outputs, target: targets})[loss])


def weighted_mean(each: Node, weight: Node, class_weights: tuple[float, ...]) -> Node:
    """Σ weight·each / Σ weight; 0 for rows that all weigh nothing."""
    total = pages.sum(weight)
    # Only where a class weighs nothing can the whole batch weigh nothing; 0/0 would end the run.
    divisor = pages.where(total > 0, total, 1) if 0 in class_weights else total
    return pages.sum(weight * each) / divisor
