"""An expression told: the course's examples, many paths, numbers that break, graphs that are too long."""

import time

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.explain import Caution
from glassgrad.explain.text import words_text
from glassgrad.graph import MissingValueError, SettingError, pages
from glassgrad.ops import variable

from .examples import computational_graph, scalars, two_layers_by_hand
from .page_reading import assert_lines_are_good, lines


def reasons(story):
    return {step.symbol.text: words_text(step.because) for step in story.steps}


def cautions(story):
    return [words_text(block.words) for block in story.blocks if isinstance(block, Caution)]


def test_the_two_layers_of_the_course_read_as_one_works_by_hand():
    J, numbers = two_layers_by_hand()
    assert lines(gg.explain(J, numbers)) == [
        "x = 1",
        "y = 5",
        "w1 = 2",
        "b1 = 0",
        "w2 = 3",
        "b2 = 1",
        "a1 = w1·x + b1 = 2·1 + 0 = 2",
        "a2 = w2·a1 + b2 = 3·2 + 1 = 7",
        "J = 0.5·(a2 − y)^2 = 0.5·(7 − 5)^2 = 2",
        "∂J/∂a2 = a2 − y = 7 − 5 = 2",
        "∂J/∂y = y − a2 = 5 − 7 = −2",
        "∂J/∂w2 = ∂J/∂a2·a1 = 2·2 = 4",
        "∂J/∂b2 = ∂J/∂a2 = 2",
        "∂J/∂a1 = ∂J/∂a2·w2 = 2·3 = 6",
        "∂J/∂x = ∂J/∂a1·w1 = 6·2 = 12",
        "∂J/∂w1 = ∂J/∂a1·x = 6·1 = 6",
        "∂J/∂b1 = ∂J/∂a1 = 6",
    ]


def test_two_paths_are_told_as_a_sum_and_each_path_is_named():
    y, numbers = computational_graph()
    story = gg.explain(y, numbers)
    assert "∂y/∂b = (b − c) + (a + b) = (2 − 3) + (1 + 2) = 2" in lines(story)
    assert "b reaches y along two paths: through a + b and through b − c" in reasons(story)["∂y/∂b"]


def test_a_quantity_used_twice_by_one_operation_has_two_paths():
    (x,) = scalars("x")
    story = gg.explain((x * x).named("y"), x=3.0)
    assert "∂y/∂x = x + x = 3 + 3 = 6" in lines(story)
    assert "twice directly" in reasons(story)["∂y/∂x"]


def test_the_reason_of_one_operation_is_its_own_and_of_several_the_chain_rule():
    J, numbers = two_layers_by_hand()
    told = reasons(gg.explain(J, numbers))
    assert told["∂J/∂b2"] == "sum rule: each term passes the gradient on unchanged"
    assert told["∂J/∂a1"] == "chain rule through a2: sum rule, then product rule"


def test_everything_tells_every_operation_under_a_name_that_is_free():
    J, numbers = two_layers_by_hand()
    assert "v3 = a2 − y = 7 − 5 = 2" in lines(gg.explain(J, numbers, level="everything"))
    v1, x = scalars("v1 x")
    story = gg.explain((v1 * x + 1) * 2, v1=1, x=2, level="everything")
    assert "v2 = v1·x = 1·2 = 2" in lines(story)


def test_what_is_used_more_than_once_gets_a_line_of_its_own():
    (x,) = scalars("x")
    inner = x * x + 1
    story = gg.explain(inner * pages.sin(inner), x=2.0)
    assert "v1 = x·x + 1 = 2·2 + 1 = 5" in lines(story)


def test_two_quantities_of_one_name_are_told_apart():
    first, second = scalars("x x")
    story = gg.explain(first - second, {first: 5.0, second: 3.0})
    assert lines(story)[:3] == ["x = 5", "x′ = 3", "y = x − x′ = 5 − 3 = 2"]


def test_a_target_without_a_name_takes_one_that_is_free():
    assert lines(gg.explain(gg.parse("y * f"), y=2, f=3))[2] == "g = y·f = 2·3 = 6"


def test_only_what_is_asked_for_is_told_backward():
    y, numbers = computational_graph()
    told = lines(gg.explain(y, numbers, wrt=["c"]))
    assert [line for line in told if line.startswith("∂")] == ["∂y/∂c = −(a + b) = −(1 + 2) = −3"]
    assert not [line for line in lines(gg.explain(y, numbers, backward=False)) if line.startswith("∂")]


def test_what_the_target_does_not_depend_on_is_said():
    x, z = scalars("x z")
    story = gg.explain(x * 2, {x: 1.0, z: 1.0}, wrt=[z])
    assert lines(story)[-1] == "∂y/∂z = 0"
    assert reasons(story)["∂y/∂z"] == "y does not depend on z"


def test_a_blocked_road_gives_its_reason():
    story = gg.explain(gg.parse("(x > 1) * 2 + 0 * x"), x=3.0)
    assert "nothing flows back" in reasons(gg.explain(gg.parse("(x > 1) * 2"), x=3.0))["∂y/∂x"]
    assert_lines_are_good(story)


def test_a_gradient_of_zero_is_said_to_be_zero_here():
    story = gg.explain(gg.parse("relu(x) * w"), x=-1.0, w=2.0)
    assert "at these numbers it is 0" in reasons(story)["∂y/∂x"]


def test_the_first_number_that_is_not_finite_is_named():
    assert cautions(gg.explain(gg.parse("log(x) + 1 / y"), x=0.0, y=2.0)) == [
        "Here the numbers stop being finite: log(0) = −∞. Whatever is computed from it may be just as broken."
    ]
    (told,) = cautions(gg.explain(gg.parse("sum(1 / x)", x=(3,)), x=[1.0, 0.0, 2.0]))
    assert "1 / 0 = ∞ at entry [1]" in told


def test_the_first_gradient_that_is_not_finite_is_named():
    (told,) = cautions(gg.explain(gg.parse("sqrt(x)"), x=0.0))
    assert told.startswith("∂y/∂x is the first gradient that is not finite: 1 / (2·0) = ∞.")


def test_an_input_that_is_not_a_number_is_named():
    (told,) = cautions(gg.explain(gg.parse("x + 1"), x=float("nan")))
    assert told.startswith("An input is not finite: x.")


def test_an_array_as_target_is_told_forward_and_why_not_backward():
    story = gg.explain(gg.parse("2 * x", x=(3,)), x=[1.0, 2.0, 3.0])
    assert lines(story)[-1] == "y = 2·x = 2·[1, 2, 3] = [2, 4, 6]"
    assert "single number" in str(story)


def test_arrays_are_told_with_their_matrices_when_small():
    story = gg.explain(gg.parse("sum(A @ v)", A=(2, 2), v=(2,)), A=[[1, 2], [3, 4]], v=[5, 6])
    assert "y = sum(A @ v) = sum([[1, 2], [3, 4]] @ [5, 6]) = 56" in lines(story)
    assert_lines_are_good(story)


def test_large_arrays_are_described_and_never_dumped():
    X, w = variable(shape=(1000, 50), name="X"), variable(shape=(50,), name="w")
    numbers = np.random.default_rng(0)
    story = gg.explain(pages.mean(pages.sigmoid(X @ w)).named("L"), {X: numbers.normal(size=(1000, 50)), w: numbers.normal(size=50)}, level="everything")
    assert len(str(story)) < 3000
    assert len(story.html()) < 30_000
    assert "X (1000×50): entries" in str(story)


def test_a_line_shows_as_many_digits_as_it_needs():
    story = gg.explain(gg.parse("(a - b) * c"), a=1 / 3, b=0.3333, c=1000.0)
    assert "y = (a − b)·c ≈ (0.333333333 − 0.3333)·1000 ≈ 0.03333" in lines(story)
    assert_lines_are_good(story)


def test_equals_means_exact_and_about_means_rounded():
    told = lines(gg.explain(gg.parse("x / 3"), x=1.0))
    assert told[1] == "y = x / 3 = 1 / 3 ≈ 0.3333"
    assert told[2] == "∂y/∂x = 1/3 ≈ 0.3333"
    assert lines(gg.explain(gg.parse("a * 3"), a=1 / 3))[:2] == ["a ≈ 0.3333", "y = a·3 ≈ 0.333333·3 ≈ 1.000"]


def test_numbers_in_float32_print_as_the_decimals_they_stand_for():
    J, numbers = two_layers_by_hand()
    numbers = {**numbers, "w1": 0.1, "x": 0.3}
    story = gg.explain(J, numbers, dtype=np.float32)
    assert "a1 = w1·x + b1 = 0.1·0.3 + 0 = 0.03" in lines(story)
    assert_lines_are_good(story)


@pytest.mark.parametrize("level", ["named", "everything"])
def test_a_graph_of_20000_operations_is_told_in_part_and_in_time(level):
    x, b = scalars("x b")
    y = x
    for _ in range(10_000):
        y = y * b + 0.001
    start = time.perf_counter()
    story = gg.explain(y, x=0.1, b=0.999, level=level)
    assert time.perf_counter() - start < 10
    assert len(story.steps) < 700
    if level == "everything":
        assert "19700 more lines of this part are left out." in cautions(story)


def test_bad_requests_are_refused():
    y, numbers = computational_graph()
    with pytest.raises(SettingError, match="there is no level 'all'; choose named or everything"):
        gg.explain(y, numbers, level="all")
    with pytest.raises(MissingValueError, match="no value given for c"):
        gg.explain(y, a=1, b=2)


def test_a_story_about_a_number_alone():
    assert "5" in str(gg.explain(pages.constant(value=5.0)))
    assert lines(gg.explain(gg.parse("x"), x=2))[0] == "x = 2"


def test_every_rule_along_several_paths_is_named():
    story = gg.explain(gg.parse("(x + 1)^2 * (x - 1)^3"), x=0.5)
    assert reasons(story)["∂y/∂x"].endswith("along each: product rule, then power rule, then sum rule")
    assert reasons(gg.explain(gg.parse("x^x"), x=2))["∂y/∂x"].endswith("rules: power rule, exponential rule")
    assert reasons(gg.explain(gg.parse("b^x"), b=2, x=2, wrt=["x"]))["∂y/∂x"] == "exponential rule: the power times ln of the base"


def test_paths_that_read_the_same_are_counted():
    assert "along two paths: twice through a·b" in reasons(gg.explain(gg.parse("a*b + a*b"), a=2, b=3))["∂y/∂a"]


def test_numbers_that_only_repeat_the_formula_are_left_out():
    assert lines(gg.explain(gg.parse("3 + 4"))) == ["y = 3 + 4 = 7"]


def test_an_input_that_is_its_own_target_is_told_in_words():
    story = gg.explain(gg.parse("x"), x=3)
    assert lines(story) == ["x = 3"]
    assert "changes exactly as much as itself" in str(story)


def test_what_is_too_small_for_the_machine_is_about_0_and_not_0():
    assert "y = exp(−x) = exp(−800) ≈ 0" in lines(gg.explain(gg.parse("exp(-x)"), x=800))
    assert "y = relu(x) = relu(−8) = 0" in lines(gg.explain(gg.parse("relu(x)"), x=-8))


@pytest.mark.parametrize(
    ("formula", "x", "line"),
    [
        ("tanh(x)", 20, "y = tanh(x) = tanh(20) ≈ 1.000"),
        ("sigmoid(x)", 45, "y = sigmoid(x) = sigmoid(45) ≈ 1.000"),
        ("elu(x)", -60, "y = elu(x) = elu(−60) ≈ −1.000"),
        ("sigmoid(x)", 0, "y = sigmoid(x) = sigmoid(0) = 0.5"),
        ("exp(x)", 0, "y = exp(x) = exp(0) = 1"),
        ("sqrt(x)", 4, "y = sqrt(x) = sqrt(4) = 2"),
        ("sign(x)", 3, "y = sign(x) = sign(3) = 1"),
    ],
)
def test_a_saturated_function_is_about_its_limit_and_not_at_it(formula, x, line):
    assert line in lines(gg.explain(gg.parse(formula), x=x))
