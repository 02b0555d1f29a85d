"""How numbers print."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.writing.arrays import constant, shown, summary
from glassgrad.writing.numbers import number

finite = st.floats(-1e300, 1e300, allow_subnormal=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.6, "2.6"),
        (0.1 + 0.2, "0.3"),
        (-0.6000000000000001, "−0.6"),
        (2.2472, "2.2472"),
        (-0.0, "0"),
        (7.0, "7"),
        (123456.0, "123456"),
        (0.0001, "0.0001"),
        (0.00001, "1·10⁻⁵"),
        (1e30, "1·10³⁰"),
        (np.float32(0.1), "0.1"),
        (np.float32(101.325), "101.325"),
        (float("inf"), "∞"),
        (-float("inf"), "−∞"),
        (float("nan"), "not a number"),
    ],
)
def test_what_is_a_short_decimal_prints_exactly(value, text):
    one = number(value)
    assert (one.text, one.exact) == (text, True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1 / 3, "0.3333"),
        (-2 / 3, "−0.6667"),
        (1e-6 / 8.1, "1.235·10⁻⁷"),
        (12345.678901234567, "12346"),
        (30 / 3.0001, "10.00"),
        (1e9 / 7, "1.429·10⁸"),
        (np.float32(1) / np.float32(3), "0.3333"),
        (0.50000123456, "0.5000"),
    ],
)
def test_everything_else_shows_four_digits(value, text):
    one = number(value)
    assert (one.text, one.exact) == (text, False)


def test_more_digits_are_shown_on_demand():
    assert [number(2 / 3, digits).text for digits in (4, 6, 9)] == ["0.6667", "0.666667", "0.666666667"]


@given(finite)
def test_a_printed_number_is_never_far_from_the_true_one(value):
    assert number(value).printed == pytest.approx(value, rel=0.51e-3, abs=0)


@given(st.decimals(min_value=-99999, max_value=99999, places=3))
def test_a_short_decimal_survives_a_detour_of_the_machine(decimal):
    detour = float(decimal) * 3 / 3
    assert Decimal(number(detour).text.replace("−", "-")) == decimal


@given(finite)
def test_the_text_says_what_is_said_to_be_printed(value):
    one = number(value)
    mantissa, _, power = one.text.replace("−", "-").partition("·10")
    read = float(f"{mantissa}e{power.translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')) or 0}")
    assert read == one.printed


def test_a_part_of_a_whole_is_written_as_a_fraction():
    assert [constant(1 / 3).fragment.text, constant(-1 / 7).fragment.text, constant(0.5).fragment.text] == ["1/3", "−1/7", "0.5"]


def test_a_small_array_is_shown_whole_and_a_large_one_described():
    assert shown([[1.0, 2.0], [3.0, 1 / 3]]).fragment.latex == r"\begin{bmatrix} 1 & 2 \\ 3 & 0.3333 \end{bmatrix}"
    told = "".join(map(str, summary(np.arange(1000.0).reshape(10, 100))))
    assert told == "entries 0, 1, 2, 3, …; smallest 0, mean 499.5, largest 999"


def test_an_array_of_one_number_is_described_by_it():
    assert "".join(map(str, summary(np.zeros((20, 20))))) == "every entry is 0"


def test_entries_that_are_not_finite_are_counted():
    assert "".join(map(str, summary(np.array([np.nan, np.inf, *range(20)])))).endswith("; 2 of 22 are not finite")
