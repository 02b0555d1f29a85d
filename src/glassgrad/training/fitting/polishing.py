"""The last digits: Gauss–Newton steps by QR at the end of a fit."""

from __future__ import annotations

import numpy as np

from glassgrad.data.table import FloatArray

from .directions import SINGULAR, lengths
from .problem import Problem

MOST_STEPS = 12
ROUNDING = 1e-9
"""A step may raise the sum of squares by this share: near the minimum it is flat, and rounding decides."""


def polish(problem: Problem, parameters: FloatArray) -> FloatArray:
    """Gauss–Newton steps as long as each moves the predictions less than the one before, and the sum of squares does not rise."""
    best, before = parameters, np.inf
    least = problem.sum_of_squares(parameters)
    for _ in range(MOST_STEPS):
        step = gauss_newton(problem, best)
        if step is None or not 0 < step[1] < before:
            break
        moved = best + step[0]
        reached = problem.sum_of_squares(moved)
        if not reached <= least * (1 + ROUNDING):
            break
        best, before, least = moved, step[1], min(least, reached)
    return best


def gauss_newton(problem: Problem, parameters: FloatArray) -> tuple[FloatArray, float] | None:
    """The step −R⁻¹Qᵀr (parameters,), where QR = J with columns scaled to length 1, and how far it moves the predictions, ‖Qᵀr‖.

    None if the columns depend on each other, or something is not finite.
    """
    if not problem.at(parameters).finite:
        return None
    residuals, jacobian = problem.residuals(parameters), problem.jacobian(parameters)
    sizes = lengths(jacobian)
    if not (np.isfinite(sizes).all() and (sizes > 0).all()):
        return None
    q, r = np.linalg.qr(jacobian / sizes)
    diagonal = np.abs(np.diag(r))
    if diagonal.min() <= SINGULAR * diagonal.max():
        return None
    explained = q.T @ residuals
    return -np.linalg.solve(r, explained) / sizes, float(np.linalg.norm(explained))
