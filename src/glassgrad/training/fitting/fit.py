"""`fit`: the parameters with which a typed formula comes closest to the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import Table, read_table
from glassgrad.data.table import FloatArray
from glassgrad.graph import Node, SettingError

from .formula import read_formula
from .judging import Verdict, judge
from .limits import Limits, read_limits, refuse_outside
from .methods import Found, Method, method
from .objective import Objective, make_objective
from .polishing import polish
from .problem import make_problem
from .record import Fit
from .remarks import notes_of, warnings_of
from .rows import read_rows
from .searching import Searched, read_start, search
from .statistics import measure

AGAIN = 5
"""How often a method is started anew from its own result."""
BETTER = 1e-10
"""What counts as better: a loss lower by this share."""


@dataclass(frozen=True, eq=False)
class Ended:
    """Where a fit ended, whether that is a minimum, and why the search stopped."""

    parameters: FloatArray
    verdict: Verdict
    stopped: str


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
    loss_settings: Mapping[str, Any] | None = None,
    most_evaluations: int = 10_000,
) -> Fit:
    """Find the parameters b that minimise Σ w·(f(x, b) − y)².

    `expression` is a formula as `parse` reads it, or a node: names that are columns of `data` are inputs, all others parameters. The column
    "petal length (cm)" is written petal_length. Before an equals sign may stand what is fitted, a column or a formula of columns:
    `log(y) = a + b*x`. Else it is `target`; else the column y; else the only column of numbers that the formula leaves over.
    `data` is anything `read_table` takes. Everything is computed in float64, with exact derivatives.
    `start`: values to start from, by name. Those that are missing are searched for, always in the same way; with given ones the nearest minimum is found.
    `weights`: a column, or a number for each row (rows,): a row of weight 2 counts like two rows.   `bounds`: name → (lowest, highest), None for none.
    `most_evaluations` of the formula are made from the start, the search for it not counted.
    `loss`: the name of a page of the losses that is lowered instead of the sum of squares, by method="l_bfgs"; `loss_settings` are its own,
    like {"delta": 2} of huber.
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
    refuse_outside(formula.parameters, limits, given)
    with np.errstate(all="ignore"):  # infinities on the way are values like others; what must be finite is looked at
        objective = make_objective(make_problem(formula, read_rows(formula, table, weights)), loss, loss_settings)
        _check(way, objective, limits, most_evaluations)
        searched = search(way, objective, limits, given)
        objective.refuse_non_finite(searched.place)
        return _record(table, way, objective, limits, searched, _followed(way, objective, searched.place, limits, most_evaluations), given)


def _method(name: str) -> Method:
    return method(name)


def _holds_numbers(table: Table, name: str) -> bool:
    column = table[name]
    return column.kind != "category" or column.missing == len(column)


def _check(way: Method, objective: Objective, limits: Limits, most: int) -> None:
    if objective.loss is not None and not way.any_loss:
        raise SettingError(f"{way.name} lowers sums of squares; for the loss {objective.loss.name} use the method l_bfgs")
    if isinstance(most, bool) or not isinstance(most, int) or most < 1:
        raise SettingError(f"most_evaluations is {most!r:.60}; expected a whole number of at least 1")


def _followed(way: Method, objective: Objective, first: FloatArray, limits: Limits, most: int) -> Ended:
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


def _judged(objective: Objective, first: FloatArray, found: Found, limits: Limits) -> Ended:
    """The result with its last digits, and whether it is a minimum."""
    parameters = found.parameters
    if objective.loss is None and not limits.touched(parameters).any():
        polished = polish(objective.problem, parameters)
        parameters = polished if np.array_equal(limits.inside(polished), polished) else parameters
    verdict = judge(objective, limits.inside(first), parameters, limits)
    return Ended(parameters, verdict, _why(objective, found, verdict))


def _why(objective: Objective, found: Found, verdict: Verdict) -> str:
    if verdict.settled:
        return f"no change lowers the {objective.what} any more"
    return verdict.why if verdict.flat else f"{found.stopped}, but {verdict.why}"


def _record(table: Table, way: Method, objective: Objective, limits: Limits, searched: Searched, ended: Ended, given: Mapping[str, float]) -> Fit:
    problem = objective.problem
    names = problem.formula.parameters
    statistics = measure(problem, ended.parameters, limits, flat=ended.verdict.flat)
    squares, settled = objective.loss is None, ended.verdict.settled
    deviations = statistics.standard_errors if squares else np.full(len(names), np.nan)
    return Fit(
        formula=problem.formula,
        source=table.source,
        method=way.name,
        loss="" if objective.loss is None else objective.loss.name,
        loss_settings={} if objective.loss is None else dict(objective.loss.settings),
        start=dict(zip(names, searched.place.tolist(), strict=True)),
        parameters=dict(zip(names, ended.parameters.tolist(), strict=True)),
        standard_errors=dict(zip(names, deviations.tolist(), strict=True)),
        covariance=statistics.covariance if squares else np.full((len(names), len(names)), np.nan),
        residual_standard_deviation=statistics.residual_standard_deviation,
        residual_sum_of_squares=statistics.sum_of_squares,
        degrees_of_freedom=statistics.degrees_of_freedom,
        r_squared=statistics.r_squared,
        rows=len(problem.rows),
        evaluations=problem.evaluations,
        converged=settled,
        stopped=ended.stopped,
        warnings=warnings_of(objective, ended.parameters, ended.stopped, statistics.warnings, table, ended.verdict),
        notes=notes_of(table, problem.rows, problem.formula, given, searched),
    )
