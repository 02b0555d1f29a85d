"""Tables from what is already in memory: data frames, mappings, arrays."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from glassgrad.data import read_table
from glassgrad.graph import DataError, SettingError

CELLS = {"n": [1, 2, None], "f": [1.5, None, -2.0], "w": ["x", None, "NA"], "b": [True, None, False]}


@pytest.mark.parametrize(
    "frame", [CELLS, pd.DataFrame(CELLS), pl.DataFrame(CELLS), pl.LazyFrame(CELLS), pa.table(CELLS)], ids=lambda frame: type(frame).__module__
)
def test_every_library_gives_the_same_table(frame):
    table = read_table(frame)
    assert [column.kind for column in table.columns] == ["number", "number", "category", "boolean"]
    assert table["w"].values.tolist() == ["x", None, "NA"]  # a frame has its own missing value, so NA is a word
    assert table.fingerprint == read_table(CELLS).fingerprint


def test_pandas_own_types():
    frame = pd.DataFrame(
        {
            "i": pd.array([1, None, 3], dtype="Int64"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "s": pd.array(["u", None, "v"], dtype="string"),
            "c": pd.Categorical(["u", None, "v"]),
            "t": pd.to_datetime(["2020-01-01", None, "2021-05-05"]),
        }
    )
    table = read_table(frame)
    assert [column.kind for column in table.columns] == ["number", "boolean", "category", "category", "category"]
    assert [column.missing for column in table.columns] == [1] * 5


def test_numbered_columns_are_named_and_equal_names_are_refused():
    assert read_table(pd.DataFrame([[1, 2], [3, 4]])).names == ("0", "1")
    with pytest.raises(DataError, match="give every column a name of its own"):
        read_table(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def test_arrays_get_x_and_y():
    table = read_table(np.array([[1, 2], [3, 4]]), target_values=["a", "b"])
    assert table.names == ("x1", "x2", "y")
    assert read_table([[1, "a"], [2, "b"]])["x1"].kind == "number"
    assert read_table([1, 2, 3]).names == ("x1",)
    assert read_table(np.eye(2), target_values=np.array([[1.0], [2.0]]))["y"].values.tolist() == [1.0, 2.0]


def test_targets_that_do_not_fit_are_refused(read_text):
    with pytest.raises(DataError, match="the target has 3 values and the given array has 2 rows"):
        read_table(np.eye(2), target_values=[1, 2, 3])
    with pytest.raises(SettingError, match='has a column "y" already'):
        read_table({"y": [1, 2]}, target_values=[1, 2])
    with pytest.raises(SettingError, match="name it"):
        read_table("iris", target_values=[1, 2])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (5, "cannot read a table from int"),
        ({}, "there are no columns"),
        ({"a": []}, "there are no data rows"),
        ({"a": [1, 2], "b": [1]}, r'column "b" has 1 rows and "a" has 2'),
        ({"a": "text"}, "a sequence or a one-dimensional array is needed, not str"),
        ({"a": 5}, "a sequence or a one-dimensional array is needed, not int"),
        ({"a": [[1], [2]]}, 'column "a", row 1: a cell holds one number or word, not list'),
        ({"a": [1 + 2j]}, "not complex"),
        ({"a": np.array([1 + 2j])}, "complex numbers cannot be learnt from"),
        ({"a": np.zeros((2, 2))}, r"a column has one dimension, this has shape \(2, 2\)"),
        ({"a": [1.0, float("inf")]}, 'column "a", row 2: the number is too large'),
        ({"a": [10**400]}, 'column "a", row 1: the number is too large'),
        (np.zeros((2, 2, 2)), r"a table has two dimensions, rows and columns; this has shape \(2, 2, 2\)"),
        (np.zeros((3, 0)), r"this has shape \(3, 0\)"),
        ([[1, 2], [3]], "the rows do not make a table"),
        (np.array(5), r"this has shape \(\)"),
        (pl.DataFrame(), "there are no columns"),
        (pl.DataFrame({"a": [[1], [2]]}), "a cell holds one number or word, not list"),
    ],
)
def test_what_makes_no_table_is_refused(source, message):
    with pytest.raises(DataError, match=message):
        read_table(source)


def test_whole_numbers_beyond_2_53_are_noted():
    for values in ([2**53 + 1, 1], np.array([2**53 + 1, 1]), [2**70, None], np.array([2**63, 1], dtype=np.uint64)):
        (note,) = read_table({"id": values}).notes
        assert 'column "id": 1 whole number beyond 2^53 (the first in row 1)' in note


def test_mixed_values_follow_the_rules_of_words():
    with pytest.raises(DataError, match='column "a", row 3: "x" is not a number, but 3 of 4'):
        read_table({"a": [1, 2, "x", 4]})
    table = read_table({"a": [1, True, "x", None], "d": [datetime.date(2020, 1, 1)] * 4})
    assert table["a"].values.tolist() == ["1", "true", "x", None]
    assert table["d"].values[0] == "2020-01-01"


def test_masked_cells_are_missing():
    assert read_table({"a": np.ma.array([1.0, 2.0], mask=[False, True])})["a"].missing == 1


def test_kinds_are_followed_and_unknown_ones_refused():
    assert read_table({"zip": [1234, 5678]}, kinds={"zip": "category"})["zip"].values.tolist() == ["1234", "5678"]
    assert read_table(np.array([[1.0], [0.0]]), kinds={"x1": "category"})["x1"].values.tolist() == ["1", "0"]
    with pytest.raises(DataError, match=r'has no column "zap"; its columns are "zip"\. Did you mean "zip"'):
        read_table({"zip": [1, 2]}, kinds={"zap": "category"})
    with pytest.raises(SettingError, match="unknown kind 'word'"):
        read_table({"zip": [1, 2]}, kinds={"zip": "word"})


def test_header_belongs_to_csv_files_only():
    for source in ({"a": [1]}, np.eye(2), "iris"):
        with pytest.raises(SettingError, match="header"):
            read_table(source, header=True)


def test_a_table_is_read_as_itself():
    table = read_table({"a": [1, 2]})
    assert read_table(table).fingerprint == table.fingerprint
