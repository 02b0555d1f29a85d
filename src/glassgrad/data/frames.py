"""Tables from what is already in memory: a data frame of any library, a mapping of columns, or arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.graph import DataError, SettingError

from .guests import guest
from .headers import named_apart, numbered_names
from .sequences import column_from_values
from .table import MOST_COLUMNS, Column, ColumnKind, Table
from .words import quoted

Kinds = Mapping[str, ColumnKind]


def table_from_mapping(mapping: Mapping[str, Any], kinds: Kinds) -> Table:
    """A table from name → sequence."""
    return _table([str(name) for name in mapping], list(mapping.values()), "the given columns", kinds)


def table_from_array(values: Any, kinds: Kinds) -> Table:
    """A table from a two-dimensional array (rows, features), columns x1, x2, …; one dimension is one column.

    Raises: DataError for another number of dimensions, or no columns.
    """
    try:
        array = np.asarray(values)
    except ValueError as error:  # rows of different lengths
        raise DataError(f"the given array: the rows do not make a table ({error})") from None
    if array.dtype.kind in "US" and not isinstance(values, np.ndarray):
        array = np.asarray(values, dtype=object)  # NumPy turns numbers beside words into words; each keeps its type here
    array = array.reshape(-1, 1) if array.ndim == 1 else array
    if array.ndim != 2 or array.shape[1] == 0:
        raise DataError(f"the given array: a table has two dimensions, rows and columns; this has shape {array.shape}")
    if array.shape[1] > MOST_COLUMNS:
        raise DataError(f"the given array: {array.shape[1]:,} columns; the most that is read is {MOST_COLUMNS:,}")
    return _table(numbered_names(array.shape[1]), list(array.T), "the given array", kinds)


def table_from_frame(frame: Any, kinds: Kinds) -> Table | None:
    """A table from a pandas, polars, pyarrow, … data frame; None if it is no data frame. A lazy one is collected."""
    narwhals = guest("narwhals", "reading a data frame")
    try:
        wrapped = narwhals.from_native(frame, pass_through=True)
        if isinstance(wrapped, narwhals.LazyFrame):
            wrapped = wrapped.collect()
        if not isinstance(wrapped, narwhals.DataFrame):
            return None
        series = list(wrapped.iter_columns())
    except narwhals.exceptions.NarwhalsError as error:
        raise DataError(f"the given data frame cannot be read: {' '.join(str(error).split())[:200]}; give every column a name of its own") from None
    return _table([str(each.name) for each in series], [_values(narwhals, each) for each in series], "the given data frame", kinds)


def _values(narwhals: Any, series: Any) -> Any:
    """A numeric or boolean column without gaps as an array; everything else as Python values, None for missing."""
    plain = series.dtype.is_numeric() and not series.dtype.is_decimal()
    if (plain or series.dtype == narwhals.Boolean) and not series.is_null().any():
        return series.to_numpy()
    if series.dtype.is_float():
        return series.cast(narwhals.Float64).fill_null(float("nan")).to_numpy()
    return series.to_list()


def _table(given: Any, values: list[Any], source: str, kinds: Kinds) -> Table:
    names, notes = named_apart(given)
    columns: list[Column] = []
    for name, each in zip(names, values, strict=True):
        column, heard = column_from_values(name, each, kinds.get(name))
        columns.append(column)
        notes += heard
    if columns and len(columns[0]) == 0:
        raise DataError(f"{source}: there are no data rows; a table needs at least one")
    return Table(tuple(columns), source, notes)


def with_target(table: Table, target_values: Any, kinds: Kinds) -> Table:
    """The table with one more column, y; for values (rows, targets) with y1, y2 and so on.

    Raises: SettingError if it has a y already, DataError if the lengths differ.
    """
    if "y" in table:
        raise SettingError(f"{table.source} has a column {quoted('y')} already; leave target_values out and name the target instead")
    values = np.asarray(target_values) if hasattr(target_values, "__array__") else target_values
    if isinstance(values, np.ndarray) and values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    several = isinstance(values, np.ndarray) and values.ndim == 2 and values.shape[1] > 1
    for name, one in zip(target_names(values.shape[1]), values.T, strict=True) if several else [("y", values)]:
        column, heard = column_from_values(name, one, kinds.get(name))
        if len(column) != table.rows:
            raise DataError(f"the target has {len(column):,} values and {table.source} has {table.rows:,} rows; they must be equal")
        table = Table((*table.columns, column), table.source, table.notes + heard)
    return table


def target_names(count: int) -> tuple[str, ...]:
    """What the columns of so many targets are called that come without names.

    >>> target_names(1), target_names(2)
    (('y',), ('y1', 'y2'))
    """
    return ("y",) if count == 1 else tuple(f"y{place}" for place in range(1, count + 1))
