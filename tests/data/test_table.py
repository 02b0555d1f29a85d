"""Columns and tables: what they hold, and the fingerprint."""

import numpy as np
import pytest

from glassgrad.data import Column, Table, read_table
from glassgrad.graph import DataError

# Run files hold fingerprints: this one may never change.
FINGERPRINT = "a9965881b131dad30ddf71ca67f92d2fc34986d1f713afdeee1625f491c711a6"


def words(*values):
    return np.array([*values, None], dtype=object)[: len(values)]


def number(name="x", values=(1.0, 2.0)):
    return Column(name, "number", np.array(values))


def test_columns_are_read_only_and_their_source_is_not_locked():
    values = np.array([1.0, 2.0])
    column = Column("x", "number", values)
    with pytest.raises(ValueError, match="read-only"):
        column.values[0] = 5.0
    values[0] = 3.0


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("colour", np.zeros(2), "unknown kind 'colour'"),
        ("number", np.zeros((2, 2)), r"one-dimensional array of numbers, not float64 \(2, 2\)"),
        ("number", words("a"), "one-dimensional array of numbers"),
        ("number", np.array([0.0, np.inf]), "row 2: the value is infinite"),
        ("boolean", np.array([0.0, 2.0]), "holds 0, 1 or NaN only"),
        ("category", np.array(["a"]), "object array of words"),
        ("category", words("a", 5), "row 2: 5 is not a word"),
    ],
)
def test_a_column_refuses_what_it_cannot_hold(kind, values, message):
    with pytest.raises(DataError, match=message):
        Column("c", kind, values)


def test_a_table_refuses_no_columns_different_lengths_and_equal_names():
    with pytest.raises(DataError, match="there are no columns"):
        Table((), "the example")
    with pytest.raises(DataError, match='the example: column "y" has 1 rows and "x" has 2; they must be equal'):
        Table((number(), number("y", (1.0,))), "the example")
    with pytest.raises(DataError, match='two columns are called "x"'):
        Table((number(), number()), "the example")


def test_rows_are_taken_by_number_or_mask():
    table = Table((number("x", (1.0, 2.0, 3.0)),), "the example")
    assert table.take([2, 0])["x"].values.tolist() == [3.0, 1.0]
    assert table.take([True, False, True])["x"].values.tolist() == [1.0, 3.0]
    assert table.take([]).rows == 0


@pytest.mark.parametrize("rows", [[3], [-1], [0.5], ["a"], [[0]], [True]])
def test_rows_that_are_not_there_are_refused(rows):
    with pytest.raises(DataError, match="the example: row"):
        Table((number("x", (1.0, 2.0, 3.0)),), "the example").take(rows)


def test_the_fingerprint_is_pinned():
    table = read_table({"x": [1.0, None, -0.0], "b": [True, None, False], "c": ["ü", None, "y"]})
    assert table.fingerprint == FINGERPRINT


def test_the_fingerprint_tells_names_kinds_contents_and_order_apart_and_nothing_else():
    tables = [
        read_table({"x": [1.0, 2.0]}),
        read_table({"y": [1.0, 2.0]}),
        read_table({"x": [2.0, 1.0]}),
        read_table({"x": ["1", "2"]}),
        read_table({"x": [1.0, 2.0], "y": [1.0, 2.0]}),
        read_table({"y": [1.0, 2.0], "x": [1.0, 2.0]}),
        read_table({"x": ["a", None]}),
        read_table({"x": ["a", "None"]}),
    ]
    assert len({table.fingerprint for table in tables}) == len(tables)
    assert read_table({"x": [0.0, 2.0]}).fingerprint == read_table({"x": [-0.0, 2.0]}).fingerprint
    assert Table((number(),), "one name", ("a note",)).fingerprint == Table((number(),), "another").fingerprint
