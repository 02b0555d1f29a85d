"""Linear regression that tells classes apart: a weighted sum for each class, fitted to 1 for its rows and 0 for the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from glassgrad.families.answers import answer_of
from glassgrad.families.family import Array, Explanation, Learned, Lot, Situation, classes_only
from glassgrad.families.pages.linear_regression import linear_regression
from glassgrad.families.weighted_sums import weighted_sum


@dataclass(eq=False)
class LineForEachClass:
    """The largest sum wins. `line`: a linear regression, which fits the sums of all classes at once."""

    line: Any
    classes_: Array = field(default_factory=lambda: np.array([], dtype=np.intp))

    def fit(self, inputs: Array, targets: Array) -> LineForEachClass:
        """Learn from rows. Shapes: inputs (rows, features), targets (rows,), class numbers."""
        self.classes_ = np.unique(targets)
        self.line.fit(inputs, (targets[:, np.newaxis] == self.classes_).astype(np.float64))
        return self

    def decision_function(self, inputs: Array) -> Array:
        """The sums. Shape: (rows, classes)."""
        return np.asarray(self.line.predict(inputs))

    def predict(self, inputs: Array) -> Array:
        """The class of each row. Shape: (rows,)."""
        return np.asarray(self.classes_[self.decision_function(inputs).argmax(axis=1)])

    @property
    def coef_(self) -> Array:
        """The weights. Shape: (classes, features)."""
        return np.asarray(self.line.coef_)

    @property
    def intercept_(self) -> Array:
        """The biases. Shape: (classes,)."""
        return np.asarray(self.line.intercept_)


def _make(situation: Situation) -> LineForEachClass:
    return LineForEachClass(linear_regression.make(situation))


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    sums = learned.model.decision_function(lot.inputs[place : place + 1])[0]
    return weighted_sum(learned, place, lot, sums, measure="score", answer=answer_of(learned, place, lot))


line_for_each_class = replace(
    linear_regression,
    says="a weighted sum of the inputs for each class, as close to 1 for its rows and to 0 for the others as such a sum can be",
    make=_make,
    explain=_explain,
    fits=classes_only,
)
