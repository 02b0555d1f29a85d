"""How sure the parameters of a fit are, and how much of the observed values the formula explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.data.words import listed

from .judging import SINGULAR
from .limits import Limits
from .problem import Problem

INVOLVED = 0.1
"""Parameters with so large a part in a direction that moves nothing cannot be told apart."""


@dataclass(frozen=True, eq=False)
class Statistics:
    """What a fit says about itself. What cannot be known is not-a-number; what is unbounded is infinite.

    `covariance` (parameters, parameters) is s²·(JᵀJ)⁻¹, `residual_standard_deviation` s = √(RSS / degrees of freedom).
    """

    sum_of_squares: float
    degrees_of_freedom: int
    residual_standard_deviation: float
    r_squared: float
    covariance: FloatArray
    warnings: tuple[str, ...]


def measure(problem: Problem, parameters: FloatArray, limits: Limits) -> Statistics:
    """The statistics at the end of a fit."""
    total = problem.sum_of_squares(parameters)
    moving = ~limits.touched(parameters)
    freedom = len(problem.rows) - int(moving.sum())
    deviation = float(np.sqrt(total / freedom)) if freedom else np.nan
    inverse, unsure = _inverse(problem.jacobian(parameters), moving)
    covariance = inverse * deviation**2
    names = np.array(problem.formula.parameters)
    notes = []
    if unsure.any():
        notes.append(f"{listed(names[unsure])}: the rows do not tell the value; other values fit just as well. Leave out a parameter, or give other rows")
    if not moving.all():
        notes.append(f"{listed(names[~moving])}: at a bound, so there is no standard error; the others are as if it were fixed")
    if not freedom:
        notes.append("as many parameters as rows: the formula can pass through every point, and there are no standard errors")
    return Statistics(total, freedom, deviation, _r_squared(problem, total), covariance, tuple(notes))


def _inverse(jacobian: FloatArray, moving: np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[FloatArray, np.ndarray[Any, np.dtype[np.bool_]]]:
    """(JᵀJ)⁻¹ over the parameters that move, and which of them the rows do not tell: infinite there."""
    count = jacobian.shape[1]
    inverse, unsure = np.full((count, count), np.nan), np.zeros(count, dtype=bool)
    if not moving.any() or not np.isfinite(jacobian).all():
        return inverse, unsure
    part = jacobian[:, moving]
    lengths = np.linalg.norm(part, axis=0)
    used = np.where(lengths > 0, lengths, 1.0)
    _, values, directions = np.linalg.svd(part / used, full_matrices=False)
    known = values > SINGULAR * values.max() if values.max() > 0 else np.zeros(len(values), dtype=bool)
    silent = directions[~known]
    doubtful = (np.abs(silent) > INVOLVED).any(axis=0) if len(silent) else np.zeros(len(used), dtype=bool)
    scaled = directions[known] / values[known, None]
    found = (scaled.T @ scaled) / np.outer(used, used)
    found[doubtful, :] = found[:, doubtful] = np.nan
    found[doubtful, doubtful] = np.inf
    inverse[np.ix_(moving, moving)] = found
    unsure[moving] = doubtful
    return inverse, unsure


def _r_squared(problem: Problem, total: float) -> float:
    """1 − Σ w·(y − ŷ)² / Σ w·(y − ȳ)²; not-a-number if y does not vary."""
    rows = problem.rows
    mean = np.average(rows.observed, weights=rows.weights)
    spread = float(np.sum(rows.weights * (rows.observed - mean) ** 2))
    varies = float(np.ptp(rows.observed)) > 0
    return 1.0 - total / spread if varies and spread > 0 else np.nan
