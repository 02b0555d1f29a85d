"""How a loss is curved: its second derivatives, their eigenvalues, and the largest learning rate these allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassgrad.readers import evaluate, gradients

from .worked_step import WorkedStep

ROUNDING = 1e-12
"""Share of the largest eigenvalue below which another one is nothing but rounding."""


def second_derivatives(step: WorkedStep) -> np.ndarray[Any, Any]:
    """∂²L/∂u∂v for all weights u, v of the step, by differentiating the gradients once more. Shape: (weights, weights)."""
    slopes = step.descent.slopes
    rows = [gradients(slopes[leaf], slopes.wanted) for leaf in slopes]
    seen = evaluate([row[leaf] for row in rows for leaf in slopes], step.given)
    return np.array([[float(seen[row[leaf]]) for leaf in slopes] for row in rows])


def eigenvalues(step: WorkedStep) -> Sequence[float]:
    """The curvatures along the principal directions, the largest first."""
    found = np.linalg.eigvalsh(second_derivatives(step))[::-1]
    return [float(one) if abs(one) > ROUNDING * abs(found[0]) else 0.0 for one in found]


def largest_learning_rate(step: WorkedStep) -> float:
    """2/λmax: below it gradient descent converges on a loss of constant curvature."""
    return 2 / eigenvalues(step)[0]
