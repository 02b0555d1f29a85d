"""A table inside a run file: an exact round trip, and nothing else is believed."""

import hashlib
import json
import random
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data import Column, Table, read_table, table_from_bytes, table_to_bytes
from glassgrad.data.storage import MAGIC
from glassgrad.graph import RunFileError

TABLE = read_table({"x": [1.5, None, 3.0], "b": [True, None, False], "c": ["a", None, "b"]})
name = st.text(max_size=5)
number_cells = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(number_cells, st.none() | st.booleans(), st.none() | name), max_size=6), st.lists(name, min_size=3, max_size=3, unique=True), name)
def test_any_table_comes_back_equal(rows, names, source):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    table = Table(
        (
            Column(names[0], "number", np.array(columns[0], dtype=np.float64)),
            Column(names[1], "boolean", np.array(columns[1], dtype=np.float64), ("No", "Yes")),
            Column(names[2], "category", np.array([*columns[2], None], dtype=object)[:-1]),
        ),
        source,
        ("a note", source),
    )
    back = table_from_bytes(table_to_bytes(table))
    assert (back.fingerprint, back.source, back.notes) == (table.fingerprint, table.source, table.notes)
    for one, other in zip(table.columns, back.columns, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
        assert one.words == other.words


def test_every_cut_is_refused():
    blob = table_to_bytes(TABLE)
    for length in range(len(blob)):
        with pytest.raises(RunFileError):
            table_from_bytes(blob[:length])


def test_every_flipped_bit_and_every_extra_byte_is_refused():
    blob = table_to_bytes(TABLE)
    with pytest.raises(RunFileError):
        table_from_bytes(blob + b"\0")
    chance = random.Random(0)
    for _ in range(300):
        place = chance.randrange(len(blob))
        changed = bytearray(blob)
        changed[place] ^= 1 << chance.randrange(8)
        with pytest.raises(RunFileError):
            table_from_bytes(bytes(changed))


def packed(header, arrays=b"", *, length=None, claim=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = (len(text) if length is None else length).to_bytes(8, "little") + text + arrays
    sealed = (len(body) if claim is None else claim).to_bytes(8, "little") + zlib.compress(body, level=1)
    return MAGIC + hashlib.sha256(sealed).digest() + sealed


COLUMN = {"name": "x", "kind": "number", "words": ["false", "true"]}
GOOD = {"source": "s", "notes": [], "rows": 1, "columns": [COLUMN]}


def test_the_good_one_is_good():
    assert table_from_bytes(packed(GOOD, bytes(8)))["x"].values.tolist() == [0.0]


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"PAR1",
        packed([]),
        packed({}),
        packed(b"\xff"),
        packed(b"[" * 100_000),
        packed({**GOOD, "more": 1}, bytes(8)),
        packed({**GOOD, "rows": -1}, bytes(8)),
        packed({**GOOD, "rows": True}, bytes(8)),
        packed({**GOOD, "rows": 2**40}, bytes(8)),
        packed({**GOOD, "rows": 2}, bytes(8)),
        packed({**GOOD, "columns": []}),
        packed({**GOOD, "columns": [COLUMN, COLUMN]}, bytes(16)),
        packed({**GOOD, "columns": [{**COLUMN, "kind": "pickle"}]}, bytes(8)),
        packed({**GOOD, "columns": [{**COLUMN, "kind": ["number"]}]}, bytes(8)),
        packed({**GOOD, "columns": [{**COLUMN, "name": 5}]}, bytes(8)),
        packed({**GOOD, "columns": [{**COLUMN, "kind": "boolean"}]}, b"\x02"),
        packed({**GOOD, "columns": [{**COLUMN, "kind": "boolean", "words": ["a"]}]}, b"\x01"),
        packed({**GOOD, "columns": [{**COLUMN, "kind": "category"}]}, b"\x02\0\0\0"),
        packed({**GOOD, "columns": [{**COLUMN, "kind": "category"}]}, b"\xfe\xff\xff\xff"),
        packed(GOOD, np.array([np.inf]).tobytes()),
        packed(GOOD, bytes(8), length=2**62),
        packed(GOOD, bytes(8), claim=2**62),
        packed(GOOD, bytes(8), claim=9),
        packed(GOOD, bytes(8))[:-1],
    ],
)
def test_a_blob_that_we_would_not_write_is_refused(blob):
    with pytest.raises(RunFileError):
        table_from_bytes(blob)


def test_a_bomb_is_refused_at_the_size_it_claims():
    bomb = packed(GOOD, bytes(20_000_000), claim=100)
    with pytest.raises(RunFileError, match="does not unpack to the 100 bytes it claims"):
        table_from_bytes(bomb)
    with pytest.raises(RunFileError, match="claims 20,000,"):
        table_from_bytes(packed(GOOD, bytes(20_000_000)), most_bytes=1_000_000)
