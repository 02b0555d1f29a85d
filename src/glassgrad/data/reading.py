"""`read_table`: a table from whatever the user has."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.graph import DataError, SettingError

from . import parquet
from .csv_file import read_csv
from .encoding import utf8_bytes
from .frames import table_from_array, table_from_frame, table_from_mapping, with_target
from .shipped import dataset_names, known_table
from .snapshot import snapshot
from .table import KINDS, ColumnKind, Table
from .words import did_you_mean, listed, quoted, quoted_path


def read_table(source: Any, *, target_values: Any = None, header: bool | None = None, kinds: Mapping[str, ColumnKind] | None = None) -> Table:
    """The table in a file, a known data set, a data frame, a mapping of columns, or arrays.

    `source`: a path to CSV, TSV (also packed with gzip) or Parquet, told apart by content; a name from `dataset_names()`, unless a file has that name;
    a pandas, polars or pyarrow data frame; name → sequence; or an array (rows, features), whose columns become x1, x2, …
    `target_values` (rows,) adds the column y to a source that is in memory.
    `header` (CSV only): whether the first row names the columns; None finds out or asks.
    `kinds`: column name → "number", "category" or "boolean", where the rules of reading are not wanted.
    Raises: DataError for what cannot be read, SettingError for settings that do not fit the source.

    >>> read_table({"age": [31, 25, None], "city": ["Rome", "Oslo", "Rome"]})["age"].missing
    1
    """
    wanted = dict(kinds or {})
    for name, kind in wanted.items():
        if kind not in KINDS:
            raise SettingError(f"column {quoted(str(name))}: unknown kind {kind!r}; the kinds are {', '.join(KINDS)}")
    from_file = isinstance(source, str | Path)
    if from_file and target_values is not None:
        raise SettingError(f"target_values belong to arrays and data frames; {quoted(str(source))} has its target among its columns: name it")
    table = _from_name(source, header=header, kinds=wanted) if from_file else _from_memory(source, header=header, kinds=wanted)
    if target_values is not None:
        table = with_target(table, target_values, wanted)
    unknown = [name for name in wanted if name not in table]
    if unknown:
        hint = did_you_mean(unknown[0], [name for name in table.names if name not in wanted])
        raise DataError(f"{table.source} has no column {listed(unknown)}; its columns are {listed(table.names)}.{hint}")
    return table


def _from_name(source: str | Path, *, header: bool | None, kinds: Mapping[str, ColumnKind]) -> Table:
    if not isinstance(source, str) or source not in dataset_names():
        return _from_file(source, header=header, kinds=kinds)
    if _exists(Path(source)):
        note = f"{quoted(source)} is a file here and also the name of a shipped data set; the file was read"
        return _from_file(source, header=header, kinds=kinds).with_notes([note])
    if header is not None or kinds:
        raise SettingError(f"header and kinds say how to read a file; the data set {source} needs neither")
    return known_table(source)


def _from_file(source: str | Path, *, header: bool | None, kinds: Mapping[str, ColumnKind]) -> Table:
    if isinstance(source, str) and "://" in source[:20]:
        raise DataError(f"{quoted(source)} is a web address; nothing is downloaded: save the file and give its path")
    path = Path(source)
    if isinstance(source, str) and "\0" not in source and not _exists(path):
        sets = f"the data sets are {', '.join(dataset_names())}"
        raise DataError(f"there is no file {quoted_path(path)} and no data set of that name; {sets}.{did_you_mean(source, dataset_names())}")
    contents, name = snapshot(path), quoted_path(path)
    if contents.startswith(parquet.MAGIC):
        _refuse_header(f"{name} is a Parquet file", header=header)
        return parquet.read_parquet(contents, name, kinds=kinds)
    text, notes = utf8_bytes(contents, name)
    return read_csv(text, name, header=header, kinds=kinds, notes=notes)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the file system, a folder that may not be looked into: reading it will say so
        return True


def _from_memory(source: Any, *, header: bool | None, kinds: Mapping[str, ColumnKind]) -> Table:
    _refuse_header("the source is in memory", header=header)
    if isinstance(source, Table):
        return replace(source)
    if isinstance(source, Mapping):
        return table_from_mapping(source, kinds)
    if isinstance(source, np.ndarray | list | tuple):
        return table_from_array(source, kinds)
    table = table_from_frame(source, kinds)
    if table is not None:
        return table
    if hasattr(source, "__array__"):
        return table_from_array(source, kinds)
    names = ", ".join(dataset_names())
    raise DataError(f"cannot read a table from {type(source).__name__}; give a path, a data frame, a mapping of columns, arrays, or one of {names}")


def _refuse_header(why: str, *, header: bool | None) -> None:
    if header is not None:
        raise SettingError(f"header says how to read a CSV file, but {why}; leave it out")
