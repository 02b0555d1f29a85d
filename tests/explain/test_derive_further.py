"""Second derivatives and further ones: the same rules once more, both orders of mixed ones, and a table of all."""

import numpy as np
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


@pytest.mark.parametrize(
    ("text", "x"), [("tan(x)", 1.5), ("1/(x-1)", 1.001), ("1/(x-1)", 1.05), ("sin(1000*x)", 1), ("sin(50*x)", 1), ("x^100000", 1), ("x^2*sin(1/x)", 0.01)]
)
def test_a_smooth_function_has_no_kink_however_fast_it_moves(text, x):
    told = str(gg.derive(gg.parse(text), x=x))
    assert "kink" not in told
    assert "lost in rounding" not in told


def test_the_step_of_the_check_has_a_letter_of_its_own():
    assert "(f(h + ε) − f(h − ε)) / (2·ε)" in str(gg.derive(gg.parse("h^2 + h"), h=1))
    assert "h(y + h)" not in str(gg.derive(gg.parse("x^2*y^3"), x=1, y=2, order=2))


@pytest.mark.parametrize(("text", "x"), [("abs(x)", 0), ("abs(x) + 10000*x^2", 0), ("relu(x)", 0), ("where(x > 1, x + 1, x)", 1), ("sign(x)", 0)])
def test_a_kink_or_a_jump_is_told_however_much_the_function_bends_beside_it(text, x):
    assert "kink" in str(gg.derive(gg.parse(text), x=x))


@pytest.mark.parametrize(("text", "x"), [("abs(x - 1)", 1.00001), ("sin(1000*x)", 0), ("100000000 + x - 100000000", 1), ("x^(4/3)", 0.001)])
def test_close_to_a_kink_or_in_rough_rounding_no_kink_is_told(text, x):
    assert "kink" not in str(gg.derive(gg.parse(text), x=x))


def test_the_values_of_a_check_give_the_derivative_they_stand_beside():
    (check,) = [step for step in gg.derive(gg.parse("x^100000"), x=1).steps if "check without" in words_text(step.because)]
    assert number(check.value.text, {}) == pytest.approx(100000, rel=1e-4)


def test_a_function_that_is_the_same_everywhere_is_not_said_to_jump():
    because = words_text(gg.derive(gg.parse("x^0"), x=0).steps[-2].because)
    assert because == "f has the same value for every x: a constant, whose slope is 0"


@pytest.mark.parametrize(("text", "x"), [("log(sin(x))", 4), ("log(x)", -1), ("sqrt(x)*x", -2)])
def test_where_the_function_has_no_value_its_derivative_gets_none(text, x):
    story = gg.derive(gg.parse(text), x=x)
    assert any("f has no value at this point" in words_text(block.words) for block in story.blocks if isinstance(block, Caution))
    assert not [step for step in story.steps if step.symbol.text == "df/dx" and step.value is not None]


def test_a_negative_base_is_the_reason_why_its_exponent_has_no_slope():
    story = gg.derive(gg.parse("x^n"), x=-2, n=3, wrt=["n"])
    (caution,) = [words_text(block.words) for block in story.blocks if isinstance(block, Caution)]
    assert caution == "∂f/∂n is not there: f is not a number next to this point, as at n = 3.001, so it has no slope."


def test_at_the_edge_of_the_domain_it_is_said_that_there_is_no_check():
    asides = [words_text(block.words) for block in gg.derive(gg.parse("x^1.5"), x=0).blocks if isinstance(block, Aside)]
    assert asides == ["No check here: next to this point, on one side at least, f has no value."]


def check_without_numbers(text):
    return [words_text(block.words) for block in gg.derive(gg.parse(text)).blocks if isinstance(block, Aside)][-1]


def test_a_check_without_numbers_keeps_away_from_kinks_and_looks_far_for_a_value():
    assert check_without_numbers("abs(x - 0.7)").startswith("Check at x = −0.7: this formula gives −1;")
    assert check_without_numbers("log(x - 500)").startswith("Check at x = 700:")
    assert check_without_numbers("sqrt(-1 - x^2)").startswith("No check: at none of the points tried")


def test_a_letter_that_an_input_has_with_a_number_is_not_given_to_a_part():
    story = gg.derive(gg.parse("relu(w2*relu(w1*x + b1) + b2)"))
    assert not {"w", "b"} & {step.symbol.text for step in story.steps}


def reasons(text):
    return [words_text(step.because) for step in gg.derive(gg.parse(text)).steps]


def test_only_what_was_left_out_is_said_to_be():
    assert "terms of 0 are left out" in reasons("x/4 + 7")
    assert "factors of 1 are left out" in reasons("x/x")
    assert "factors of 1 and terms of 0 are left out" in reasons("3*x^2 + 2*x - 5")
    assert "products with 0 are left out" in " ".join(reasons("where(x > 0, x^2, 3)*0 + x"))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("x/x", "df/dx = 0"),
        ("1/x", "df/dx = −1 / x^2"),
        ("5/x^2", "df/dx = −10 / x^3"),
        ("(x-1)*(x-2)*(x-3)", "df/dx = 3·x^2 − 12·x + 11"),
        ("log(x)/(1+log(x))", "df/dx = 1 / (x·(1 + log(x))^2)"),
    ],
)
def test_a_result_is_as_simple_as_on_paper(text, last):
    story = gg.derive(gg.parse(text))
    assert lines(story)[-1] == last
    assert wrong_lines(story, {"x": 0.83}) == []


@pytest.mark.parametrize("order", [2, 3])
def test_an_answer_has_no_dots(order):
    story = gg.derive(gg.parse("exp(sin(x)*cos(x)/(1+x^2))"), x=0.5, order=order)
    assert "…" not in [str(step) for step in story.steps if step.symbol.text.startswith("d" + "  ²³"[order])][-1]
    assert number(told_by(story, "d²f/dx²")[0], {"x": 0.5}) == pytest.approx(-2.967, abs=1e-3)


def gradients_of(text, **values):
    shapes = {name: np.shape(value) for name, value in values.items()}
    story = gg.derive(gg.parse(text, **shapes), values)
    assert_lines_are_good(story)
    return {step.symbol.text: step.formula.text for step in story.steps if step.formula is not None}


def test_gradients_of_a_least_squares_sum_are_those_of_the_book():
    found = gradients_of("mean((X @ w - y)^2)", X=[[1, 2], [3, 4], [5, 6]], w=[1, 1], y=[1, 2, 3])
    assert found["∂f/∂w"] == "X.T @ ((2 / 3)·(X @ w − y))"
    assert found["∂f/∂X"] == "((2 / 3)·(X @ w − y)) @ w.T"


@pytest.mark.parametrize(("text", "x"), [("sum(A @ x)", [5, 6]), ("sum(tanh(A @ x)^2)", [0.1, 0.2]), ("x @ A @ x", [1, 2]), ("sum((x @ A)^2)", [1, 2])])
def test_no_gradient_of_a_vector_shows_how_it_is_reshaped(text, x):
    found = gradients_of(text, A=[[1, 2], [3, 4]], x=x)
    assert not [formula for formula in found.values() if "reshape" in formula or "broadcast" in formula]


def test_a_vector_that_is_turned_round_is_not_taken_for_itself():
    found = gradients_of("A @ flip(x) @ y", A=[[1, 2], [3, 4]], x=[1, 2], y=[5, 7])
    assert found["∂f/∂A"] == "y @ flip(x).T"
    assert found["∂f/∂x"] == "flip(A.T @ y)"


def test_a_third_stays_a_third_and_no_form_is_told_twice():
    story = gg.derive(gg.parse("x^(1/3)"), x=8, order=2)
    assert "df/dx = x^(−2 / 3) / 3 = 8^(−2 / 3) / 3 ≈ 0.08333" in lines(story)
    assert told_by(story, "d²f/dx²")[0] == "−(2 / 9)·x^(−5 / 3)"
    assert len(set(lines(story))) == len(lines(story))
    assert "0.6667" not in str(story)
