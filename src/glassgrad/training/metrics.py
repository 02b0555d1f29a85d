"""How good the predictions are, in a number people know: accuracy for classes, R² for numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Metric:
    """A score for which higher is better, at most 1."""

    name: str
    says: str
    score: Callable[[Any, Any], float]


def accuracy(predicted: Any, actual: Any) -> float:
    """The share of predictions that are right.   Range: 0 to 1.

    >>> accuracy([1, 0, 2, 2], [1, 0, 2, 1])
    0.75
    """
    return float(np.mean(np.asarray(predicted) == np.asarray(actual)))


def r_squared(predicted: Any, actual: Any) -> float:
    """How much of the targets' spread the predictions explain.

    Formula: R² = 1 − Σ(y − ŷ)² / Σ(y − mean(y))².   Range: up to 1; 0 is as good as always saying the mean.
    If all targets are equal, R² is 1 for perfect predictions and 0 for others.

    >>> r_squared([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    1.0
    """
    y = np.asarray(actual, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):  # numbers beyond 1e154 have no squares; whoever asks sees that the result is not finite
        missed = float(np.sum((y - np.asarray(predicted, dtype=np.float64)) ** 2))
        spread = float(np.sum((y - y.mean()) ** 2))
    if spread == 0.0:
        return 1.0 if missed == 0.0 else 0.0
    return 1.0 - missed / spread


ACCURACY = Metric("accuracy", "the share of predictions that are right", accuracy)
R_SQUARED = Metric("R²", "the share of the targets' spread that the predictions explain", r_squared)
