"""Whether the end of a fit is a minimum: asked of the residuals, not of the method."""

from __future__ import annotations

import numpy as np

from glassgrad.data.table import FloatArray

from .limits import Limits
from .objective import Objective

CLOSE = 1e-6
"""How much of what is left the parameters may still explain, as a share of it, for a place to be a minimum."""
SINGULAR = 1e-13
"""A direction that moves the predictions by less than this share of what the strongest one does moves them by rounding only."""


def is_minimum(objective: Objective, start: FloatArray, parameters: FloatArray, limits: Limits) -> bool:
    """Whether a search that began at `start` ended at a minimum, and did not run off to where the parameters tell less than at the start.

    There the loss falls for ever, and ever more slowly: a·exp(−b·x) + c turns into a straight line as b goes to 0 and a and c to infinity.
    """
    if unexplained(objective, parameters, limits) > CLOSE:
        return False
    fits_exactly = float(np.linalg.norm(objective.left(parameters))) <= objective.rounding / CLOSE
    return fits_exactly or rank(objective, parameters) >= rank(objective, start)


def rank(objective: Objective, parameters: FloatArray) -> int:
    """In how many directions the parameters can move the predictions there."""
    return int(orthonormal(objective.slopes(parameters)).shape[1])


def unexplained(objective: Objective, parameters: FloatArray, limits: Limits) -> float:
    """The share of what is left (the residuals, or ∂L/∂ŷ of another loss) that lies in the directions the parameters can move the predictions in.

    Formula: ‖Uᵀr‖ / ‖r‖, U an orthonormal basis of the columns of J. At a minimum r stands at right angles to all of them, and this is 0.
    A parameter at a bound counts only if the loss falls towards the inside.
    """
    left, slopes = objective.left(parameters), objective.slopes(parameters)
    size = max(float(np.linalg.norm(left)), objective.rounding / CLOSE)
    downhill = -(slopes.T @ left)
    held = limits.touched(parameters) & np.where(parameters - limits.low <= limits.high - parameters, downhill <= 0, downhill >= 0)
    basis = orthonormal(slopes[:, ~held])
    return float(np.linalg.norm(basis.T @ left)) / size if size else 0.0


def orthonormal(columns: FloatArray) -> FloatArray:
    """An orthonormal basis of what the columns span, whatever their lengths. Shape: (rows, rank)."""
    lengths = np.linalg.norm(columns, axis=0)
    used: FloatArray = columns[:, lengths > 0] / lengths[lengths > 0]
    if not used.shape[1]:
        return used
    basis, values, _ = np.linalg.svd(used, full_matrices=False)
    kept: FloatArray = basis[:, values > SINGULAR * values[0]]
    return kept
