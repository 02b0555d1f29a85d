"""Values to try for parameters of unknown size: always the same ones."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glassgrad.data import random_stream
from glassgrad.data.table import FloatArray

from .directions import orthonormal
from .problem import Problem, make_problem

TRIED, IN_UNITS = 600, 200
"""How many draws are of plain sizes, and how many in the units of the data, for up to `FEW` parameters to be searched for."""
FEW, MOST_TRIED = 2, 4_800
"""Each parameter beyond the few doubles the draws, up to this many: two peaks on a slope are then found where they are."""
MOST_ROWS = 500
"""Rows that the trying looks at, spread evenly over all."""
SMALLEST, LARGEST = -4.0, 3.0
"""Powers of ten of the sizes that are tried."""
FIRM = 1e-8
"""Directions weaker than this are not counted on: far from any minimum, rounding can feign them."""


def few_rows(problem: Problem) -> Problem:
    """The same problem over at most `MOST_ROWS` rows."""
    return make_problem(problem.formula, problem.rows.some(MOST_ROWS))


def draws(problem: Problem, given: Mapping[str, float], *, unknown: int = 0) -> FloatArray:
    """Parameters to try, all 1 first; those that are given stay. More for more `unknown` ones. Shape: (tried, parameters)."""
    drawn = np.concatenate([_of_plain_sizes(problem, min(TRIED * 2 ** max(0, unknown - FEW), MOST_TRIED)), _in_units_of_the_data(problem)])
    for at, name in enumerate(problem.formula.parameters):
        if name in given:
            drawn[:, at] = given[name]
    return drawn


def _of_plain_sizes(problem: Problem, tried: int) -> FloatArray:
    uniform = random_stream(0, "starting values of a fit", 0).uniform((tried, len(problem.formula.parameters), 4))
    drawn = _signed_sizes(uniform[..., 0], uniform[..., 1])
    ranges = np.array([(values.min(), values.max()) for values in problem.rows.columns.values()])
    if len(ranges):
        which = (uniform[..., 3] * len(ranges)).astype(np.intp)
        low, high = ranges[which, 0], ranges[which, 1]
        drawn = np.where(uniform[..., 2] < 0.3, low + (high - low) * uniform[..., 1], drawn)
    drawn[0] = 1.0
    return drawn


def _in_units_of_the_data(problem: Problem) -> FloatArray:
    """Sizes times y, x or 1/x, or products of them: columns may be in nanometres, and a rate then is in one over nanometres."""
    uniform = random_stream(0, "starting values of a fit, in units of the data", 0).uniform((IN_UNITS, len(problem.formula.parameters), 5))
    columns = np.array([np.abs(values).max() for values in problem.rows.columns.values()] or [1.0])
    inputs = np.where(columns > 0, columns, 1.0)[(uniform[..., 2] * len(columns)).astype(np.intp)]
    observed = float(np.abs(problem.rows.observed).max()) or 1.0
    powers = np.floor(uniform[..., 3:] * 3) - 1
    found: FloatArray = _signed_sizes(uniform[..., 0], uniform[..., 1]) * observed ** powers[..., 0] * inputs ** powers[..., 1]
    return found


def _signed_sizes(size: FloatArray, sign: FloatArray) -> FloatArray:
    # Most parameters of most formulas are positive as they are written.
    sizes = 10.0 ** (SMALLEST + (LARGEST - SMALLEST) * size)
    return np.where(sign < 0.3, -sizes, sizes)


def most_directions(problem: Problem) -> int:
    """In how many directions the parameters can move the predictions somewhere: the most at all places that are tried."""
    few, most = few_rows(problem), 0
    for place in draws(few, {}):
        if few.at(place).finite:
            most = max(most, orthonormal(few.jacobian(place), FIRM).shape[1])
        if most == len(place):
            break
    problem.evaluations += few.evaluations
    return most
