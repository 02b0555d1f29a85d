"""Parquet files, by way of DuckDB."""

import numpy as np
import polars as pl
import pytest

from glassgrad.data import read_table
from glassgrad.data.parquet import read_parquet
from glassgrad.graph import DataError, SettingError


def write(tmp_path, cells, name="table.parquet"):
    pl.DataFrame(cells).write_parquet(tmp_path / name)
    return tmp_path / name


def test_parquet_is_known_by_content_and_keeps_every_type(tmp_path):
    path = write(tmp_path, {"n": [1, None, 3], "f": [1.5, float("nan"), None], "w": ["x", None, "2"], "b": [True, None, False]}, "table.csv")
    table = read_table(path)
    assert [(column.kind, column.missing) for column in table.columns] == [("number", 1), ("number", 2), ("category", 1), ("boolean", 1)]
    assert table["w"].values.tolist() == ["x", None, "2"]


def test_column_names_never_become_sql(tmp_path):
    names = ['a"b', "a'b", "a; DROP TABLE x", "SELECT", "ü 🌸"]
    table = read_table(write(tmp_path, {name: [place] for place, name in enumerate(names)}))
    assert table.names == tuple(names)
    assert [column.values[0] for column in table.columns] == [0, 1, 2, 3, 4]


def test_a_damaged_file_is_refused(tmp_path):
    contents = write(tmp_path, {"a": [1, 2, 3]}).read_bytes()
    for bad in (b"PAR1", b"PAR1" + b"x" * 100, contents[:-10], contents[:40] + contents[60:]):
        with pytest.raises(DataError, match="the Parquet file cannot be read") as caught:
            read_parquet(bad, '"t"')
        assert "/table" not in str(caught.value)  # the private copy, which is gone by now


def test_lists_and_structures_are_refused_by_name(tmp_path):
    for cells, what in (({"a": [[1], [2]]}, "BIGINT"), ({"a": [{"b": 1}]}, "STRUCT")):
        with pytest.raises(DataError, match=f'column "a" holds {what}'):
            read_table(write(tmp_path, cells))


def test_rows_are_counted_before_they_are_read(tmp_path):
    path = write(tmp_path, {"a": np.zeros(100_000, dtype=np.int8)})
    assert path.stat().st_size < 2_000
    with pytest.raises(DataError, match="more than 1,000 rows of 1 columns; at most 1,000 cells are read"):
        read_parquet(path.read_bytes(), '"t"', most_cells=1_000)


def test_no_rows_and_infinities_are_refused(tmp_path):
    with pytest.raises(DataError, match="there are no data rows"):
        read_table(write(tmp_path, {"a": pl.Series([], dtype=pl.Int64)}))
    with pytest.raises(DataError, match='column "a", row 2: the number is too large'):
        read_table(write(tmp_path, {"a": [1.0, float("inf")]}))


def test_header_is_refused(tmp_path):
    with pytest.raises(SettingError, match="is a Parquet file; leave it out"):
        read_table(write(tmp_path, {"a": [1]}), header=True)
