"""A judge must have rejected something: wrong pages, each of which one checker refuses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Example, Op, dictionary, pages

from . import checkers

X = np.array([0.3, -0.7, 1.9])
UPSTREAM = np.array([1.0, -0.5, 2.0])


@contextmanager
def wrong(page: Op, **changes: Any) -> Iterator[Op]:
    """A page with mistakes in it, out of the dictionary again afterwards."""
    changed = replace(page, name=f"wrong_{page.name}", sign="", **changes)
    try:
        yield changed
    finally:
        del dictionary._by_name[changed.name]


def trial(page: Op, number: int = 1) -> checkers.Tried:
    return checkers.tried(page, number)


def test_the_same_inputs_pass_on_right_pages() -> None:
    for page in (pages.tanh, pages.sigmoid, pages.softsign):
        checkers.check_shape(trial(page), [X])
        checkers.check_derivative(trial(page), [X], UPSTREAM)
        checkers.check_second_derivative(trial(page), [X], UPSTREAM)
        checkers.check_recipe(trial(page), checkers.by_recipe(trial(page)), [X], UPSTREAM)
        checkers.check_float32(trial(page), [X])
        checkers.check_cost(trial(page), [X])
        checkers.check_finite(trial(page), [np.array([1e4, -1e4, 0.0])])
        checkers.check_example(page)
        checkers.check_words(page)


@pytest.mark.parametrize(
    "rule",
    [
        lambda upstream, y, x: (upstream * (1 + y * y),),
        lambda upstream, y, x: (upstream * (1 - y),),
        lambda upstream, y, x: ((1 - y * y),),
        lambda upstream, y, x: (upstream * (1 - y * y) * 1.00001,),
        lambda upstream, y, x: (None,),
    ],
    ids=["sign", "square forgotten", "upstream forgotten", "one part in 100,000 off", "nothing flows"],
)
def test_a_wrong_derivative_is_refused(rule: Callable[..., Any]) -> None:
    with wrong(pages.tanh, derivative=rule) as page, pytest.raises(AssertionError):
        checkers.check_derivative(trial(page), [X], UPSTREAM)


def test_a_gradient_that_goes_to_the_other_input_is_refused() -> None:
    with wrong(pages.multiply, derivative=lambda upstream, y, a, b: (upstream * a, upstream * b)) as page, pytest.raises(AssertionError):
        checkers.check_derivative(trial(page), [X, X[::-1]], UPSTREAM)


def test_a_derivative_that_cannot_be_differentiated_again_is_refused() -> None:
    # The same number as x, but cut off from it: the slope is right, the slope of the slope is not.
    with (
        wrong(pages.sign, compute=lambda m, x: x) as held,
        wrong(pages.tanh, compute=lambda m, x: x * x, derivative=lambda upstream, y, x: (upstream * 2 * held(x),)) as page,
    ):
        checkers.check_derivative(trial(page), [X], UPSTREAM)
        with pytest.raises(AssertionError):
            checkers.check_second_derivative(trial(page), [X], UPSTREAM)


@pytest.mark.parametrize(
    "rule",
    [lambda x, *, axis, keepdims: x, lambda x, *, axis, keepdims: (1,), lambda x, *, axis, keepdims: (*x, 1)],
    ids=["nothing reduced", "one too many", "an axis added"],
)
def test_a_wrong_shape_is_refused(rule: Callable[..., Any]) -> None:
    with wrong(pages.sum, shape=rule, derivative=lambda upstream, y, x: (None,)) as page, pytest.raises(AssertionError, match="announced"):
        checkers.check_shape(trial(page, 0), [np.ones(4)])


@pytest.mark.parametrize("rule", [lambda inputs, output, **settings: 26, lambda inputs, output, **settings: 28], ids=["one too few", "one too many"])
def test_a_wrong_cost_is_refused(rule: Callable[..., Any]) -> None:
    with wrong(pages.sigmoid, cost=rule) as page, pytest.raises(AssertionError, match=r"announces 2[68] operations, performs 27"):
        checkers.check_cost(trial(page), [X])


@pytest.mark.parametrize(
    "recipe",
    [lambda x: pages.exp(x) / (1 - pages.exp(x)), lambda x: pages.sum(pages.exp(x)), lambda x: pages.sigmoid(x) + 1e-10],
    ids=["a sign", "another shape", "ten digits only"],
)
def test_a_wrong_recipe_is_refused(recipe: Callable[..., Any]) -> None:
    with wrong(pages.sigmoid, recipe=recipe) as page, pytest.raises(AssertionError):
        checkers.check_recipe(trial(page), checkers.by_recipe(trial(page)), [X], UPSTREAM)


def test_a_recipe_that_uses_the_page_itself_is_refused() -> None:
    with wrong(pages.sigmoid, recipe=lambda x: 1 * page(x)) as page, pytest.raises(AssertionError, match="may not use the page"):
        checkers.check_recipe(trial(page), checkers.by_recipe(trial(page)), [X], UPSTREAM)


def test_a_recipe_with_the_right_value_and_a_wrong_gradient_is_refused() -> None:
    with wrong(pages.sign, compute=lambda m, x: x) as held, wrong(pages.square, recipe=lambda x: x * held(x)) as page, pytest.raises(AssertionError):
        checkers.check_recipe(trial(page), checkers.by_recipe(trial(page)), [X], UPSTREAM)


def test_a_value_that_overflows_far_from_home_is_refused() -> None:
    with wrong(pages.softplus, compute=lambda m, x: m.log(1 + m.exp(x))) as page, pytest.raises(AssertionError, match="value"):
        checkers.check_finite(trial(page), checkers.far_inputs(trial(page), (800.0,)))


def test_a_gradient_that_multiplies_nothing_by_infinity_is_refused() -> None:
    def rule(upstream: Any, y: Any, x: Any) -> tuple[Any]:
        return (upstream * ((x > 0) + (x <= 0) * pages.exp(x)),)

    with wrong(pages.elu, derivative=rule) as page:
        checkers.check_derivative(trial(page), [X], UPSTREAM)
        with pytest.raises(AssertionError, match="gradient"):
            checkers.check_finite(trial(page), checkers.far_inputs(trial(page), (800.0,)))


def test_a_value_promoted_to_float64_is_refused() -> None:
    with wrong(pages.square, compute=lambda m, x: x * m.asarray([2.0])[0] * x / 2) as page, pytest.raises(AssertionError, match="float32 became float64"):
        checkers.check_float32(trial(page), [X])


def test_a_value_that_loses_single_precision_is_refused() -> None:
    with wrong(pages.square, compute=lambda m, x: (x + 1000) * (x + 1000) - 2000 * x - 1000000) as page, pytest.raises(AssertionError):
        checkers.check_float32(trial(page), [X])


def test_a_function_that_engines_do_not_have_is_refused() -> None:
    with wrong(pages.square, compute=lambda m, x: m.float_power(x, 2)) as page, pytest.raises(AttributeError, match=r"may not use m\.float_power"):
        checkers.check_cost(trial(page), [X])


def test_a_wrong_example_is_refused() -> None:
    with wrong(pages.tanh, example=Example(inputs=(0.0,), output=1e-9)) as page, pytest.raises(AssertionError):
        checkers.check_example(page)


@pytest.mark.parametrize(
    "changes",
    [{"says": "the hyperbolic tangent"}, {"because": ""}, {"because": "two\nlines"}, {"source": "Somebody."}],
    ids=["an input not named", "no reason", "two lines", "a full stop"],
)
def test_poor_words_are_refused(changes: dict[str, str]) -> None:
    with wrong(pages.tanh, **changes) as page, pytest.raises(AssertionError):
        checkers.check_words(page)


def test_wrong_pages_leave_no_trace() -> None:
    assert not [page.name for page in pages if page.name.startswith("wrong")]
