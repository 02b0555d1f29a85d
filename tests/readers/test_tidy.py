"""Promises of `tidy`: the same values, written as a book writes products."""

import numpy as np
import pytest
from hypothesis import given

from glassgrad.graph import ancestors, pages
from glassgrad.readers import evaluate, parse, simplify
from glassgrad.readers.tidy import tidy, tidy_all

from .graphs import Drawn, graphs, some
from .test_simplify import says


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("f/2*(-2)*x", "-(f*x)"),
        ("1/u*2*x", "2*x/u"),
        ("u*u", "u^2"),
        ("x*x^2*x", "x^4"),
        ("a*2*x", "2*a*x"),
        ("a/x/x", "a/x^2"),
        ("1/f*0.5", "1/(2*f)"),
        ("x*0.5*y", "0.5*x*y"),
        ("x/3", "x/3"),
        ("x*0.03125", "x/32"),
        ("-x/4*y", "-(0.25*x*y)"),
        ("(x+1)*3*(x+1)", "3*(x+1)^2"),
        ("x/x", "x/x"),
        ("a/(b/c)", "a*c/b"),
        ("-(a*-b)", "a*b"),
        ("x + 2*y", "x + 2*y"),
        ("max(x*2, 1)", "max(2*x, 1)"),
    ],
)
def test_a_product_is_written_as_in_a_book(long, short):
    assert says(tidy(simplify(parse(long)))) == says(parse(short))


@some
@given(graphs())
def test_tidying_keeps_every_value(drawn: Drawn):
    tidied = tidy_all(drawn.outputs)
    before = evaluate(drawn.outputs, drawn.given)
    after = evaluate([tidied[one] for one in drawn.outputs], drawn.given)
    for one in drawn.outputs:
        assert tidied[one].shape == one.shape
        assert tidied[one].name == one.name
        if np.isfinite(before[one]).all() and all(np.isfinite(value).all() for value in before.values()):
            np.testing.assert_allclose(after[tidied[one]], before[one], rtol=1e-9, atol=1e-9 * (1 + np.abs(before[one]).max(initial=0)))


@some
@given(graphs())
def test_tidying_twice_is_tidying_once(drawn: Drawn):
    for one in drawn.outputs:
        once = tidy(simplify(one))
        assert says(tidy(once)) == says(once)


def test_a_named_quantity_stays_one_factor():
    q = (parse("a") * 2).named("q")
    assert says(tidy(q * 3)) == "*(3.0, q)"
    assert any(node.name == "q" for node in ancestors([tidy(q * q)]))


def test_shapes_are_kept():
    v = pages.variable(shape=(3,), name="v")
    ones = pages.constant(value=[1.0, 2.0, 3.0])
    assert tidy(v * 2 / v).shape == (3,)
    assert says(tidy(ones * 2 * v)) == f"*(*(2.0, {[1.0, 2.0, 3.0]}), v)".replace(", 2.0, 3.0]", " 2. 3.]").replace("[1.0", "[1.")


def test_numbers_beyond_reason_are_left_where_they_are():
    x = parse("x")
    assert says(tidy(x * 1e-200 * 1e-200)) == "*(*(x, 1e-200), 1e-200)"
    assert says(tidy(x * 0)) == "*(x, 0.0)"


def test_a_long_product_stays_as_it_is_and_takes_no_time():
    whole = parse("x")
    for _ in range(20_000):
        whole = whole * parse("y")
    assert tidy(whole) is not None
