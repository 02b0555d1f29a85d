"""The rows that a formula is fitted to: the numbers of the columns it reads, without the rows where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.data import Table
from glassgrad.data.table import FloatArray, RowNumbers
from glassgrad.data.words import counted, quoted
from glassgrad.graph import DataError, Graph, Node, SettingError
from glassgrad.readers import evaluate

from .formula import Formula
from .lifting import lifted


@dataclass(frozen=True, eq=False)
class Rows:
    """Columns (rows,) by their names in the formula, what was observed (rows,), the weight of each row, and the numbers of the rows, from 0."""

    columns: Mapping[str, FloatArray]
    observed: FloatArray
    weights: FloatArray
    numbers: RowNumbers
    weighted: bool
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.observed)

    def some(self, most: int) -> Rows:
        """At most so many rows, spread evenly over all."""
        if len(self) <= most:
            return self
        chosen = np.linspace(0, len(self) - 1, most).round().astype(np.intp)
        columns = {name: values[chosen] for name, values in self.columns.items()}
        return Rows(columns, self.observed[chosen], self.weights[chosen], self.numbers[chosen], self.weighted, self.notes)


def read_rows(formula: Formula, table: Table, weights: Any) -> Rows:
    """The rows that can be used. Raises: DataError for a weight that is none, an observed value that is not finite, or too few rows."""
    numbers = numbers_in(table, {**formula.inputs, **formula.outputs})
    heavy = _weights(table, weights)
    missing = np.isnan(heavy) | (heavy == 0)
    notes = [_left_out(int(missing.sum()), "without a weight")]
    absent = np.zeros(table.rows, dtype=bool)
    for values in numbers.values():
        absent |= np.isnan(values)
    notes.append(_left_out(int((absent & ~missing).sum()), "with a missing value"))
    kept = np.flatnonzero(~(missing | absent))
    _refuse_few(len(kept), formula, table)
    columns = {name: values[kept] for name, values in numbers.items()}
    observed = _finite(_observed(formula, columns), formula, kept)
    inputs = {name: columns[name] for name in formula.inputs}
    return Rows(inputs, observed, heavy[kept], kept, weights is not None, tuple(filter(None, notes)))


def numbers_in(table: Table, columns: Mapping[str, str]) -> dict[str, FloatArray]:
    """The numbers of some columns, NaN where one is missing. Raises: DataError for a column that is not there, or holds words."""
    for column in columns.values():
        if table[column].kind == "category" and len(table[column].values) > table[column].missing:
            raise DataError(f"column {quoted(column)} holds words, and the formula needs numbers")
    return {name: np.where(table[column].absent, np.nan, _as_numbers(table, column)) for name, column in columns.items()}


def _as_numbers(table: Table, column: str) -> npt.NDArray[Any]:
    found = table[column]
    return np.full(len(found), np.nan) if found.kind == "category" else found.values


def _weights(table: Table, weights: Any) -> FloatArray:
    """The weight of every row. Raises: DataError, SettingError."""
    if weights is None:
        return np.ones(table.rows)
    if isinstance(weights, str):
        values, name = numbers_in(table, {"weights": weights})["weights"], f"column {quoted(weights)}"
    else:
        values, name = _given_weights(weights, table), "weights"
    wrong = np.flatnonzero(~np.isnan(values) & ~(np.isfinite(values) & (values >= 0)))
    if len(wrong):
        raise DataError(f"{name}, row {wrong[0] + 1}: the weight is {values[wrong[0]]:g}; a weight is 0 or more, and a row of weight 2 counts like two rows")
    return values


def _given_weights(weights: Any, table: Table) -> FloatArray:
    try:
        values = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        raise SettingError(f"weights is {weights!r:.60}; expected the name of a column, or one number for every row") from None
    if values.shape != (table.rows,):
        raise SettingError(f"weights has the shape {values.shape}; expected one number for each of the {counted(table.rows, 'row')}")
    return values


def _left_out(count: int, why: str) -> str:
    return f"{counted(count, 'row')} {why} left out" if count else ""


def _refuse_few(rows: int, formula: Formula, table: Table) -> None:
    wanted = len(formula.parameters)
    if rows < wanted:
        raise DataError(f"{table.source}: {counted(rows, 'row')} can be used, and the formula has {counted(wanted, 'parameter')}; give at least as many rows")


def _observed(formula: Formula, columns: Mapping[str, FloatArray]) -> FloatArray:
    output, leaves = row_by_row(formula.observed, formula.outputs, len(next(iter(columns.values()))))
    return np.asarray(evaluate(output, {leaves[name]: columns[name] for name in formula.outputs})[output], dtype=np.float64)


def row_by_row(node: Node, columns: Iterable[str], rows: int) -> tuple[Node, dict[str, Node]]:
    """A formula of one row as a graph over all rows, and its leaves by name."""
    output = lifted([node], columns, rows)[node]
    return output, {leaf.name: leaf for leaf in Graph((output,)).leaves}


def _finite(values: FloatArray, formula: Formula, numbers: RowNumbers) -> FloatArray:
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        raise DataError(
            f"{quoted(formula.target)}, row {numbers[wrong[0]] + 1}: what is to be fitted is {values[wrong[0]]:g} there "
            f"({counted(len(wrong), 'such row')}); correct or leave out what it cannot be computed from"
        )
    return values
