"""`fit`: the parameters with which a typed formula comes closest to the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.data import Table, read_table
from glassgrad.data.table import FloatArray
from glassgrad.graph import Node, SettingError

from .formula import Formula, read_formula
from .judging import is_minimum
from .limits import Limits, read_limits
from .methods import Found, Method, method
from .objective import Objective, make_objective
from .polishing import polish
from .problem import make_problem
from .record import Fit
from .rows import Rows, read_rows
from .searching import A_WHILE, read_start, starts
from .statistics import measure

AGAIN = 5
"""How often a method is started anew from its own result."""
BETTER = 1e-10
"""What counts as better: a loss lower by this share."""


def fit(
    expression: str | Node,
    data: Any,
    *,
    target: str | None = None,
    start: Mapping[str, Any] | None = None,
    method: str = "levenberg_marquardt",
    weights: Any = None,
    bounds: Mapping[str, Any] | None = None,
    loss: str | None = None,
    most_evaluations: int = 10_000,
) -> Fit:
    """Find the parameters b that minimise Σ w·(f(x, b) − y)².

    `expression` is a formula as `parse` reads it, or a node: names that are columns of `data` are inputs, all others parameters. Before an
    equals sign may stand what is fitted, a column or a formula of columns: `log(y) = a + b*x`. Else it is `target`; else the column y; else the
    only column of numbers that the formula leaves over. `data` is anything `read_table` takes. Everything is computed in float64, with exact derivatives.
    `start`: values to start from, by name. Those that are missing are searched for, always in the same way; with given ones the nearest minimum is found.
    `weights`: a column, or a number for each row (rows,): a row of weight 2 counts like two rows.   `bounds`: name → (lowest, highest), None for none.
    `most_evaluations` of the formula are made from the start, the search for it not counted.
    `loss`: the name of a page of the losses that is lowered instead of the sum of squares, by method="l_bfgs".
    Raises: ExpressionError, SettingError, DataError for what cannot be fitted; NonFiniteError, naming row and operation, for a start without finite numbers.

    >>> import glassgrad as gg
    >>> found = gg.fit("a*exp(-b*t)", {"t": [0, 1, 2, 3], "y": [8.0, 4.0, 2.0, 1.0]}, start={"a": 1, "b": 0.1})
    >>> round(found.parameters["a"], 9), round(found.parameters["b"], 9), found.converged
    (8.0, 0.693147181, True)
    """
    way = _method(method)
    table = read_table(data)
    formula = read_formula(expression, target, {column.name: _holds_numbers(table, column.name) for column in table.columns})
    limits = read_limits(formula.parameters, bounds)
    given = read_start(formula.parameters, start)
    with np.errstate(all="ignore"):  # infinities on the way are values like others; what must be finite is looked at
        objective = make_objective(make_problem(formula, read_rows(formula, table, weights)), loss)
        _check(way, objective, limits, most_evaluations)
        first = _first(way, objective, limits, given)
        objective.problem.refuse_non_finite(first, "at the start")
        return _record(table, way, objective, limits, first, _followed(way, objective, first, limits, most_evaluations), given)


def _method(name: str) -> Method:
    return method(name)


def _holds_numbers(table: Table, name: str) -> bool:
    column = table[name]
    return column.kind != "category" or column.missing == len(column)


def _check(way: Method, objective: Objective, limits: Limits, most: int) -> None:
    if objective.loss is not None and not way.any_loss:
        raise SettingError(f"{way.name} lowers sums of squares; for loss={objective.loss.name!r} use method='l_bfgs'")
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise SettingError(f"most_evaluations is {most!r:.60}; expected a whole number of at least 1")


def _first(way: Method, objective: Objective, limits: Limits, given: Mapping[str, float]) -> FloatArray:
    """The start; if there are several, where the best one leads in a while."""
    places = starts(objective.problem, given, limits)
    if len(places) == 1:
        return places[0]
    ends = [way.run(objective, place, limits, A_WHILE).parameters for place in places if objective.problem.at(place).finite]
    return min(ends, key=objective.value, default=places[0])


def _followed(way: Method, objective: Objective, first: FloatArray, limits: Limits, most: int) -> Found:
    """The method from this start, then again from its own result until nothing gets better; then the last digits."""
    before = objective.problem.evaluations
    found = way.run(objective, first, limits, most)
    for _ in range(AGAIN):
        left = most - (objective.problem.evaluations - before)
        if left < 1:
            break
        again = way.run(objective, found.parameters, limits, left)
        better = objective.value(again.parameters) < objective.value(found.parameters) * (1 - BETTER)
        if not better:
            break
        found = again
    return _judged(objective, first, found, limits)


def _judged(objective: Objective, first: FloatArray, found: Found, limits: Limits) -> Found:
    """The result with its last digits, and whether it is a minimum."""
    parameters = found.parameters
    if objective.loss is None and not limits.touched(parameters).any():
        polished = polish(objective.problem, parameters)
        parameters = polished if np.array_equal(limits.inside(polished), polished) else parameters
    settled = is_minimum(objective, limits.inside(first), parameters, limits)
    what = "sum of squares" if objective.loss is None else "loss"
    stopped = f"no change lowers the {what} any more" if settled else f"{found.stopped}, but the {what} could still fall"
    return Found(parameters=parameters, settled=settled, stopped=stopped)


def _record(table: Table, way: Method, objective: Objective, limits: Limits, first: FloatArray, found: Found, given: Mapping[str, float]) -> Fit:
    problem = objective.problem
    names = problem.formula.parameters
    statistics = measure(problem, found.parameters, limits)
    squares = objective.loss is None
    deviations = np.sqrt(np.diag(statistics.covariance)) if squares else np.full(len(names), np.nan)
    return Fit(
        formula=problem.formula,
        source=table.source,
        method=way.name,
        loss="" if objective.loss is None else objective.loss.name,
        start=dict(zip(names, first.tolist(), strict=True)),
        parameters=dict(zip(names, found.parameters.tolist(), strict=True)),
        standard_errors=dict(zip(names, deviations.tolist(), strict=True)),
        covariance=statistics.covariance if squares else np.full((len(names), len(names)), np.nan),
        residual_standard_deviation=statistics.residual_standard_deviation,
        residual_sum_of_squares=statistics.sum_of_squares,
        degrees_of_freedom=statistics.degrees_of_freedom,
        r_squared=statistics.r_squared,
        rows=len(problem.rows),
        evaluations=problem.evaluations,
        converged=found.settled,
        stopped=found.stopped,
        warnings=_warnings(found, statistics.warnings, squares=squares),
        notes=_notes(table, problem.rows, problem.formula, given),
    )


def _warnings(found: Found, measured: tuple[str, ...], *, squares: bool) -> tuple[str, ...]:
    ended = () if found.settled else (f"this is no minimum: {found.stopped}. Try other starting values, or the other method",)
    unsure = () if squares else ("standard errors belong to the sum of squares; for another loss none are computed",)
    return (*ended, *measured, *unsure)


def _notes(table: Table, rows: Rows, formula: Formula, given: Mapping[str, float]) -> tuple[str, ...]:
    searched = [name for name in formula.parameters if name not in given and name not in formula.linear]
    notes = [*table.notes, *rows.notes]
    if searched:
        notes.append(f"starting values were searched for: {', '.join(searched)}; another minimum may be lower, so give start= if you know about where they are")
    if not formula.inputs:
        notes.append("the formula reads no column, so it predicts the same for every row")
    spelled = {column.casefold(): column for column in table.names if column not in formula.inputs.values()}
    notes += [f"{name} is taken for a parameter; the column is called {spelled[name.casefold()]}" for name in formula.parameters if name.casefold() in spelled]
    return tuple(notes)
