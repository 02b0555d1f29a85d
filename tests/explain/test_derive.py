"""Derivatives told: the course's rules, functions inside functions, several variables, the numeric check."""

import re

import pytest

import glassgrad as gg
from glassgrad.explain import Aside, Caution
from glassgrad.explain.text import words_text
from glassgrad.graph import ShapeError

from .page_reading import assert_lines_are_good, lines


def remarks(story):
    return [words_text(block.words) for block in story.blocks if isinstance(block, Aside | Caution)]


def test_the_power_rule_of_the_course():
    assert "df/dx = 2·x = 2·3 = 6" in lines(gg.derive(gg.parse("x^2"), x=3))
    assert "df/dx = 2·x = 2·0 = 0" in lines(gg.derive(gg.parse("x^2"), x=0))


def test_the_chain_rule_of_the_course():
    story = gg.derive(gg.parse("(x + 2)^2"), x=1)
    told = lines(story)
    assert told[2:9] == [
        "f = u^2 = 3^2 = 9",
        "u = x + 2 = 1 + 2 = 3",
        "df/du = 2·u = 2·3 = 6",
        "du/dx = 1 + 0 = 1",
        "df/dx = df/du·du/dx = 6·1 = 6",
        "df/dx = 2·(x + 2)·(1 + 0) = 6",
        "df/dx = 2·(x + 2) = 2·(1 + 2) = 6",
    ]
    assert told[9] == "df/dx ≈ (f(x + h) − f(x − h)) / (2·h) = (9.006001 − 8.994001) / (2·0.001) ≈ 6.000"
    because = [words_text(step.because) for step in story.steps]
    assert because[4] == "outer derivative: power rule: bring the exponent down and lower it by one"
    assert because[5].startswith("sum rule: (A + B)′ = A′ + B′")
    assert because[6] == "chain rule: the outer derivative times the inner one"


def test_the_partial_derivatives_of_the_course_name_what_is_held_fixed():
    story = gg.derive(gg.parse("w * 2 + b"), w=1, b=4)
    assert "∂f/∂w = 2" in lines(story)
    assert "∂f/∂b = 1" in lines(story)
    assert "A partial derivative: only w changes; b is held fixed." in remarks(story)
    three = remarks(gg.derive(gg.parse("a * b * c"), a=1, b=2, c=3, wrt=["b"]))
    assert three == ["A partial derivative: only b changes; a and c are held fixed."]


def test_without_numbers_the_story_stays_with_formulas():
    told = lines(gg.derive(gg.parse("(x + 2)^2")))
    assert told == [
        "f = (x + 2)^2",
        "f = u^2",
        "u = x + 2",
        "df/du = 2·u",
        "du/dx = 1 + 0 = 1",
        "df/dx = df/du·du/dx",
        "df/dx = 2·(x + 2)·(1 + 0)",
        "df/dx = 2·(x + 2)",
    ]


def test_functions_inside_one_another_are_taken_apart_one_by_one():
    told = lines(gg.derive(gg.parse("sin(2 * x + 1)^3"), x=0.5))
    assert "du/dx = du/dv·dv/dx ≈ (−0.416147)·2 ≈ −0.8323" in told
    assert "df/dx = df/du·du/dx ≈ 2.480·(−0.8323) ≈ −2.064" in told


def test_a_letter_that_is_taken_is_not_given_away():
    assert "v = u + 2 = 1 + 2 = 3" in lines(gg.derive(gg.parse("(u + 2)^2"), u=1))


def test_both_factors_of_a_product_and_their_slopes_are_stated():
    told = lines(gg.derive(gg.parse("x^2 * sin(x)")))
    assert told[1:] == [
        "f = u·v",
        "u = x^2",
        "v = sin(x)",
        "du/dx = 2·x",
        "dv/dx = cos(x)",
        "df/dx = du/dx·v + u·dv/dx",
        "df/dx = 2·x·sin(x) + x^2·cos(x)",
    ]


def test_a_quotient_is_derived_as_a_book_does_it():
    told = lines(gg.derive(gg.parse("(x^2 + 1) / (x - 3)"), x=5))
    assert "df/dx = (du/dx·v − u·dv/dx) / v^2 = (10·2 − 26·1) / 2^2 = −1.5" in told
    assert "df/dx = (x^2 − 6·x − 1) / (x − 3)^2 = (5^2 − 6·5 − 1) / (5 − 3)^2 = −1.5" in told


def test_a_kink_is_told():
    assert any("kink" in remark for remark in remarks(gg.derive(gg.parse("abs(x)"), x=0)))
    assert any("kink" in remark for remark in remarks(gg.derive(gg.parse("relu(x)"), x=0)))
    assert not remarks(gg.derive(gg.parse("x^2"), x=0))


def test_where_the_derivative_is_infinite_there_is_no_check():
    told = lines(gg.derive(gg.parse("log(x)"), x=0))
    assert told[-1] == "df/dx = 1 / x = 1 / 0 = ∞"
    assert any("stop being finite" in remark for remark in remarks(gg.derive(gg.parse("log(x)"), x=0)))


@pytest.mark.parametrize(
    "text", ["exp(-(x-1)^2/2)", "1/(1+exp(-x))", "tanh(x)^2 + x", "x^x", "log(1 + exp(x))", "(x+1)*(x-1)*x", "sqrt(x^2+1)", "sigmoid(3*x)*x"]
)
@pytest.mark.parametrize("x", [0.3, 1.7, 12.5])
def test_every_line_agrees_with_itself_and_with_the_check(text, x):
    story = gg.derive(gg.parse(text), x=x)
    assert_lines_are_good(story)
    assert not [block for block in story.blocks if isinstance(block, Caution)]


def test_an_array_has_no_derivative_of_this_kind():
    with pytest.raises(ShapeError, match="derivative is that of a single number, but x·2 has the shape 3"):
        gg.derive(gg.parse("x * 2", x=(3,)), x=[1, 2, 3])


def test_a_formula_of_arrays_is_derived_by_each_array():
    told = lines(gg.derive(gg.parse("sum(A @ x)", A=(2, 2), x=(2,)), A=[[1, 2], [3, 4]], x=[5, 6]))
    assert any(line.startswith("∂f/∂A = ") and line.endswith(" = [[5, 6], [5, 6]]") for line in told)
    assert any(line.startswith("∂f/∂x = ") and line.endswith(" = [4, 6]") for line in told)


def test_a_quantity_changes_as_much_as_itself_and_a_constant_not_at_all():
    assert lines(gg.derive(gg.parse("x"), x=2)) == ["x = 2", "dx/dx = 1"]
    assert any("constant" in remark and "is 0" in remark for remark in remarks(gg.derive(gg.parse("5"))))


def test_where_a_number_is_not_finite_a_remark_says_so():
    assert any("stop being finite" in remark for remark in remarks(gg.derive(gg.parse("1/x"), x=0)))
    assert any("df/dx is not finite here" in remark for remark in remarks(gg.derive(gg.parse("sqrt(x)"), x=0)))


def test_a_check_that_is_lost_in_rounding_says_so_and_does_not_cry_kink():
    told = remarks(gg.derive(gg.parse("x^2 + y^2"), x=1e-9, y=1e12))
    assert [remark for remark in told if "lost in rounding" in remark]
    assert not [remark for remark in told if "kink" in remark]


def test_what_is_left_of_a_cancellation_is_never_called_exact():
    for text, numbers in (("x - y^2", {"x": -1.5, "y": 1e6}), ("log(x) / x", {"x": 2.718281828459045})):
        for step in gg.derive(gg.parse(text), numbers).steps:
            assert step.numbers is None or not re.search(r"\d{15}", step.numbers.text) or step.into_value == "≈", str(step)
