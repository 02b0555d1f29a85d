"""Second derivatives and further ones: the same rules once more, both orders of mixed ones, and a table of all."""

import pytest
import sympy

import glassgrad as gg
from glassgrad.explain import Aside, Caution, Heading, Table
from glassgrad.explain.text import words_text
from glassgrad.graph import SettingError, ShapeError

from .derivation_reading import number, wrong_lines
from .page_reading import assert_lines_are_good, lines, unreadable_latex

X, Y = sympy.symbols("x y")


def told_by(story, symbol):
    return [part.text for step in story.steps if step.symbol.text == symbol for _, part in step.links()]


@pytest.mark.parametrize("text", ["x^2*sin(x)", "(x^2+1)/(x-3)", "x*exp(-x)", "tanh(x)^2", "sqrt(1+x^2)", "log(x)/x", "x^5 - 3*x", "atan(x)", "cos(x)/x"])
def test_the_second_derivative_is_that_of_sympy_and_every_line_holds(text):
    story = gg.derive(gg.parse(text), order=2)
    expected = sympy.diff(sympy.sympify(text.replace("^", "**")), X, 2)
    assert wrong_lines(story, {"x": 0.7}) == []
    for at in (0.7, 1.9):
        assert number(told_by(story, "d²f/dx²")[-1], {"x": at}) == pytest.approx(float(expected.evalf(subs={X: at})), rel=1e-9)


@pytest.mark.parametrize("text", ["x^2*y^3", "sin(x*y)", "x/y + y^2", "exp(x - y^2)", "x^y"])
def test_all_second_derivatives_by_two_inputs_are_those_of_sympy(text):
    story = gg.derive(gg.parse(text), order=2)
    formula = sympy.sympify(text.replace("^", "**"))
    assert wrong_lines(story, {"x": 0.7, "y": 1.9}) == []
    for symbol, path in (("∂²f/∂x²", (X, X)), ("∂²f/∂y∂x", (X, Y)), ("∂²f/∂x∂y", (Y, X)), ("∂²f/∂y²", (Y, Y))):
        expected = float(sympy.diff(formula, *path).evalf(subs={X: 0.7, Y: 1.9}))
        assert number(told_by(story, symbol)[-1], {"x": 0.7, "y": 1.9}) == pytest.approx(expected, rel=1e-9)


def test_both_orders_of_a_mixed_derivative_are_compared():
    story = gg.derive(gg.parse("a^2*b"), a=3, b=2, order=2)
    assert "∂²f/∂b∂a = 2·a = 2·3 = 6" in lines(story)
    assert "∂²f/∂a∂b = 2·a = 2·3 = 6" in lines(story)
    assert any("Both orders agree" in words_text(block.words) for block in story.blocks if isinstance(block, Aside))
    assert_lines_are_good(story)


def test_a_mixed_derivative_that_no_rule_finds_is_caught_by_the_check():
    # Peano's function: at the origin ∂f/∂x is −y along the y-axis, but the case that the rules look at is the constant 0.
    text = "where(x^2 + y^2 > 0, x*y*(x^2 - y^2)/(x^2 + y^2), 0)"
    story = gg.derive(gg.parse(text), x=0, y=0, order=2)
    assert any("kink, a jump" in words_text(block.words) for block in story.blocks if isinstance(block, Caution))


def test_the_table_of_second_derivatives_has_the_numbers():
    (table,) = (block for block in gg.derive(gg.parse("x^2*y^3"), x=1, y=2, order=2).blocks if isinstance(block, Table))
    assert [[words_text(cell) for cell in row] for row in table.rows] == [["∂f/∂x", "16", "24"], ["∂f/∂y", "24", "12"]]


def test_without_numbers_the_table_has_the_formulas():
    (table,) = (block for block in gg.derive(gg.parse("x^2*y^3"), order=2).blocks if isinstance(block, Table))
    assert [[words_text(cell) for cell in row[1:]] for row in table.rows] == [["2·y^3", "6·x·y^2"], ["6·x·y^2", "6·x^2·y"]]


def test_further_derivatives_by_one_input_go_on_to_the_fourth():
    told = lines(gg.derive(gg.parse("x^4"), x=2, order=4))
    assert [line for line in told if line.startswith("d") and line[1] in "²³⁴"] == [
        "d²f/dx² = 12·x^2 = 12·2^2 = 48",
        "d³f/dx³ = 24·x = 24·2 = 48",
        "d⁴f/dx⁴ = 24",
    ]


def test_what_does_not_change_any_more_is_said_to():
    story = gg.derive(gg.parse("3*x"), order=2)
    assert lines(story)[-1] == "d²f/dx² = 0"
    assert "df/dx does not depend on x" in words_text(story.steps[-1].because)
    assert lines(gg.derive(gg.parse("x^2/2"), order=2))[-1] == "d²f/dx² = 1"


def test_a_letter_keeps_its_meaning_in_the_second_derivative():
    story = gg.derive(gg.parse("x^2*sin(x)"), order=2)
    assert sum(line == "u = x^2" for line in lines(story)) == 1
    assert wrong_lines(story, {"x": 0.7}) == []


@pytest.mark.parametrize("order", [0, 5, 1.5, True, "2"])
def test_an_order_that_cannot_be_told_is_refused(order):
    with pytest.raises(SettingError, match="expected a whole number from 1 to 4"):
        gg.derive(gg.parse("x^2"), order=order)


def test_the_third_derivative_wants_one_input():
    with pytest.raises(SettingError, match="from order 3 on choose one"):
        gg.derive(gg.parse("x*y"), order=3)
    assert gg.derive(gg.parse("x^3*y"), order=3, wrt=["x"]).steps


def test_second_derivatives_are_not_told_by_arrays():
    with pytest.raises(ShapeError, match="x has the shape 2"):
        gg.derive(gg.parse("sum(x)", x=(2,)), order=2)


def test_the_symbols_are_printed_as_in_a_book():
    story = gg.derive(gg.parse("a*b^2"), order=2)
    latex = {step.symbol.text: step.symbol.latex for step in story.steps}
    assert latex["∂²f/∂b∂a"] == r"\frac{\partial^{2} f}{\partial b\,\partial a}"
    assert latex["∂²f/∂b²"] == r"\frac{\partial^{2} f}{\partial b^{2}}"
    assert not [found for step in story.steps for found in unreadable_latex(step)]


def test_every_derivative_has_its_title():
    titles = [words_text(block.words) for block in gg.derive(gg.parse("x*y"), order=2).blocks if isinstance(block, Heading)]
    assert titles == ["The derivative by x", "The derivative by y", "The second derivatives", "Twice by x", "First by x, then by y", "Twice by y"]
