"""Starting values for parameters that were given none: many are tried, and the best are followed to their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.graph import SettingError, unknown_name

from .directions import lengths
from .drawing import draws, few_rows
from .limits import Limits
from .methods import Method
from .objective import Objective
from .problem import Problem

KEPT, MORE_KEPT, MANY = 12, 24, 4
"""How many of the lowest places are followed, and how many if so many parameters, or more, are searched for: there are many valleys then."""
A_WHILE = 400
"""Evaluations for each of those that are followed, before the best one is followed to its end."""
AS_LOW = 1e-3
"""What came so close to the lowest loss, as a share of it, came as low."""


@dataclass(frozen=True, eq=False)
class Searched:
    """Where to start from; if it was searched for, from how many places the method was `followed` for a while, and how many led `as_low`."""

    place: FloatArray
    followed: int = 0
    as_low: int = 0

    def __str__(self) -> str:
        return f"{self.as_low} of the {self.followed} places that were followed led as low; " if self.followed > 1 else ""


def search(way: Method, objective: Objective, limits: Limits, given: Mapping[str, float]) -> Searched:
    """The start; if there are several, where the best one leads in a while."""
    places = starts(objective.problem, given, limits)
    if len(places) == 1:
        return Searched(places[0])
    ends = [way.run(objective, place, limits, A_WHILE).parameters for place in places if objective.problem.at(place).finite]
    if not ends:
        return Searched(places[0])
    values = np.array([objective.value(end) for end in ends])
    low = values <= max(values.min() * (1 + AS_LOW), objective.rounding**2)
    return Searched(ends[int(values.argmin())], len(ends), int(low.sum()))


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
    """Where to start from, the most promising first; just one place if nothing is to be searched for.

    What is missing is drawn: of any size from 10⁻⁴ to 10³, or in the range of an input, of either sign. For parameters that the formula
    is linear in, the best values for those drawn are computed.
    """
    names = problem.formula.parameters
    missing = [name not in given for name in names]
    if not any(missing):
        return [limits.inside(np.array([given[name] for name in names]))]
    few = few_rows(problem)
    free = np.array([lacks and name in problem.formula.linear for name, lacks in zip(names, missing, strict=True)])
    unknown = sum(missing) - int(free.sum())
    # Parameters that the formula is linear in follow from the others: without others to search for, one place is as good as all.
    drawn = draws(few, given, unknown=unknown)[: None if unknown else 1]
    places = [limits.inside(_with_best_linear(few, draw, free)) for draw in drawn]
    heights = np.array([few.sum_of_squares(place) for place in places])
    problem.evaluations += few.evaluations
    order = [int(at) for at in np.argsort(heights, kind="stable")[: MORE_KEPT if unknown >= MANY else KEPT] if np.isfinite(heights[at])]
    return [places[at] for at in order] or [places[0]]


def _with_best_linear(problem: Problem, draw: FloatArray, free: np.ndarray[Any, np.dtype[np.bool_]]) -> FloatArray:
    """The draw with the parameters that the formula is linear in at their best for the others."""
    if not free.any():
        return draw
    place = np.where(free, 0.0, draw)
    residuals, slopes = problem.residuals(place), problem.jacobian(place)[:, free]
    if np.isfinite(residuals).all() and np.isfinite(slopes).all():
        sizes = lengths(slopes)
        used = np.where(sizes > 0, sizes, 1.0)
        place[free] = -np.linalg.lstsq(slopes / used, residuals, rcond=None)[0] / used
    return place
