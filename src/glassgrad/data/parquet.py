"""Parquet files, read by DuckDB from a snapshot, with no access to anything else."""

from collections.abc import Mapping
from typing import Any

from glassgrad.graph import DataError

from .duck import opened
from .guests import guest
from .headers import named_apart
from .sequences import column_from_values
from .table import MOST_COLUMNS, Column, ColumnKind, Table
from .words import quoted

MAGIC = b"PAR1"
MOST_CELLS = 500_000_000


def read_parquet(contents: bytes, name: str, *, kinds: Mapping[str, ColumnKind] | None = None, most_cells: int = MOST_CELLS) -> Table:
    """The table in a Parquet file.

    Raises: DataError for a damaged file, one without rows, one with more than `most_cells` cells, and for columns of lists, structures and the like.
    """
    duckdb = guest("duckdb", "reading Parquet")
    try:
        with opened(contents) as (connection, path):
            try:
                return _read(connection, path, name, kinds or {}, most_cells)
            except duckdb.Error as error:
                reason = str(error).splitlines()[0].replace(path, "the file")[:200]
                raise DataError(f"{name}: the Parquet file cannot be read ({reason}); get a complete copy") from None
    except OSError as error:
        raise DataError(f"{name}: reading Parquet needs room for a temporary copy ({error}); free some, or point TMPDIR elsewhere") from None


def _read(connection: Any, path: str, name: str, kinds: Mapping[str, ColumnKind], most_cells: int) -> Table:
    relation = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [path])
    types = [str(column[1]) for column in relation.description]
    names, notes = named_apart([column[0] for column in relation.description])
    if len(names) > MOST_COLUMNS:
        raise DataError(f"{name}: {len(names):,} columns; the most that is read is {MOST_COLUMNS:,}")
    _refuse_nested(name, names, types)
    most_rows = most_cells // len(names)
    (rows,) = connection.execute("SELECT count(*) FROM (SELECT 1 FROM read_parquet(?) LIMIT ?)", [path, most_rows + 1]).fetchone()
    if not 0 < rows <= most_rows:
        problem = "there are no data rows" if rows == 0 else f"more than {most_rows:,} rows of {len(names):,} columns; at most {most_cells:,} cells are read"
        raise DataError(f"{name}: {problem}")
    values = connection.execute("SELECT * FROM read_parquet(?)", [path]).fetchnumpy()
    columns: list[Column] = []
    for column_name, each in zip(names, values.values(), strict=True):
        column, heard = column_from_values(column_name, each, kinds.get(column_name))
        columns.append(column)
        notes += heard
    return Table(tuple(columns), name, notes)


def _refuse_nested(name: str, names: tuple[str, ...], types: list[str]) -> None:
    for column, kind in zip(names, types, strict=True):
        if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "BLOB", "VARIANT", "list", "struct", "map")):
            raise DataError(f"{name}: column {quoted(column)} holds {kind}; a cell must be one number, word or yes-or-no value")
