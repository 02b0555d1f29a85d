"""Whether the end of a fit is a minimum: asked of the residuals, not of the method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.data.words import listed

from .directions import SINGULAR, lengths, orthonormal
from .limits import Limits
from .objective import Objective

CLOSE = 1e-6
"""How much of what is left the parameters may still explain, as a share of it, for a place to be a minimum."""


@dataclass(frozen=True)
class Verdict:
    """Whether a place is a minimum; `why` says what is wrong with it otherwise, `flat` that the predictions hold still there though they need not."""

    settled: bool
    why: str = ""
    flat: bool = False


def judge(objective: Objective, start: FloatArray, parameters: FloatArray, limits: Limits) -> Verdict:
    """Whether a search that began at `start` ended at a minimum, and not where the parameters tell less than they do elsewhere.

    Such a place is a plateau, or one that the loss falls towards for ever, and ever more slowly:
    a·exp(−b·x) + c turns into a straight line as b goes to 0 and a and c to infinity.
    """
    if not np.isfinite(objective.value(parameters)):
        return Verdict(settled=False, why=f"the {objective.what} there is too large for a number")
    if unexplained(objective, parameters, limits) > CLOSE:
        return Verdict(settled=False, why=f"the {objective.what} could still fall")
    if _fits_exactly(objective, parameters) or _tells_all(objective, start, parameters):
        return Verdict(settled=True)
    names = _silent(objective, parameters)
    if not names:
        return Verdict(settled=False, why=f"the {objective.what} could still fall")
    return Verdict(settled=False, why=f"here the predictions do not depend on {listed(names)}, and elsewhere they do", flat=True)


def is_minimum(objective: Objective, start: FloatArray, parameters: FloatArray, limits: Limits) -> bool:
    """Whether a search that began at `start` ended at a minimum."""
    return judge(objective, start, parameters, limits).settled


def _fits_exactly(objective: Objective, parameters: FloatArray) -> bool:
    return float(np.linalg.norm(objective.left(parameters))) <= objective.rounding / CLOSE


def _tells_all(objective: Objective, start: FloatArray, parameters: FloatArray) -> bool:
    """Whether the parameters move the predictions in as many directions as anywhere. Looking elsewhere takes long, so that comes last."""
    here = rank(objective, parameters)
    return here == len(parameters) or (here >= rank(objective, start) and here >= objective.directions)


def _silent(objective: Objective, parameters: FloatArray) -> list[str]:
    """The parameters that move no prediction there."""
    place = objective.problem.at(parameters)
    moved = lengths(place.slopes) * np.abs(parameters)
    still = moved <= SINGULAR * float(lengths(place.predicted[:, None])[0])
    none = ~place.slopes.any(axis=0)
    return [name for name, one in zip(objective.problem.formula.parameters, none | (still & (parameters != 0)), strict=True) if one]


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
