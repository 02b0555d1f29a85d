"""Models for which a number is scaled while they learn, so that its units, and how large it is, do not matter to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .family import Array


@dataclass(eq=False)
class ScaledTarget:
    """A regressor of scikit-learn that learns the number with mean 0 and deviation 1, and answers in the number's own units.

    `mean` and `deviation` are those of the rows it learnt from; a number that is always the same is only moved.
    """

    regressor: Any
    mean: float = 0.0
    deviation: float = 1.0

    def fit(self, inputs: Array, targets: Array) -> ScaledTarget:
        """Learn from rows. Shapes: inputs (rows, features), targets (rows,)."""
        self.mean, self.deviation = mean_and_deviation(targets)
        self.regressor.fit(inputs, (targets - self.mean) / self.deviation)
        return self

    def predict(self, inputs: Array) -> Array:
        """The number of each row, in its own units. Shape: (rows,)."""
        return np.asarray(self.regressor.predict(inputs) * self.deviation + self.mean)


def mean_and_deviation(targets: Array) -> tuple[float, float]:
    """The mean and the standard deviation (1 where nothing varies), also of numbers whose squares are too large for the machine, or too small.

    >>> mean_and_deviation(np.array([-1e200, 1e200]))
    (0.0, 1e+200)
    >>> mean_and_deviation(np.array([5.0, 5.0]))
    (5.0, 1.0)
    """
    unit = float(np.abs(targets).max()) or 1.0
    scaled = targets / unit
    varies = bool((targets != targets[0]).any())  # of equal numbers, rounding can leave a deviation
    return float(scaled.mean()) * unit, (float(scaled.std()) * unit if varies else 0.0) or 1.0
