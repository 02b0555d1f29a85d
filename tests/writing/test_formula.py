"""Formulas: parentheses where they are needed and nowhere else, in text and in LaTeX."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glassgrad as gg
from glassgrad.graph import pages
from glassgrad.writing.formula import write
from glassgrad.writing.symbols import symbol
from tests.explain.examples import scalars
from tests.explain.page_reading import converter


@pytest.mark.parametrize(
    ("typed", "text", "latex"),
    [
        ("(a + b) * (b - c)", "(a + b)·(b − c)", r"\left(a + b\right) \cdot \left(b - c\right)"),
        ("a - (b - c)", "a − (b − c)", r"a - \left(b - c\right)"),
        ("a + (b + c)", "a + b + c", "a + b + c"),
        ("a * (b * c)", "a·b·c", r"a \cdot b \cdot c"),
        ("a / (b * c)", "a / (b·c)", r"\frac{a}{b \cdot c}"),
        ("a + -b", "a + (−b)", r"a + \left(-b\right)"),
        ("(-a)^2", "(−a)²", r"\left(-a\right)^{2}"),
        ("-a^2", "−a²", r"-a^{2}"),
        ("2^(a + 1)", "2^(a + 1)", r"2^{a + 1}"),
        ("exp(a)^3", "exp(a)^3", r"\left(e^{a}\right)^{3}"),
        ("-2 * a", "−2·a", r"-2 \cdot a"),
        ("a * -2", "a·(−2)", r"a \cdot \left(-2\right)"),
    ],
)
def test_parentheses_stand_where_they_are_needed(typed, text, latex):
    node = gg.parse(typed)
    formula = write(node, {})
    same = [formula.text, formula.text.replace("²", "^2"), formula.text.replace("^2", "²")]
    assert text in same
    assert formula.latex == latex


@st.composite
def expressions(draw):
    names = scalars("a b c")
    leaves = st.sampled_from([*names, -2.0, 3.0, 0.5])
    tree = st.recursive(leaves, lambda inner: st.tuples(st.sampled_from("+-*/^nse"), inner, inner), max_leaves=9)

    def build(one):
        if not isinstance(one, tuple):
            return one if not isinstance(one, float) else pages.constant(value=one)
        sign, left, right = one[0], build(one[1]), build(one[2])
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / (2 + right**2),
            "^": lambda: left**2,
            "n": lambda: -left,
            "s": lambda: pages.sigmoid(left),
            "e": lambda: pages.exp(pages.tanh(left)),
        }[sign]()

    return build(draw(tree))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(expressions())
def test_what_is_written_is_read_back_as_the_same(node):
    again = gg.parse(write(node, {}).text)
    numbers = {"a": 1.3, "b": -0.7, "c": 0.4}
    one, other = (float(gg.evaluate(each, numbers)[each]) for each in (node, again))
    assert one == pytest.approx(other, rel=1e-12, abs=1e-12)
    converter.convert_with_local_state(write(node, {}).latex, displaystyle=True)


def test_a_formula_ends_at_what_is_known():
    a, b = scalars("a b")
    inner = (a + b) * 2
    assert write(inner * inner, {inner: symbol("h")}).text == "h·h"


def test_settings_that_differ_from_their_defaults_are_told():
    X = pages.variable(shape=(2, 3), name="X")
    assert write(pages.sum(X, axis=0), {}).text == "sum(X, axis=0)"
    assert write(pages.transpose(X, axes=(0, 1)), {}).text == "transpose(X, axes=(0, 1))"


@pytest.mark.parametrize("grow", [lambda y, b: y * b + 1, lambda y, b: y * y, lambda y, b: pages.sin(y)])
def test_a_chain_of_30000_is_cut_and_does_not_crash(grow):
    a, b = scalars("a b")
    y = a
    for _ in range(30_000):
        y = grow(y, b)
    text = write(y, {}).text
    assert "…" in text
    assert len(text) < 600


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a/b*c", "(a / b)·c"), ("a*b/c*d", "(a·b / c)·d"), ("a*(b/c)", "a·(b / c)"), ("a/(b*c)", "a / (b·c)"), ("a*b/c", "a·b / c"), ("a/b/c", "a / b / c")],
)
def test_a_quotient_in_a_product_does_not_look_like_a_larger_denominator(typed, written):
    assert write(gg.parse(typed), {}).text == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("-(a*b)", "−a·b"),
        ("-(a/b)", "−a / b"),
        ("c - -(a*b)", "c − (−a·b)"),
        ("(-(a*b))^2", "(−a·b)^2"),
        ("c / -(a*b)", "c / (−a·b)"),
        ("-(a+b)", "−(a + b)"),
        ("--a", "−(−a)"),
        ("2^-(a*b)", "2^(−a·b)"),
    ],
)
def test_a_sign_before_a_product_needs_no_parentheses(typed, written):
    assert write(gg.parse(typed), {}).text == written
