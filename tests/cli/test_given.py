"""Values on the command line: numbers and nested lists, nothing else, and never much work."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad import ExpressionError
from glassgrad.cli.given import given_values, shape_of

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ARRAYS = st.integers(1, 3).flatmap(
    lambda rows: st.one_of(
        NUMBERS,
        st.lists(NUMBERS, min_size=rows, max_size=rows),
        st.integers(1, 3).flatmap(lambda columns: st.lists(st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=rows, max_size=rows)),
    )
)


@given(ARRAYS)
def test_what_json_writes_is_read_back_exactly(value):
    assert given_values([f"x={json.dumps(value)}"]) == {"x": value}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("x=.5", 0.5),
        ("x=5.", 5.0),
        ("x=+1e3", 1000.0),
        ("x=−2", -2.0),
        ("x=-2e−1", -0.2),
        ("x= [ 1 , 2 ] ", [1.0, 2.0]),
        ("x=(1, 2)", [1.0, 2.0]),
        ("x=007", 7.0),
    ],
)
def test_what_people_type_is_read(word, value):
    assert given_values([word]) == {"x": value}


def test_names_may_be_greek_and_long():
    assert given_values(["α=1", "learning_rate=2"]) == {"α": 1.0, "learning_rate": 2.0}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("x", "is not name=value"),
        ("=1", "is not name=value"),
        ("2x=1", "is not name=value"),
        ("x.y=1", "is not name=value"),
        ("x=", "cannot be read"),
        ("x=1 2", "cannot be read"),
        ("x=1,2", "cannot be read"),
        ("x=[1,2", "cannot be read"),
        ("x=[1,,2]", "cannot be read"),
        ("x=[]", "an empty one"),
        ("x=[[],[]]", "an empty one"),
        ("x=[[1],[1,2]]", "different lengths"),
        ("x=[1,[2]]", "mixes"),
        ("x=[[1],2]", "different lengths"),
        ("x=1e400", "too large"),
        ("x=inf", "is not a number"),
        ("x=nan", "is not a number"),
        ("x=true", "is not a number"),
        ("x=1_000", "is not a number"),
        ("x=0x10", "is not a number"),
        ("x=1/3", "is not a number"),
        ('x="1"', "is not a number"),
        ("x={}", "is not a number"),
        ("x=１", "is not a number"),
        ("x=" + "[" * 9 + "1" + "]" * 9, "more than 8 lists"),
    ],
)
def test_anything_else_is_refused_by_name(word, said):
    with pytest.raises(ExpressionError, match=said):
        given_values([word])


@pytest.mark.parametrize("word", ["x=" + "[" * 1_000_000, "x=" + "9" * 999_990, "x=[" + "1," * 400_000 + "1]", "x=" + "((" * 400_000, "x=" + "e" * 900_000])
def test_absurd_values_take_no_time(word):
    started = time.monotonic()
    with suppress(ExpressionError):
        given_values([word])
    assert time.monotonic() - started < 5


def test_a_value_too_long_to_read_is_refused():
    with pytest.raises(ExpressionError, match="at most 1,000,000 are read"):
        given_values(["x=" + "1" * 1_000_001])


def test_the_shape_is_that_of_the_list():
    assert shape_of([[[1.0], [2.0]]]) == (1, 2, 1)
