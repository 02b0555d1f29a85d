"""CSV going out (fault 29)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.data import table_to_csv


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_formula_cells_are_escaped_in_names_and_rows(formula):
    (header, row) = csv.reader(io.StringIO(table_to_csv([formula], [[formula]]), newline=""))
    assert header == row == ["'" + formula]


def test_numbers_stay_numbers():
    assert table_to_csv(["a"], [[-1.5], [None], [0.1]]) == 'a\n-1.5\n""\n0.1\n'


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=5))
def test_no_cell_starts_like_a_formula_and_none_is_lost(rows):
    read = list(csv.reader(io.StringIO(table_to_csv(["a", "b"], rows), newline="")))[1:]
    for row, written in zip(rows, read, strict=True):
        assert all(cell in (given_cell, "'" + given_cell) for cell, given_cell in zip(written, row, strict=True))
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in written)
