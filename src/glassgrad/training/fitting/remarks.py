"""What a fit says beside its numbers: warnings of what makes it doubtful, and notes on how data were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from glassgrad.data import Table
from glassgrad.data.table import FloatArray
from glassgrad.data.words import quoted

from .columns import near_column
from .formula import Formula
from .judging import Verdict
from .objective import Objective
from .problem import Problem
from .rows import Rows
from .searching import Searched

NUDGE = 1e-5
"""How far beside a place it is looked whether anything is finite there, as a share of the parameter."""


def warnings_of(objective: Objective, parameters: FloatArray, stopped: str, measured: tuple[str, ...], table: Table, verdict: Verdict) -> tuple[str, ...]:
    """What makes the result doubtful, the gravest first."""
    formula = objective.problem.formula
    ended = () if verdict.settled else _no_minimum(objective.problem, parameters, stopped, flat=verdict.flat)
    unsure = () if objective.loss is None else ("standard errors belong to the sum of squares; for another loss none are computed",)
    return (*ended, *_near_columns(formula, table), *measured, *unsure)


def _no_minimum(problem: Problem, parameters: FloatArray, stopped: str, *, flat: bool) -> tuple[str, ...]:
    beside = trouble_beside(problem, parameters)
    # A place may be flat and the lowest all the same, like any a below all rows in max(a, b·x); nobody can tell by looking there.
    said = f"this may be no minimum: {stopped}. Try other starting values, or leave them out"
    said = said if flat else f"this is no minimum: {stopped}. Try other starting values, or the other method"
    return (said, beside) if beside else (said,)


def trouble_beside(problem: Problem, parameters: FloatArray) -> str:
    """What is not finite right beside a place, where one parameter is a little more or less; nothing if all is finite."""
    for at, value in enumerate(parameters):
        for sign in (1, -1):
            moved = parameters.copy()
            moved[at] = value + sign * NUDGE * max(1.0, abs(value))
            trouble = problem.trouble(moved, "right beside these parameters")
            if trouble:
                return trouble
    return ""


def _near_columns(formula: Formula, table: Table) -> Iterator[str]:
    free = [column for column in table.names if column not in formula.inputs.values()]
    for name in formula.parameters:
        column = near_column(name, free)
        if column:
            yield f"{name} is taken for a parameter; did you mean the column {quoted(column)}?"
    for name in formula.constants:
        yield f"{name} in the formula is the number {np.pi:.6g}, not the column {quoted(formula.constants[name])}; rename the column to use it in a formula"


def notes_of(table: Table, rows: Rows, formula: Formula, given: Mapping[str, float], searched: Searched) -> tuple[str, ...]:
    """How the data were read, and where the search began."""
    notes = [*table.notes, *rows.notes]
    notes += [f"{name} is the column {quoted(column)}" for name, column in {**formula.inputs, **formula.outputs}.items() if name in formula.spelled]
    unknown = [name for name in formula.parameters if name not in given and name not in formula.linear]
    if unknown:
        searched_for = f"starting values were searched for: {', '.join(unknown)}"
        notes.append(f"{searched_for}; {searched}another minimum may be lower, so give a start if you know about where it is")
    if not formula.inputs:
        notes.append("the formula reads no column, so it predicts the same for every row")
    return tuple(notes)
