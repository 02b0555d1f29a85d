"""Models for which a number is scaled while they learn, so that its units, and how large it is, do not matter to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.scaling import Scale, scale_of

from .family import Array

AS_IT_IS = Scale(mean=0.0, deviation=1.0)


@dataclass(eq=False)
class ScaledTarget:
    """A regressor of scikit-learn that learns the number with mean 0 and deviation 1, and answers in the number's own units.

    `mean` and `deviation` are those of the rows it learnt from; a number that is always the same is only moved.

    >>> from sklearn.dummy import DummyRegressor
    >>> for targets in ([-1e200, 1e200], [5.0, 5.0]):
    ...     fitted = ScaledTarget(DummyRegressor()).fit(np.zeros((2, 1)), np.array(targets))
    ...     print(fitted.mean, fitted.deviation)
    0.0 1e+200
    5.0 1.0
    """

    regressor: Any
    mean: float = 0.0
    deviation: float = 1.0

    def fit(self, inputs: Array, targets: Array) -> ScaledTarget:
        """Learn from rows. Shapes: inputs (rows, features), targets (rows,)."""
        scale = scale_of(targets)
        self.mean, self.deviation = scale.mean, scale.deviation or 1.0
        self.regressor.fit(inputs, Scale(self.mean, self.deviation).apply(targets))
        return self

    def predict(self, inputs: Array) -> Array:
        """The number of each row, in its own units. Shape: (rows,)."""
        return Scale(self.mean, self.deviation).restore(np.asarray(self.regressor.predict(inputs)))


def library_model(model: Any) -> tuple[Any, Scale]:
    """The model as the library has it, and how what it says is scaled: of classes, and of numbers learnt as they are, not at all.

    >>> library_model(ScaledTarget("a machine", mean=5.0, deviation=2.0)), library_model("another")
    (('a machine', Scale(mean=5.0, deviation=2.0)), ('another', Scale(mean=0.0, deviation=1.0)))
    """
    return (model.regressor, Scale(model.mean, model.deviation)) if isinstance(model, ScaledTarget) else (model, AS_IT_IS)
