"""Any text at all: a table or a message, never anything else; and a table goes all the way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data import Preparation, infer_task, learn_preparation, split_rows, table_from_bytes, table_to_bytes
from glassgrad.data.csv_file import read_csv
from glassgrad.data.encoding import utf8_bytes
from glassgrad.graph import DataError

ATOMS = [
    "a",
    "b",
    "1",
    "2.5",
    '"',
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "|",
    "#",
    " ",
    "é",
    "١",
    "NA",
    "yes",
    "no",
    "inf",
    "1e999",
    "-",
    "1,5",
    '""',
    "\u2028",
    "\x0b",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ATOMS), max_size=40), st.sampled_from([None, True, False]), st.integers(0, 3))
def test_any_text_gives_a_table_or_a_message(atoms, header, place):
    try:
        contents, _ = utf8_bytes("".join(atoms).encode(), "t")
        table = read_csv(contents, "t", header=header)
        assert table_from_bytes(table_to_bytes(table)).fingerprint == table.fingerprint
        target = table.columns[place % len(table.columns)]
        task = infer_task(target).task
        split = split_rows(target, task, validation=0.3, seed=1)
        preparation = learn_preparation(table, target=target.name, task=task, rows=split.training)
    except DataError as error:
        assert 10 < len(str(error)) < 1_000
        return
    assert np.isfinite(preparation.apply(table).values).all()
    assert np.isfinite(preparation.targets(table)[split.training]).all()
    assert Preparation.from_json(preparation.to_json()) == preparation


def test_a_file_of_one_enormous_line_is_refused_without_a_crash():
    for line in ("é" * 2_000_000, "ab," * 1_000_000):
        try:
            read_csv(line.encode(), "t")
        except DataError as error:
            assert "131,072" in str(error) or "columns" in str(error)
        else:
            raise AssertionError
