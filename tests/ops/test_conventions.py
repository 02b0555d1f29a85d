"""What the pages promise at kinks, ties, zeros and poles, where differences cannot tell."""

import numpy as np
import pytest

from glassgrad.graph import Node, Op, pages
from glassgrad.readers import cost, evaluate, gradients


def slope(page: Op, *inputs: object, by: int = 0, **settings: object) -> np.ndarray:
    """The gradient of the page's entries, added up, with respect to one input."""
    nodes = [pages.variable(shape=np.shape(one), name=f"x{i}") for i, one in enumerate(inputs)]
    total: Node = page(*nodes, **settings)
    found = gradients(total if total.shape == () else pages.sum(total), nodes)[nodes[by]]
    return np.asarray(evaluate(found, dict(zip(nodes, inputs, strict=True)))[found])


def slope_of_slope(page: Op, x: object, **settings: object) -> np.ndarray:
    """The gradient of the first gradient's entries, each weighted by its number."""
    node = pages.variable(shape=np.shape(x), name="x")
    first = gradients(pages.sum(page(node, **settings)), [node])[node]
    weights = np.arange(1.0, np.size(x) + 1).reshape(np.shape(x))
    second = gradients(pages.sum(first * weights), [node])[node]
    return np.asarray(evaluate(second, {node: x})[second])


@pytest.mark.parametrize(
    ("name", "settings", "at_zero"),
    [("relu", {}, 0.0), ("leaky_relu", {"slope": 0.25}, 0.25), ("elu", {"alpha": 0.5}, 0.5), ("absolute", {}, 0.0), ("sign", {}, 0.0), ("softsign", {}, 1.0)],
)
def test_the_slope_at_the_kink_is_that_of_the_convention(name: str, settings: dict[str, float], at_zero: float) -> None:
    assert slope(pages[name], 0.0, **settings) == at_zero


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_a_tie_of_two_is_shared_equally(name: str) -> None:
    assert slope(pages[name], 3.0, 3.0) == 0.5
    assert slope(pages[name], 3.0, 3.0, by=1) == 0.5


@pytest.mark.parametrize("name", ["max", "min"])
def test_equally_extreme_entries_share_the_gradient_equally(name: str) -> None:
    x = np.array([[2.0, 2.0, 2.0], [1.0, 3.0, 2.0]])
    top = [0, 1, 0] if name == "max" else [1, 0, 0]
    np.testing.assert_allclose(slope(pages[name], x, axis=1), [[1 / 3] * 3, top], rtol=1e-15)


def test_a_negative_base_with_a_whole_exponent_has_its_slope() -> None:
    assert slope(pages.power, -2.0, 3.0) == 12.0
    assert slope(pages.power, -2.0, -1.0) == -0.25
    assert slope(pages.power, -2.0, 3.0, by=1) == 0.0


@pytest.mark.parametrize(("exponent", "expected"), [(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (3.0, 0.0)])
def test_a_power_at_base_zero_has_its_slope(exponent: float, expected: float) -> None:
    assert slope(pages.power, 0.0, exponent) == expected
    x = pages.variable(shape=(), name="x")
    found = gradients(x**exponent, [x])[x]
    assert evaluate(found, x=0.0)[found] == expected


@pytest.mark.parametrize(("exponent", "expected"), [(0.0, 0.0), (1.0, 0.0), (2.0, 2.0), (3.0, -12.0), (-1.0, -0.25)])
def test_a_power_with_a_written_exponent_has_its_curvature_at_a_negative_base(exponent: float, expected: float) -> None:
    x = pages.variable(shape=(), name="x")
    first = gradients(x**exponent, [x])[x]
    second = gradients(first, [x])[x]
    assert evaluate(second, x=-2.0)[second] == expected


def test_the_square_root_rises_vertically_at_zero() -> None:
    assert slope(pages.sqrt, 0.0) == np.inf


@pytest.mark.parametrize(
    ("x", "expected"),
    [([2.0, 3.0, 4.0], [12.0, 8.0, 6.0]), ([0.0, 3.0, 4.0], [12.0, 0.0, 0.0]), ([0.0, 3.0, 0.0], [0.0, 0.0, 0.0]), ([0.0], [1.0])],
)
def test_the_gradient_of_a_product_is_right_where_entries_are_zero(x: list[float], expected: list[float]) -> None:
    np.testing.assert_array_equal(slope(pages.product, np.array(x)), expected)


def test_the_second_derivative_of_a_product_is_right_where_an_entry_is_zero() -> None:
    # ∂²(abc)/∂a∂b = c, ∂²/∂a∂c = b, ∂²/∂b∂c = a; weights 1, 2, 3 for the entries of the first gradient.
    a, b, c = 0.0, 3.0, 4.0
    np.testing.assert_array_equal(slope_of_slope(pages.product, np.array([a, b, c])), [2 * c + 3 * b, c + 3 * a, b + 2 * a])


def test_where_keeps_an_infinite_slope_of_the_other_branch_out() -> None:
    x = pages.variable(shape=(2,), name="x")
    safe = pages.where(x > 0, pages.log(pages.where(x > 0, x, 1)), 0)
    found = gradients(pages.sum(safe), [x])[x]
    np.testing.assert_array_equal(evaluate(found, x=[0.0, 4.0])[found], [0.0, 0.25])


def test_logits_far_apart_give_certain_shares() -> None:
    logits = np.array([1e4, -1e4, 0.0])
    values = evaluate([pages.softmax(logits, name="shares"), pages.log_softmax(logits, name="logs"), pages.logsumexp(logits, name="top")])
    np.testing.assert_array_equal(values["shares"], [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(values["logs"], [0.0, -2e4, -1e4])
    assert values["top"] == 1e4


def test_a_row_chosen_twice_receives_both_gradients() -> None:
    np.testing.assert_array_equal(slope(pages.gather, np.array([5.0, 6.0, 7.0]), np.array([2.0, 0.0, 2.0])), [1.0, 0.0, 2.0])


@pytest.mark.parametrize("name", ["less", "less_equal", "greater", "greater_equal", "equal", "not_equal"])
@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (2.0, 2.0), (2.0, 1.0), (np.inf, np.inf), (np.nan, 1.0)])
def test_comparisons_answer_one_or_zero_as_python_does(name: str, a: float, b: float) -> None:
    signs = {"less": a < b, "less_equal": a <= b, "greater": a > b, "greater_equal": a >= b, "equal": a == b, "not_equal": a != b}
    node = pages[name](a, b)
    assert evaluate(node)[node] == float(signs[name])


def test_gelu_by_tanh_is_as_near_as_its_page_says() -> None:
    x = np.linspace(-6, 6, 2001)
    exact, near = pages.gelu(x, name="exact"), pages.gelu_tanh(x, name="near")
    values = evaluate([exact, near])
    assert 0.0004 < np.max(np.abs(values["exact"] - values["near"])) < 0.0005


def test_a_mean_along_one_axis_of_an_array_that_is_empty_along_another_is_empty() -> None:
    assert slope(pages.mean, np.zeros((0, 3)), axis=1).shape == (0, 3)


@pytest.mark.parametrize("x", [1e4, -1e8, 1e16, -1e100])
def test_the_slope_of_softsign_keeps_its_digits_far_from_home(x: float) -> None:
    np.testing.assert_allclose(slope(pages.softsign, x), (1 + abs(x)) ** -2, rtol=1e-15)


def test_the_work_for_the_gradient_of_a_long_product_does_not_grow_with_the_square() -> None:
    work = [cost(pages.product(pages.variable(shape=(length,), name="x"))).backward for length in (1_000, 100_000)]
    assert work[1].operations < 110 * work[0].operations
    assert work[1].bytes < 110 * work[0].bytes


def test_a_zero_in_a_long_product_leaves_the_gradients_of_the_others_right() -> None:
    x = np.linspace(0.5, 1.5, 30)
    x[17] = 0.0
    expected = np.zeros(30)
    expected[17] = np.prod(np.delete(x, 17))
    np.testing.assert_allclose(slope(pages.product, x), expected, rtol=1e-14)
