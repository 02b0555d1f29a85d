"""How sure the parameters of a fit are, and how much of the observed values the formula explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.data.words import listed

from .directions import SINGULAR, exponent, lengths
from .limits import Limits
from .problem import Problem

Mask = np.ndarray[Any, np.dtype[np.bool_]]
INVOLVED = 0.1
"""Parameters with so large a part in a direction that moves nothing cannot be told apart."""


@dataclass(frozen=True, eq=False)
class Statistics:
    """What a fit says about itself. What cannot be known is not-a-number; what is unbounded is infinite.

    `standard_errors` are √diag(covariance), `covariance` (parameters, parameters) is s²·(JᵀJ)⁻¹, `residual_standard_deviation` s = √(RSS / degrees of freedom).
    """

    sum_of_squares: float
    degrees_of_freedom: int
    residual_standard_deviation: float
    r_squared: float
    standard_errors: FloatArray
    covariance: FloatArray
    warnings: tuple[str, ...]


def measure(problem: Problem, parameters: FloatArray, limits: Limits, *, flat: bool = False) -> Statistics:
    """The statistics at the end of a fit; where it is `flat`, other rows would not help, so the rows are not blamed."""
    total = problem.sum_of_squares(parameters)
    moving = ~limits.touched(parameters)
    freedom = len(problem.rows) - int(moving.sum())
    deviation = float(np.sqrt(total / freedom)) if freedom else np.nan
    inverse, sizes, unsure = _inverse(problem.jacobian(parameters), moving)
    # Deviation over size first: the squares of either may be too large, or too small, for a number.
    each = deviation / sizes
    covariance = each[:, None] * inverse * each
    errors = each * np.sqrt(np.diag(inverse))
    if freedom:
        errors[unsure] = covariance[unsure, unsure] = np.inf
    names = np.array(problem.formula.parameters)
    notes = []
    if unsure.any() and not flat:
        value = "value" if unsure.sum() == 1 else "values"
        notes.append(f"{listed(names[unsure])}: the rows do not tell the {value}; other values fit just as well. Leave out a parameter, or give other rows")
    if not moving.all():
        notes.append(f"{listed(names[~moving])}: at {_bound(int((~moving).sum()))}")
    if not freedom:
        notes.append("as many parameters as rows: the formula can pass through every point, and there are no standard errors")
    unit = problem.exponent
    squares, apart = float(np.ldexp(total, 2 * unit)), float(np.ldexp(deviation, unit))
    return Statistics(squares, freedom, apart, _r_squared(problem, total), errors, covariance, tuple(notes))


def _bound(count: int) -> str:
    if count == 1:
        return "a bound, so there is no standard error; the others are as if it were fixed"
    return "their bounds, so there are no standard errors; the others are as if these were fixed"


def _inverse(jacobian: FloatArray, moving: Mask) -> tuple[FloatArray, FloatArray, Mask]:
    """(JᵀJ)⁻¹ of the columns at length 1 over the parameters that move, their lengths, and which of them the rows do not tell: infinite there."""
    count = jacobian.shape[1]
    inverse, sizes, unsure = np.full((count, count), np.nan), np.ones(count), np.zeros(count, dtype=bool)
    if not moving.any() or not np.isfinite(jacobian).all():
        return inverse, sizes, unsure
    part = jacobian[:, moving]
    own = lengths(part)
    used = np.where(own > 0, own, 1.0)
    sizes[moving] = used
    _, values, directions = np.linalg.svd(part / used, full_matrices=False)
    known = values > SINGULAR * values.max() if values.max() > 0 else np.zeros(len(values), dtype=bool)
    silent = directions[~known]
    doubtful = (np.abs(silent) > INVOLVED).any(axis=0) if len(silent) else np.zeros(len(used), dtype=bool)
    scaled = directions[known] / values[known, None]
    found = scaled.T @ scaled
    found[doubtful, :] = found[:, doubtful] = np.nan
    found[doubtful, doubtful] = np.inf
    inverse[np.ix_(moving, moving)] = found
    unsure[moving] = doubtful
    return inverse, sizes, unsure


def _r_squared(problem: Problem, total: float) -> float:
    """1 − Σ w·(y − ŷ)² / Σ w·(y − ȳ)²; not-a-number if y does not vary."""
    rows = problem.rows
    unit = exponent(rows.observed)
    # The mean in a unit of its own: a sum of very large values would overflow.
    mean = np.ldexp(np.average(np.ldexp(rows.observed, -unit), weights=np.ldexp(rows.weights, -exponent(rows.weights))), unit)
    spread = float(np.sum(problem.scaled(rows.observed - mean) ** 2))
    varies = float(np.ptp(rows.observed)) > 0
    return 1.0 - total / spread if varies and spread > 0 else np.nan
