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
from .reduction import Reduction, by_row

REGRESSION, TWO_CLASSES, MANY_CLASSES = "regression", "two classes", "many classes"
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Loss:
    """One loss. Calling it makes a node: a single number. Predictions are (rows, outputs).

    `each` is (predicted, truth, **settings) → the terms (rows, outputs) or (rows,), and `reduction` makes one number of them; weights
    come in between. The truth is the target, for class numbers as one-hot rows (rows, classes).
    `class_weight` is (truth, *, name, **settings per class) → the weight of every term by its class.
    `term` writes one term in text and `where` what its symbols mean, both (**settings) → text; `usual` is the formula as people
    usually write it, where that is not term by term.
    `predicts` names the activation that turns the network's outputs into predictions: "linear" leaves them, "sigmoid" and
    "softmax" turn scores into probabilities.
    `target_is_class`: the target is one class number per row (rows,), else it is shaped like the predictions.
    `domain` and `example` are what tests and documentation try.
    """

    name: str
    says: str
    each: Callable[..., Node]
    reduction: Reduction
    term: Callable[..., str]
    where: Callable[..., str] = lambda **settings: ""
    usual: str = ""
    latex: str
    class_weight: Callable[..., Node] | None = None
    predicts: str
    tasks: tuple[str, ...]
    domain: Domain
    example: Example
    source: str
    target_is_class: bool = False
    settings: Mapping[str, Setting] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def formula(self) -> str:
        """The formula with its convention, as it is with the usual settings."""
        return self.usual or self._written(settle(self.name, self.settings, {}), weighted=False)

    def convention(self, *, weighted: bool = False, **settings: Any) -> str:
        """The formula with its convention, as it is with these settings, and with weights of the rows if `weighted`.

        >>> from glassgrad.nn import losses
        >>> losses["half_squared_error"].convention()
        'L = ½ · Σ (ŷ − y)²'
        >>> losses["mean_squared_error"].convention(weighted=True)
        'L = Σ ω·(ŷ − y)² / Σ ω, ω = the weight of the row'
        """
        chosen = settle(self.name, self.settings, settings)
        usual = all(chosen[name] == setting.default for name, setting in self.settings.items())
        return self.formula if usual and not weighted else self._written(chosen, weighted=weighted)

    def __call__(self, predicted: Node, target: Node, *, name: str = "", weights: Node | None = None, **settings: Any) -> Node:
        """The loss as a node; `weights` (rows,), none below 0, say how much each row counts.

        A sum becomes Σ ω·term, a mean Σ ω·term / Σ ω over the rows that are given, 0 if they all weigh nothing.
        Raises: ShapeError if target, weights and predictions do not fit, SettingError for a wrong setting.
        """
        chosen = settle(self.name, self.settings, settings)
        self.check_shapes(predicted.shape, target.shape)
        if weights is not None and weights.shape != predicted.shape[:1]:
            raise ShapeError(f"{self.name} of {predicted.shape[0]} rows needs as many weights, of shape {predicted.shape[:1]}, not {weights.shape}")
        loss = self._build(predicted, target, weights, chosen)
        return loss.named(name) if name else loss

    def _build(self, predicted: Node, target: Node, weights: Node | None, chosen: Mapping[str, Any]) -> Node:
        of_terms, of_classes = self._apart(chosen)
        truth = pages.one_hot(target, classes=predicted.shape[-1]) if self.target_is_class else target
        each = self.each(predicted, truth, **of_terms)
        weight = None if weights is None else by_row(weights, each.shape)
        if self.class_weight is not None and of_classes:
            by_class = self.class_weight(truth, name=_BY_ROW if weight is None else _BY_CLASS, **of_classes)
            weight = by_class if weight is None else pages.multiply(weight, by_class, name=f"{_BY_ROW}_{_BY_CLASS}")
        # Unless rows have weights, only where a class weighs nothing can a whole batch weigh nothing.
        may_vanish = weights is not None or any(0 in one for one in of_classes.values())
        total_name = "" if weights is None else f"{_BY_ROW}_sum"
        return self.reduction.of(each, weight, may_vanish=may_vanish, total_name=total_name)

    def _written(self, chosen: Mapping[str, Any], *, weighted: bool) -> str:
        of_terms, of_classes = self._apart(chosen)
        signs = [_BY_ROW] * (weighted or bool(of_classes)) + [_BY_CLASS] * (weighted and bool(of_classes))
        count = "rows" if self.target_is_class else "m"
        remarks = [self.where(**of_terms), f"{count} = rows · outputs" if self.reduction.mean and not signs and count == "m" else ""]
        remarks += [f"{_BY_ROW} = the weight of the row" if weighted else "", f"{signs[-1]} = the weight of the row's class" if of_classes else ""]
        formula = self.reduction.written(self.term(**of_terms), "·".join(signs), count)
        return ", ".join([f"L = {formula}", *filter(None, remarks)])

    def _apart(self, chosen: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The settings of the terms, and those with a number for every class, if any are chosen."""
        per_class = {name for name, setting in self.settings.items() if setting.per_class}
        of_terms = {name: value for name, value in chosen.items() if name not in per_class}
        return of_terms, {name: chosen[name] for name in per_class if chosen[name] is not None}

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

    def measure(self, outputs: Any, targets: Any, *, weights: Any = None, **settings: Any) -> float:
        """The loss of these outputs (rows, outputs) against these targets, as a number; `weights` (rows,) say how much each row counts.

        Raises: ShapeError, DataError, SettingError for what does not fit.

        >>> from glassgrad.nn import losses
        >>> losses["mean_squared_error"].measure([[1.0], [2.0]], [[1.0], [4.0]])
        2.0
        >>> losses["mean_squared_error"].measure([[1.0], [2.0]], [[1.0], [4.0]], weights=[3, 1])
        1.0
        """
        self.check_shapes(np.shape(outputs), np.shape(targets))
        self.check_targets(targets, outputs=np.shape(outputs)[1])
        predicted = pages.variable(shape=np.shape(outputs), name="predicted")
        target = pages.variable(shape=np.shape(targets), name="target")
        weight = None if weights is None else pages.variable(shape=_checked_weights(weights).shape, name="ω")
        loss = self(predicted, target, weights=weight, **settings)
        return float(evaluate(loss, {predicted: outputs, target: targets} | ({} if weight is None else {weight: weights}))[loss])


_BY_ROW, _BY_CLASS = "ω", "c"
"""The signs of a weight; that of a class has a sign of its own only beside that of the row."""


def _checked_weights(weights: Any) -> FloatArray:
    array = np.asarray(weights, dtype=np.float64)
    if not (np.isfinite(array) & (array >= 0)).all():
        place = tuple(int(one) for one in np.argwhere(~(np.isfinite(array) & (array >= 0)))[0])
        raise DataError(f"the weight of row {place[0] if place else 0} (counted from 0) is {array[place]:g}; a row weighs a finite number that is at least 0")
    return array
