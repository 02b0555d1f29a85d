"""Starting values for parameters that were given none: many are tried, and the best are followed to their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.data import random_stream
from glassgrad.data.table import FloatArray
from glassgrad.graph import SettingError, unknown_name

from .limits import Limits
from .problem import Problem, make_problem

TRIED = 600
KEPT = 6
A_WHILE = 400
"""Evaluations for each of those that are followed, before the best one is followed to its end."""
MOST_ROWS = 500
"""Rows that the trying looks at, spread evenly over all."""
SMALLEST, LARGEST = -4.0, 3.0
"""Powers of ten of the sizes that are tried."""


def read_start(names: Sequence[str], start: Mapping[str, Any] | None) -> dict[str, float]:
    """The starting values that were given. Raises: SettingError for a name that is no parameter, or a value that is no finite number."""
    given: dict[str, float] = {}
    for name, value in (start or {}).items():
        if name not in names:
            raise unknown_name("parameter", name, names)
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = np.nan
        if isinstance(value, (str, bool)) or not np.isfinite(number):
            raise SettingError(f"the starting value of {name} is {value!r:.60}; expected a finite number")
        given[name] = number
    return given


def starts(problem: Problem, given: Mapping[str, float], limits: Limits) -> list[FloatArray]:
    """Where to start from, the most promising first; just one place if every parameter has a starting value.

    What is missing is drawn: of any size from 10⁻⁴ to 10³, or in the range of an input, of either sign. For parameters that the formula
    is linear in, the best values for those drawn are computed.
    """
    names = problem.formula.parameters
    missing = [name not in given for name in names]
    if not any(missing):
        return [limits.inside(np.array([given[name] for name in names]))]
    few = make_problem(problem.formula, problem.rows.some(MOST_ROWS))
    draws = _draws(few, given)
    free = np.array([lacks and name in problem.formula.linear for name, lacks in zip(names, missing, strict=True)])
    places = [limits.inside(_with_best_linear(few, draw, free)) for draw in draws]
    heights = np.array([few.sum_of_squares(place) for place in places])
    problem.evaluations += few.evaluations
    order = [int(at) for at in np.argsort(heights, kind="stable")[:KEPT] if np.isfinite(heights[at])]
    return [places[at] for at in order] or [places[0]]


def _draws(problem: Problem, given: Mapping[str, float]) -> FloatArray:
    """Parameters to try, all 1 first. Shape: (tried, parameters)."""
    names = problem.formula.parameters
    stream = random_stream(0, "starting values of a fit", 0)
    uniform = stream.uniform((TRIED, len(names), 4))
    sizes = 10.0 ** (SMALLEST + (LARGEST - SMALLEST) * uniform[..., 0])
    # Most parameters of most formulas are positive as they are written.
    drawn = np.where(uniform[..., 1] < 0.3, -sizes, sizes)
    ranges = np.array([(values.min(), values.max()) for values in problem.rows.columns.values()])
    if len(ranges):
        which = (uniform[..., 3] * len(ranges)).astype(np.intp)
        low, high = ranges[which, 0], ranges[which, 1]
        drawn = np.where(uniform[..., 2] < 0.3, low + (high - low) * uniform[..., 1], drawn)
    drawn[0] = 1.0
    for at, name in enumerate(names):
        if name in given:
            drawn[:, at] = given[name]
    return drawn


def _with_best_linear(problem: Problem, draw: FloatArray, free: np.ndarray[Any, np.dtype[np.bool_]]) -> FloatArray:
    """The draw with the parameters that the formula is linear in at their best for the others."""
    if not free.any():
        return draw
    place = np.where(free, 0.0, draw)
    residuals, slopes = problem.residuals(place), problem.jacobian(place)[:, free]
    if np.isfinite(residuals).all() and np.isfinite(slopes).all():
        place[free] = -np.linalg.lstsq(slopes, residuals, rcond=None)[0]
    return place
