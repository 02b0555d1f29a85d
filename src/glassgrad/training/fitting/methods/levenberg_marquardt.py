"""Levenberg–Marquardt: between Gauss–Newton steps, which are fast near the minimum, and short steps downhill, which are safe far from it."""

from __future__ import annotations

import numpy as np

from glassgrad.data.table import FloatArray

from ..directions import lengths
from ..judging import is_minimum
from ..limits import Limits
from ..objective import Objective
from .l_bfgs import l_bfgs
from .page import Found, Method, finite_or

TIGHTEST = 2.3e-16
"""The smallest tolerance that MINPACK takes: it is to stop when rounding stops it."""
RAN_OUT = 0
STEEP = 2.0**200
"""Slopes beyond this, whose squares would soon overflow, are taken in another unit of the parameter."""


def _run(objective: Objective, start: FloatArray, limits: Limits, most: int) -> Found:
    """The method; where its long steps led to no minimum, once more from a place that short steps downhill have reached."""
    before = objective.problem.evaluations
    found = _solve(objective, start, limits, most)
    left = most - (objective.problem.evaluations - before)
    if left < 2 or is_minimum(objective, limits.inside(start), found.parameters, limits):
        return found
    nearer = l_bfgs.run(objective, start, limits, left // 2).parameters
    again = _solve(objective, nearer, limits, left - left // 2)
    return min(found, again, key=lambda one: objective.value(one.parameters))


def _solve(objective: Objective, start: FloatArray, limits: Limits, most: int) -> Found:
    from scipy.optimize import least_squares

    problem, first = objective.problem, limits.inside(start)
    size = _units(problem.jacobian(first))
    # MINPACK knows no bounds; the trust-region method of the same family does.
    kind = {"method": "trf", "bounds": (limits.low * size, limits.high * size)} if limits.any else {"method": "lm"}
    ended = least_squares(
        lambda moved: problem.tame_residuals(moved / size),
        first * size,
        jac=lambda moved: problem.tame_jacobian(moved / size, size),
        x_scale="jac",
        ftol=TIGHTEST,
        xtol=TIGHTEST,
        gtol=TIGHTEST,
        max_nfev=most,
        **kind,
    )
    ran_out = ended.status == RAN_OUT
    stopped = "the evaluations it may take were used up" if ran_out else "no step lowers the sum of squares any more"
    return Found(parameters=finite_or(ended.x / size, start), settled=not ran_out, stopped=stopped)


def _units(slopes: FloatArray) -> FloatArray:
    """What each parameter is multiplied by: a power of two, so that no digit changes; 1 as long as slopes are of usual sizes."""
    sizes = lengths(slopes)
    return np.where(np.isfinite(sizes) & (sizes > STEEP), np.ldexp(1.0, np.frexp(sizes)[1]), 1.0)


levenberg_marquardt = Method(
    name="levenberg_marquardt",
    says="Levenberg–Marquardt: solves (JᵀJ + λD²)·step = −Jᵀr, with a damping λ that grows when a step fails and shrinks when it succeeds",
    run=_run,
    source="K. Levenberg, A method for the solution of certain non-linear problems in least squares, 1944; D. W. Marquardt, 1963; J. J. Moré, 1978 (MINPACK)",
)
