"""The tutor: each rule is named where it applies, every line holds, and the result is the derivative that SymPy finds."""

from dataclasses import replace

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as some

import glassgrad as gg
from glassgrad.explain import Aside, Caution
from glassgrad.explain.text import words_text
from glassgrad.graph import ShapeError, pages
from glassgrad.ops import variable
from glassgrad.writing.mathematics import mathematics

from .derivation_reading import number, wrong_lines
from .page_reading import assert_lines_are_good, lines

POINT = {"x": 0.83, "y": 1.27}
FUNCTIONS = {"sigmoid": lambda v: 1 / (1 + sympy.exp(-v)), "softplus": lambda v: sympy.log(1 + sympy.exp(v))}


def reasons(story):
    return {str(step): words_text(step.because) for step in story.steps}


def remarks(story):
    return [words_text(block.words) for block in story.blocks if isinstance(block, Aside | Caution)]


def formulas(names):
    """Formulas as they are typed."""
    leaf = some.sampled_from([*names, *names, "2", "3", "0.5"])
    functions = some.sampled_from(["sin", "cos", "exp", "tanh", "sqrt", "log", "sigmoid", "atan", "softplus"])

    def larger(inner):
        return some.one_of(
            some.builds("({} {} {})".format, inner, some.sampled_from("+-**/"), inner),
            some.builds("({})^{}".format, inner, some.sampled_from(["2", "3", "(-1)"])),
            some.builds("(-{})".format, inner),
            some.builds("{}({})".format, functions, inner),
        )

    return some.recursive(leaf, larger, max_leaves=5)


def by_sympy(text, *path):
    """The value of a derivative; None where it is not a finite real number of a common size."""
    found = sympy.sympify(text.replace("^", "**"), locals=FUNCTIONS)
    for by in path:
        found = sympy.diff(found, sympy.Symbol(by))
    try:
        value = complex(found.evalf(subs=POINT))
    except TypeError:
        return None
    return value.real if np.isfinite(value) and abs(value.imag) < 1e-12 and abs(value) < 1e3 else None


def last_formula(story, symbol):
    return [part.text for step in story.steps if step.symbol.text == symbol for _, part in step.links()][-1]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [("df/dx = du/dx·v + u·dv/dx", "du/dx·v − u·dv/dx"), ("f = u·v", "u + v"), ("df/dx = 2·x·sin(x) + x^2·cos(x)", "2·x·cos(x)"), ("du/dx = 2·x", "3·x")],
)
def test_the_reader_refuses_a_line_that_is_wrong(line, wrong):
    story = gg.derive(gg.parse("x^2 * sin(x)"))
    blocks = tuple(replace(block, formula=mathematics(wrong, wrong)) if str(block) == line else block for block in story.blocks)
    assert wrong_lines(story, {"x": 0.83}) == []
    assert len(wrong_lines(replace(story, blocks=blocks), {"x": 0.83})) == 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(formulas(["x", "y"]))
def test_every_line_of_any_derivation_holds_and_the_last_one_is_the_derivative(text):
    node = gg.parse(text)
    names = {leaf.name: POINT[leaf.name] for leaf in gg.gradients(node).wanted}
    assume("x" in names)
    expected = by_sympy(text, "x")
    assume(expected is not None and by_sympy(text) is not None)
    story = gg.derive(node, wrt=["x"])
    assume("…" not in str(story))
    assert wrong_lines(story, names) == []
    sign = "∂" if len(names) > 1 else "d"
    assert number(last_formula(story, f"{sign}f/{sign}x" if node.inputs else "dx/dx"), names) == pytest.approx(expected, rel=2e-3, abs=1e-6)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(formulas(["x"]))
def test_with_numbers_every_line_agrees_with_itself(text):
    node = gg.parse(text)
    assume(gg.gradients(node).wanted and by_sympy(text, "x") is not None and by_sympy(text) is not None)
    assert_lines_are_good(gg.derive(node, x=POINT["x"]), rounding_may_show=True)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("x^5", "df/dx = 5·x^4", "power rule: bring the exponent down"),
        ("7*x", "df/dx = 7·1", "constant-factor rule: (7·x)′ = 7·x′"),
        ("x/4", "df/dx = 1 / 4", "constant-factor rule: (x / 4)′ = x′ / 4"),
        ("x + 3", "df/dx = 1 + 0", "sum rule: (A + B)′ = A′ + B′"),
        ("3 - x", "df/dx = 0 − 1", "difference rule: (A − B)′ = A′ − B′"),
        ("x*sin(x)", "df/dx = 1·u + x·du/dx", "product rule: (x·u)′ = x′·u + x·u′"),
        ("sin(x)/x", "df/dx = (du/dx·x − u·1) / x^2", "quotient rule: (u / x)′ = (u′·x − u·x′) / x²"),
        ("sin(x^2)", "df/dx = df/du·du/dx", "chain rule: the outer derivative times the inner one"),
        ("sin(x^2)", "df/du = cos(u)", "outer derivative: rule for the sine"),
        ("exp(x)", "df/dx = exp(x)", "rule for the exponential"),
        ("2^x", "df/dx = 2^x·log(2)", "exponential rule"),
        ("x^x", "df/dx = x^x·(1·log(x) + x·1 / x)", "general power rule"),
        ("relu(x)", "df/dx = where(x > 0, 1, 0)", "rule for ReLU"),
        ("where(x > 0, x^2, -x)", "df/dx = where(x > 0, du/dx, dv/dx)", "case by case"),
        ("w*x + b", "∂f/∂x = ∂(w·x)/∂x + 0", "b does not change: derivative 0"),
    ],
)
def test_the_rule_is_named_on_the_line_where_it_applies(text, line, rule):
    found = reasons(gg.derive(gg.parse(text), wrt=["x"]))
    assert rule in found[line]


PAGES = [page for page in pages if page.textbook.slope or page.textbook.each]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_rule_of_the_book_agrees_with_the_rule_of_the_page(page):
    """Both are formulas on the same page, for the tutor and for the gradients: they must say the same."""
    numbers = np.random.default_rng(7)
    inputs = [variable(shape=(), name=f"input{place}") for place in range(len(page.slots))]
    slopes = [variable(shape=(), name=f"slope{place}") for place in range(len(page.slots))]
    node = page(*inputs)
    sent = [page.derivative(slope, node, *inputs)[place] for place, slope in enumerate(slopes)]
    for _ in range(20):
        intervals = [page.domain.inputs[min(place, len(page.domain.inputs) - 1)] for place in range(len(inputs))]
        drawn = {
            one: float(numbers.integers(0, 2)) if interval.whole else numbers.uniform(interval.low, interval.high)
            for one, interval in zip(inputs, intervals, strict=True)
        }
        drawn |= {slope: numbers.uniform(-2, 2) for slope in slopes}
        each = [0.0 if one is None else float(gg.evaluate(one, drawn)[one]) for one in sent]
        if page.textbook.slope:
            told = page.textbook.slope(node, *inputs, *slopes)
            assert float(gg.evaluate(told, drawn)[told]) == pytest.approx(sum(each), rel=1e-12, abs=1e-12)
        for place, rule in enumerate(page.textbook.each):
            told = slopes[place] * rule(node, *inputs)
            assert float(gg.evaluate(told, drawn)[told]) == pytest.approx(each[place], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "text", "numbers", "more"),
    [
        ("product", "x^2*sin(x)", {}, {}),
        ("quotient", "(x^2+1)/(x-3)", {"x": 5}, {}),
        ("sigmoid", "sigmoid(w*x+b)", {"w": 0.5, "x": 2, "b": -1}, {}),
        ("two_paths", "(a+b)*(b-c)", {"a": 1, "b": 2, "c": 3}, {}),
        ("second", "(x^2+1)/(x-3)", {"x": 5}, {"order": 2}),
        ("hessian", "a^2*b + sin(a*b)", {"a": 1, "b": 2}, {"order": 2}),
        ("variable_exponent", "x^x", {}, {}),
        ("cases", "where(x > 0, x^2, -x)", {"x": 0}, {}),
    ],
)
def test_a_story_reads_as_it_was_approved(golden, name, text, numbers, more):
    golden(f"derive_{name}.txt", str(gg.derive(gg.parse(text), numbers, **more)))


def test_a_story_looks_as_it_was_approved(golden):
    story = gg.derive(gg.parse("a^2*b"), a=3, b=2, order=2)
    golden("derive_hessian.html", story.html())
    golden("derive_hessian.tex", story.latex())


def test_a_power_with_a_variable_exponent_reads_without_guards():
    assert lines(gg.derive(gg.parse("x^x")))[-1] == "df/dx = x^x·(log(x) + 1)"
    assert "∂f/∂x = n·x^(n − 1)" in lines(gg.derive(gg.parse("x^n")))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("3*x^2 + 2*x - 5", "df/dx = 6·x + 2"),
        ("(x+1)*(x-1)*x", "df/dx = 3·x^2 − 1"),
        ("x/(1+x^2)", "df/dx = (1 − x^2) / (1 + x^2)^2"),
        ("log(x)/x", "df/dx = (1 − log(x)) / x^2"),
        ("x*x*x", "df/dx = 3·x^2"),
        ("exp(3*x)*2", "df/dx = 6·exp(3·x)"),
        ("x - x", "df/dx = 0"),
    ],
)
def test_the_result_is_made_simple(text, last):
    assert lines(gg.derive(gg.parse(text)))[-1] == last


def test_each_step_of_making_it_simple_says_what_was_done():
    found = reasons(gg.derive(gg.parse("3*x^2 + 2*x - 5")))
    assert list(found.items())[-3:] == [
        ("df/dx = 3·2·x + 2·1 − 0", "everything put in"),
        ("df/dx = 3·2·x + 2", "factors of 1 and terms of 0 are left out"),
        ("df/dx = 6·x + 2", "numbers are worked out"),
    ]


def test_a_part_that_is_there_twice_has_one_letter_and_is_derived_once():
    told = lines(gg.derive(gg.parse("sin(x^2) * exp(x^2)")))
    assert sum(line.endswith("= x^2") for line in told) == 1
    assert sum("= 2·x" in line and line.startswith("dw/dx") for line in told) == 1
    assert len(told) == len(set(told))


def test_lines_told_for_one_input_are_not_repeated_for_the_next():
    told = lines(gg.derive(gg.parse("sigmoid(w*x + b)"), w=0.5, x=2, b=-1))
    assert sum(line.startswith("∂f/∂u") for line in told) == 1
    assert sum(line.startswith("u = ") for line in told) == 1
    assert {line.split(" = ")[0] for line in told} >= {"∂f/∂w", "∂f/∂x", "∂f/∂b"}


def test_a_quantity_that_has_a_name_keeps_it():
    x = variable(shape=(), name="x")
    inside = (x**2 + 1).named("inside")
    told = lines(gg.derive(pages.sin(inside)))
    assert "d(inside)" not in "".join(told)
    assert "df/dx = df/dinside·dinside/dx" in told
    assert told[-1] == "df/dx = 2·cos(inside)·x"


def test_without_numbers_the_check_says_at_which_point():
    found = remarks(gg.derive(gg.parse("x^2 * y")))
    assert "Check at x = 0.7, y = 1.3: this formula gives 1.82; moving x by a little to both sides gives ≈ 1.820." in found


def test_a_function_that_answers_in_steps_has_the_slope_0_and_the_reason_is_told():
    story = gg.derive(gg.parse("(x > 1) + 2"), x=3)
    assert "df/dx = 0" in lines(story)
    assert any("in steps only" in because for because in reasons(story).values())


def test_where_there_is_no_slope_the_reader_is_warned():
    assert any("not finite here" in remark for remark in remarks(gg.derive(gg.parse("x^x"), x=0)))
    assert any("kink" in remark for remark in remarks(gg.derive(gg.parse("maximum(x, y)"), x=1, y=1)))


def test_arrays_are_told_backward_and_checked_entry_by_entry():
    told = lines(gg.derive(gg.parse("sum(A @ x)", A=(2, 2), x=(2,)), A=[[1, 2], [3, 4]], x=[5, 6]))
    assert "∂f/∂x ≈ [4.000, 6.000]" in told
    assert "∂f/∂A ≈ [[5.000, 6.000], [5.000, 6.000]]" in told


@pytest.mark.parametrize(
    "text", ["+".join(["x"] * 1999), "x" + "*x" * 1900, "sin(" * 90 + "x" + ")" * 90, "*".join(["(x+1)"] * 48), "/".join(f"(x+{n})" for n in range(1, 40))]
)
def test_a_long_formula_is_told_short_and_soon(text):
    story = gg.derive(gg.parse(text), x=0.9)
    assert len(str(story)) < 60_000
    assert lines(story)[-1].startswith("df/dx")


def test_a_formula_that_is_not_one_number_is_refused():
    with pytest.raises(ShapeError, match="derive its sum or its mean"):
        gg.derive(gg.parse("x", x=(2,)))
