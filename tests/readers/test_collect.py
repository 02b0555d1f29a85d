"""Sums with their like terms joined, and quotients without the factors they share: the same values, with less to read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import glassgrad as gg
from glassgrad.graph import ancestors
from glassgrad.readers import simplify
from glassgrad.readers.collect import collect, written_size
from glassgrad.readers.common_factors import cancel_common_factors
from glassgrad.readers.tidy import tidy

POINT = {"x": 0.7, "y": -1.3}


def value(node):
    with np.errstate(all="ignore"):
        return float(gg.evaluate(node, POINT)[node])


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("x + x", "2·x"),
        ("2*sin(x) + x - 3*sin(x)", "x − sin(x)"),
        ("x*y + y*x", "2·x·y"),
        ("x^2 + 1 - 2*x^2", "1 − x^2"),
        ("x - x", "0"),
        ("3 + x - 1 - x + y", "y + 2"),
        ("b - c + a + b", "2·b + a − c"),
        ("-x - x", "−2·x"),
        ("x/2 + x", "1.5·x"),
        ("x/y + x/y", "2·x / y"),
        ("(x + 1) - (x - 1)", "2"),
    ],
)
def test_like_terms_are_joined(text, joined):
    assert str(collect(simplify(gg.parse(text), laws=()))) == joined


@pytest.mark.parametrize("text", ["x + y", "x^2 + x", "x*y + x", "sin(x) + sin(y)", "5", "x/0 + x/0*y", "x*(y + 1)"])
def test_what_has_no_like_terms_stays_the_very_same(text):
    node = gg.parse(text)
    assert collect(node) is node


def test_brackets_are_multiplied_out_only_where_the_sum_becomes_shorter():
    assert str(collect(tidy(gg.parse("2*x*(x - 3) - (x^2 + 1)")), multiply_out=True)) == "x^2 − 6·x − 1"
    assert str(collect(gg.parse("x*(x + y) + 1"), multiply_out=True)) == "x·(x + y) + 1"
    assert str(collect(gg.parse("(x + 1)*(x - 1) + 2*x^2"), multiply_out=True)) == "3·x^2 − 1"


def test_a_name_is_a_quantity_of_its_own():
    x = gg.parse("x")
    part = (x + 1).named("part")
    found = collect(part + x + part)
    assert part in ancestors([found])
    assert str(found) == "2·(x + 1) + x"


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("(x^2*y - x) / x^3", "(x·y − 1) / x^2"),
        ("(2*x*y - 4*x) / x", "(2·y − 4) / 1"),
        ("(x + y) / x", "(x + y) / x"),
        ("(x*y + 1) / x", "(x·y + 1) / x"),
    ],
)
def test_a_factor_of_all_terms_is_cancelled(text, shorter):
    found = cancel_common_factors(tidy(gg.parse(text)))
    assert value(found) == pytest.approx(value(gg.parse(text)), rel=1e-12)
    assert str(found).removesuffix(" / 1").strip("()") == shorter.removesuffix(" / 1").strip("()")


@pytest.mark.parametrize(
    ("text", "powers", "cancelled"),
    [
        ("(2*x)^3", "8·x^3", "8·x^3"),
        ("(x^2)^3", "x^6", "x^6"),
        ("x^2*y / x", "x^2·y / x", "x·y"),
        ("x / x", "x / x", "1"),
        ("(x*y)^2 / y^3", "x^2·y^2 / y^3", "x^2 / y"),
    ],
)
def test_powers_are_multiplied_out_and_equal_factors_cancelled_only_if_asked_for(text, powers, cancelled):
    node = simplify(gg.parse(text), laws=())
    assert str(tidy(node, powers=True)) == powers
    assert str(tidy(node, cancel=True)) == cancelled


def test_without_any_law_simplify_only_shares():
    node = gg.parse("1 * sin(x) + 0 + sin(x)")
    shared = simplify(node, laws=())
    assert str(shared) == str(node)
    assert len(ancestors([shared])) == len(ancestors([node])) - 1


def formulas():
    def larger(inner):
        return some.one_of(
            some.builds("({} {} {})".format, inner, some.sampled_from("+-*/"), inner), some.builds("({})^2".format, inner), some.builds("(-{})".format, inner)
        )

    return some.recursive(some.sampled_from(["x", "y", "2", "0.5", "sin(x)"]), larger, max_leaves=12)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(formulas())
def test_the_value_stays_and_there_is_never_more_to_read(text):
    node = gg.parse(text)
    expected = value(node)
    for change in (collect, lambda one: collect(one, multiply_out=True), cancel_common_factors, lambda one: tidy(one, cancel=True)):
        found = change(node)
        if np.isfinite(expected) and abs(expected) < 1e6:
            assert value(found) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert written_size(collect(node)) <= written_size(node)


def test_a_sum_of_thousands_of_terms_is_left_alone_soon():
    node = gg.parse("+".join(["x*y"] * 999))
    assert collect(node) is node
