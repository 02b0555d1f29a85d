"""A formula and its rows as functions of the parameters: residuals, and their exact derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.data.table import FloatArray
from glassgrad.data.words import quoted
from glassgrad.engine import Blame, Program, blame, engine
from glassgrad.graph import Graph, Node, NonFiniteError
from glassgrad.readers import simplify_all

from ..blame import say_value
from .directions import exponent
from .formula import Formula
from .lifting import lifted
from .rows import Rows

TOO_LARGE = 1e150
"""Stands for residuals where something is not finite: a method then turns back, and their squares are still numbers."""


@dataclass(frozen=True, eq=False)
class Place:
    """What a fit knows about one set of parameters: predictions (rows,) and slopes (rows, parameters)."""

    parameters: FloatArray
    predicted: FloatArray
    slopes: FloatArray

    @cached_property
    def finite(self) -> bool:
        """Whether all predictions and slopes are."""
        return bool(np.isfinite(self.predicted).all() and np.isfinite(self.slopes).all())


@dataclass(eq=False)
class Problem:
    """The weighted least-squares problem: find b that minimises Σ w·(f(x, b) − y)².

    Residuals r = √w·(f(x, b) − y) (rows,); their Jacobian ∂r/∂b (rows, parameters) comes from the graph, in float64. Both are in the
    unit 2^`exponent`, the power of two just above the largest √w·|y|: no digit changes, and squares stay within what a number can be.
    The last place is remembered, as methods ask for residuals and slopes one after the other.
    """

    formula: Formula
    rows: Rows
    program: Program
    outputs: tuple[Node, ...]
    leaves: Mapping[str, Node]
    evaluations: int = 0
    exponent: int = field(init=False)
    _last: Place | None = field(default=None, repr=False)
    _roots: FloatArray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        roots, observed = np.sqrt(self.rows.weights), self.rows.observed
        _, exponents = np.frexp(observed)
        self.exponent = exponent(observed) and int(np.max(exponents + np.frexp(roots)[1], where=observed != 0, initial=-10_000))
        self._roots = np.ldexp(roots, -self.exponent)

    def at(self, parameters: FloatArray) -> Place:
        """Predictions and slopes there; infinities and not-a-numbers are values like others."""
        if self._last is None or not np.array_equal(self._last.parameters, parameters):
            self.evaluations += 1
            values = self.program.run(self.given(parameters))
            predicted, *slopes = (np.broadcast_to(values[output], (len(self.rows),)) for output in self.outputs)
            self._last = Place(np.array(parameters, dtype=np.float64), predicted, np.stack(slopes, axis=1))
        return self._last

    def residuals(self, parameters: FloatArray) -> FloatArray:
        """√w·(f(x, b) − y), in the problem's unit. Shape: (rows,)."""
        return self.scaled(self.at(parameters).predicted - self.rows.observed)

    def scaled(self, values: FloatArray) -> FloatArray:
        """√w·values in the problem's unit. Shape: (rows,)."""
        return self._roots * values

    def jacobian(self, parameters: FloatArray) -> FloatArray:
        """√w·∂f/∂b, in the problem's unit. Shape: (rows, parameters)."""
        return self._roots[:, None] * self.at(parameters).slopes

    def tame_residuals(self, parameters: FloatArray) -> FloatArray:
        """The residuals; very large, so that a method turns back, where predictions or slopes are not finite: it could not go on from there."""
        if not self.at(parameters).finite:
            return np.full(len(self.rows), TOO_LARGE)
        return np.clip(self.residuals(parameters), -TOO_LARGE, TOO_LARGE)

    def tame_jacobian(self, parameters: FloatArray, size: FloatArray) -> FloatArray:
        """The slopes against parameters·size, never larger than a square can be; 0, so that nothing leads on, where something is not finite."""
        place = self.at(parameters)
        return np.clip(self.jacobian(parameters) / size, -TOO_LARGE, TOO_LARGE) if place.finite else np.zeros_like(place.slopes)

    def sum_of_squares(self, parameters: FloatArray) -> float:
        """Σ w·(f(x, b) − y)², in the square of the problem's unit; infinite where predictions or slopes are not finite."""
        if not self.at(parameters).finite:
            return np.inf
        residuals = self.residuals(parameters)
        return float(residuals @ residuals)

    def given(self, parameters: FloatArray) -> dict[Node, Any]:
        """A value for every leaf of the program."""
        numbers = dict(zip(self.formula.parameters, parameters.tolist(), strict=True))
        return {leaf: self.rows.columns[name] if name in self.rows.columns else numbers[name] for name, leaf in self.leaves.items()}

    def refuse_non_finite(self, parameters: FloatArray, when: str) -> None:
        """Raises: NonFiniteError naming row, operation and parameters, unless predictions, slopes and the sum of squares are finite."""
        trouble = self.trouble(parameters, when)
        if trouble:
            raise NonFiniteError(trouble)
        if not np.isfinite(self.sum_of_squares(parameters)):
            raise NonFiniteError(
                f"the sum of squares is too large for a number {when}, with {self._say_parameters(parameters)}; give starting values whose predictions "
                f"come closer to {quoted(self.formula.target)}"
            )

    def trouble(self, parameters: FloatArray, when: str) -> str:
        """What is not finite there: row, columns, operation and parameters; nothing if predictions and slopes are finite."""
        place = self.at(parameters)
        if place.finite:
            return ""
        graph = self.program.graph
        values = self.program.engine.compile(graph, keep="all").run(self.given(parameters))
        found = blame(values, graph.outputs)
        assert found is not None  # some output is not finite, so something is to blame
        return self._say(found, parameters, when, in_slope=bool(np.isfinite(place.predicted).all()))

    def _say(self, found: Blame, parameters: FloatArray, when: str, *, in_slope: bool) -> str:
        what = f"a derivative of {quoted(self.formula.text)}" if in_slope else quoted(self.formula.text)
        row = f" in row {self.rows.numbers[found.entry[-1]] + 1}" if found.entry else ""
        column = f" (column {found.node.where.column} of the formula)" if found.node.where else ""
        inputs = ", ".join(f"{float(np.asarray(one)[found.entry if np.ndim(one) else ()]):.6g}" for one in found.inputs)
        return (
            f"{what} is not finite {when}: {found.node.op.name} of {inputs} gave {say_value(found.value)}{row}{column}, "
            f"with {self._say_parameters(parameters)}{self._say_columns(found)}; "
            "give other starting values, bounds that keep away from there, or leave such rows out"
        )

    def _say_parameters(self, parameters: FloatArray) -> str:
        return ", ".join(f"{name} = {value:.6g}" for name, value in zip(self.formula.parameters, parameters, strict=True))

    def _say_columns(self, found: Blame) -> str:
        """The columns that go into what is to blame, with their values in that row."""
        read = {leaf.name for leaf in Graph((found.node,)).leaves} if found.entry else set()
        said = [f"{quoted(column)} = {self.rows.columns[name][found.entry[-1]]:.6g}" for name, column in self.formula.inputs.items() if name in read]
        return f" and the {'column' if len(said) == 1 else 'columns'} {', '.join(said)}" if said else ""


def make_problem(formula: Formula, rows: Rows) -> Problem:
    """The problem, compiled once for the reference engine."""
    # Exact laws only: each value stays bit for bit what the rules give, and what the slopes share is computed once.
    simple = simplify_all((formula.predicted, *formula.slopes), exact=True)
    singles = [simple[node] for node in (formula.predicted, *formula.slopes)]
    over_rows = lifted(singles, formula.inputs, len(rows))
    outputs = tuple(over_rows[node] for node in singles)
    graph = Graph(outputs)
    return Problem(formula, rows, engine("reference").compile(graph), outputs, {leaf.name: leaf for leaf in graph.leaves})


def as_array(values: Mapping[str, float], names: Sequence[str]) -> FloatArray:
    """The values in the order of the names."""
    return np.array([values[name] for name in names], dtype=np.float64)
