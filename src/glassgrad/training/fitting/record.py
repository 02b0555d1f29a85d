"""`Fit`: what came of a fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data import read_table
from glassgrad.data.table import FloatArray
from glassgrad.readers import evaluate

from .formula import Formula
from .rows import numbers_in, row_by_row

if TYPE_CHECKING:
    from glassgrad.explain import Story


@dataclass(frozen=True, kw_only=True, eq=False)
class Fit:
    """The parameters of a formula, how sure they are, and how well it fits. `print` shows a table; `explain()` tells formula and derivatives.

    `standard_errors` are √diag(covariance), `covariance` (parameters, parameters) is s²·(JᵀJ)⁻¹ in the order of `parameters`, with
    s = `residual_standard_deviation`, in the unit of what is fitted. What the rows do not tell is infinite, what is not computed not-a-number.
    `converged` says whether this is a minimum, `stopped` why the search ended, `warnings` what makes the result doubtful, `notes` how data were read.

    >>> import glassgrad as gg
    >>> line = gg.fit("a + b*x", {"x": [1, 2, 3], "y": [2.1, 3.9, 6.0]})
    >>> line.predict({"x": [4]}).round(6).tolist()
    [7.9]
    """

    formula: Formula = field(repr=False)
    source: str
    method: str
    loss: str
    loss_settings: Mapping[str, Any]
    start: Mapping[str, float]
    parameters: Mapping[str, float]
    standard_errors: Mapping[str, float]
    covariance: FloatArray = field(repr=False)
    residual_standard_deviation: float
    residual_sum_of_squares: float
    degrees_of_freedom: int
    r_squared: float
    rows: int
    evaluations: int
    converged: bool
    stopped: str
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = field(repr=False)

    @property
    def target(self) -> str:
        """What is fitted: a column, or a formula of columns."""
        return self.formula.target

    def predict(self, data: Any) -> FloatArray:
        """What the formula says for the rows of anything `read_table` takes; NaN where an input is missing. Shape: (rows,).

        Raises: DataError for a column that is not there, or holds words.
        """
        table = read_table(data)
        columns = numbers_in(table, self.formula.inputs)
        output, leaves = row_by_row(self.formula.predicted, self.formula.inputs, table.rows)
        given = {leaf: columns[name] if name in columns else self.parameters[name] for name, leaf in leaves.items()}
        return np.array(np.broadcast_to(evaluate(output, given)[output], (table.rows,)), dtype=np.float64)

    def residuals(self, data: Any) -> FloatArray:
        """What was observed less what the formula says, for the rows of a table that has both; NaN where one is missing. Shape: (rows,)."""
        table = read_table(data)
        columns = numbers_in(table, self.formula.outputs)
        output, leaves = row_by_row(self.formula.observed, self.formula.outputs, table.rows)
        observed = evaluate(output, {leaf: columns[name] for name, leaf in leaves.items()})[output]
        with np.errstate(invalid="ignore"):  # infinity less infinity
            return np.asarray(observed - self.predict(table), dtype=np.float64)

    def explain(self) -> Story:
        """The result, the formula with its numbers, and how it changes with each parameter, as a story."""
        from .story import story_of

        return story_of(self)

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values; None for what is infinite or not a number."""
        from .report import as_json

        return as_json(self)

    def __str__(self) -> str:
        from .report import as_text

        return as_text(self)
