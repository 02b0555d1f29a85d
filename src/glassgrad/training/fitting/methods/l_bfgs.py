"""L-BFGS: downhill by a curvature that is learned from the last gradients; it lowers any loss, not only sums of squares."""

from __future__ import annotations

import numpy as np

from glassgrad.data.table import FloatArray

from ..directions import lengths
from ..limits import Limits
from ..objective import Objective
from .page import Found, Method, finite_or

REMEMBERED = 10
"""Pairs of steps and gradients; more than there are parameters would add nothing to a formula of few."""
RAN_OUT = 1
TURN_BACK = 100.0
"""What stands for a loss that is so many times the first one, or infinite: the line search interpolates, and would come almost to a halt by 1e300."""


def _run(objective: Objective, start: FloatArray, limits: Limits, most: int) -> Found:
    from scipy.optimize import minimize

    # The method takes all directions for alike: in units of how strongly each parameter moves the predictions, they are.
    first = limits.inside(start)
    size = _units(objective, first)
    scale = objective.value(first) or 1.0
    ended = minimize(
        lambda moved: min(objective.value(moved / size) / scale, TURN_BACK),
        first * size,
        jac=lambda moved: _gradient(objective, moved / size, scale) / size / scale,
        method="L-BFGS-B",
        bounds=list(zip(limits.low * size, limits.high * size, strict=True)) if limits.any else None,
        options={"maxcor": REMEMBERED, "ftol": 0.0, "gtol": 1e-14, "maxfun": most, "maxiter": most},
    )
    parameters = limits.inside(finite_or(ended.x / size, first))
    if ended.status == RAN_OUT:
        return Found(parameters=parameters, settled=False, stopped="the evaluations it may take were used up")
    return Found(parameters=parameters, settled=bool(ended.success), stopped="no step downhill lowers the loss any more")


def _gradient(objective: Objective, parameters: FloatArray, scale: float) -> FloatArray:
    """The gradient; 0 where the line search turns back by the value alone."""
    return objective.gradient(parameters) if objective.value(parameters) < TURN_BACK * scale else np.zeros_like(parameters)


def _units(objective: Objective, parameters: FloatArray) -> FloatArray:
    slopes = lengths(objective.problem.at(parameters).slopes)
    return np.where(np.isfinite(slopes) & (slopes > 0), slopes, 1.0)


l_bfgs = Method(
    name="l_bfgs",
    says="L-BFGS-B: steps along −H·∇L, where H is the inverse curvature that the last gradients show; for any loss, with bounds",
    run=_run,
    any_loss=True,
    source="R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, A limited memory algorithm for bound constrained optimization, 1995",
)
