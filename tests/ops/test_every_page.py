"""Promises that every page of the dictionary of operations keeps. A new page is tested by being there."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Kind, Op, ancestors, pages
from glassgrad.ops.mathematics import EXTRAS, REQUIRED

from . import checkers
from .counting import counted_run
from .drawing import few_examples, inputs_of, weights_of

PAGES = sorted(pages, key=lambda page: page.name)
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
every_computing_page = pytest.mark.parametrize("page", [page for page in PAGES if page.kind is not Kind.LEAF], ids=lambda page: page.name)
every_recipe = pytest.mark.parametrize("page", [page for page in PAGES if page.recipe], ids=lambda page: page.name)


def trials(page: Op) -> list[checkers.Tried]:
    assert page.domain.cases, f"{page.name} has no case to try"
    return [checkers.tried(page, number) for number in range(len(page.domain.cases))]


def drawn(page: Op, data: st.DataObject) -> list[tuple[checkers.Tried, tuple[np.ndarray, ...], np.ndarray]]:
    return [(trial, data.draw(inputs_of(page, trial.case)), data.draw(weights_of(trial.output.shape))) for trial in trials(page)]


@every_computing_page
@few_examples
@given(data=st.data())
def test_the_shape_rule_tells_the_truth(page: Op, data: st.DataObject) -> None:
    for trial, arrays, _ in drawn(page, data):
        checkers.check_shape(trial, arrays)


@every_computing_page
@few_examples
@given(data=st.data())
def test_the_derivative_equals_central_differences(page: Op, data: st.DataObject) -> None:
    for trial, arrays, upstream in drawn(page, data):
        checkers.check_derivative(trial, arrays, upstream)


@every_computing_page
@few_examples
@given(data=st.data())
def test_the_derivative_can_be_differentiated_again(page: Op, data: st.DataObject) -> None:
    for trial, arrays, upstream in drawn(page, data):
        checkers.check_second_derivative(trial, arrays, upstream)


@every_recipe
@few_examples
@given(data=st.data())
def test_the_recipe_equals_compute_in_value_and_gradient(page: Op, data: st.DataObject) -> None:
    for trial, arrays, upstream in drawn(page, data):
        checkers.check_recipe(trial, checkers.by_recipe(trial), arrays, upstream)


@every_computing_page
@few_examples
@given(data=st.data())
def test_float32_stays_float32(page: Op, data: st.DataObject) -> None:
    for trial, arrays, _ in drawn(page, data):
        checkers.check_float32(trial, arrays)


@every_computing_page
@few_examples
@given(data=st.data())
def test_the_cost_equals_a_counted_run(page: Op, data: st.DataObject) -> None:
    for trial, arrays, _ in drawn(page, data):
        checkers.check_cost(trial, arrays)


@every_computing_page
def test_value_and_gradient_are_finite_far_from_home(page: Op) -> None:
    for trial, far in itertools.product(trials(page), page.domain.far):
        checkers.check_finite(trial, checkers.far_inputs(trial, far))


@every_recipe
@pytest.mark.skipif(np.finfo(np.longdouble).maxexp < 16384, reason="this machine has no numbers with a longer range to check against")
def test_far_from_home_equals_the_recipe_in_numbers_of_a_longer_range(page: Op) -> None:
    # The recipes overflow float64 far from home, as textbooks do; in 80 bits exp(1e4) is still a number.
    for trial, far in itertools.product(trials(page), page.domain.far):
        recipe = checkers.by_recipe(trial)
        if pages.erf in {node.op for node in ancestors([recipe.output])}:
            pytest.skip("SciPy has erf in double precision only")
        arrays = checkers.far_inputs(trial, far)
        checkers.check_recipe(trial, recipe, arrays, np.ones(trial.output.shape), dtype=np.longdouble, relative=1e-9)


@pytest.mark.parametrize("page", [page for page in PAGES if page.example.output is not None], ids=lambda page: page.name)
def test_the_example_holds(page: Op) -> None:
    checkers.check_example(page)


@every_page
def test_words_and_notation_name_every_input(page: Op) -> None:
    checkers.check_words(page)


def test_pages_use_the_required_mathematics_and_all_of_it() -> None:
    used: set[str] = set()
    for page in PAGES:
        settings = page.settle({**page.example.settings, **({"shape": ()} if "shape" in page.defaults and page.kind is Kind.LEAF else {})})
        counted_run(page, [np.array(one, dtype=np.float64) for one in page.example.inputs], settings, used)
    assert used == {*REQUIRED, *EXTRAS}
