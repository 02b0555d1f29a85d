"""The laws that pages state about themselves hold for numbers."""

from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Case, Op, pages

from . import checkers
from .drawing import few_examples, inputs_of

LAWS = ("neutral", "absorbing", "commutes", "associates", "involution", "folds", "inverse", "undone_by", "undoes", "repeats", "odd", "grows_by")
THREE = Case(shapes=((), (), ()))


def states(page: Op, law: str) -> bool:
    stated = getattr(page.algebra, law)
    return stated is not None and stated is not False and stated != ""


def stating(law: str) -> pytest.MarkDecorator:
    found = sorted((page for page in pages if states(page, law)), key=lambda page: page.name)
    return pytest.mark.parametrize("page", found, ids=lambda page: page.name)


def value(page: Op, *inputs: float) -> float:
    return float(checkers.compute(page, Case(shapes=()), [np.float64(one) for one in inputs]))


def three_numbers(page: Op, data: st.DataObject) -> list[float]:
    return [float(one) for one in data.draw(inputs_of(page, THREE))]


def same(one: float, other: float) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@stating("neutral")
@few_examples
@given(data=st.data())
def test_a_neutral_element_leaves_the_other_number_as_it_is(page: Op, data: st.DataObject) -> None:
    x, *_ = three_numbers(page, data)
    assert page.algebra.side in ("both", "right")
    assert value(page, x, page.algebra.neutral) == x
    if page.algebra.side == "both":
        assert value(page, page.algebra.neutral, x) == x


@stating("neutral")
def test_a_neutral_element_on_the_right_only_is_not_neutral_on_the_left(page: Op) -> None:
    if page.algebra.side == "right":
        assert value(page, page.algebra.neutral, 3.0) != 3.0


@stating("absorbing")
@few_examples
@given(data=st.data())
def test_an_absorbing_element_swallows_the_other_number(page: Op, data: st.DataObject) -> None:
    x, *_ = three_numbers(page, data)
    assert value(page, x, page.algebra.absorbing) == value(page, page.algebra.absorbing, x) == page.algebra.absorbing


@stating("commutes")
@few_examples
@given(data=st.data())
def test_the_order_does_not_matter(page: Op, data: st.DataObject) -> None:
    a, b, _ = three_numbers(page, data)
    assert value(page, a, b) == value(page, b, a)


@stating("associates")
@few_examples
@given(data=st.data())
def test_the_grouping_does_not_matter(page: Op, data: st.DataObject) -> None:
    a, b, c = three_numbers(page, data)
    same(value(page, value(page, a, b), c), value(page, a, value(page, b, c)))


@stating("involution")
@few_examples
@given(data=st.data())
def test_applied_twice_nothing_has_happened(page: Op, data: st.DataObject) -> None:
    for case in page.domain.cases:
        (x,) = data.draw(inputs_of(page, case))
        np.testing.assert_array_equal(checkers.compute(page, case, [checkers.compute(page, case, [x])]), x)


@stating("folds")
@few_examples
@given(data=st.data())
def test_a_reduction_repeats_the_page_that_it_folds(page: Op, data: st.DataObject) -> None:
    numbers = data.draw(inputs_of(page, Case(shapes=((5,),))))[0]
    same(value(page, numbers), reduce(lambda a, b: value(pages[page.algebra.folds], a, b), numbers))


@stating("inverse")
@few_examples
@given(data=st.data())
def test_the_inverse_brings_back_to_the_neutral_element(page: Op, data: st.DataObject) -> None:
    x, *_ = three_numbers(page, data)
    assert value(page, x, value(pages[page.algebra.inverse], x)) == page.algebra.neutral


@stating("undone_by")
@few_examples
@given(data=st.data())
def test_a_page_is_undone_by_the_page_it_names(page: Op, data: st.DataObject) -> None:
    a, _, _ = three_numbers(page, data)
    same(value(pages[page.algebra.undone_by], value(page, a, 1.25), 1.25), a)


@stating("undoes")
@few_examples
@given(data=st.data())
def test_a_page_undoes_the_page_it_names_which_names_it_too(page: Op, data: st.DataObject) -> None:
    a, _, _ = three_numbers(page, data)
    other = pages[page.algebra.undoes]
    assert other.algebra.undone_by == page.name
    same(value(page, value(other, a, 1.25), 1.25), a)


@stating("repeats")
@few_examples
@given(data=st.data())
def test_like_terms_are_counted_by_the_page_that_repeats_them(page: Op, data: st.DataObject) -> None:
    x, many, more = three_numbers(page, data)
    times = pages[page.algebra.repeats]
    same(value(page, value(times, many, x), value(times, more, x)), value(times, value(page, many, more), x))


@stating("odd")
@few_examples
@given(data=st.data())
def test_the_sign_of_either_input_may_stand_before_the_whole(page: Op, data: st.DataObject) -> None:
    a, b = data.draw(inputs_of(page, Case(shapes=((), ()))))
    turn = pages[page.algebra.odd]
    assert value(page, value(turn, a), b) == value(page, a, value(turn, b)) == value(turn, value(page, a, b))


@stating("grows_by")
@few_examples
@given(data=st.data())
def test_equal_factors_are_counted_by_the_page_that_it_grows_by(page: Op, data: st.DataObject) -> None:
    x, *_ = three_numbers(page, data)
    power = pages[page.algebra.grows_by]
    same(value(page, x, x), value(power, x, 2.0))
    same(value(page, value(page, x, x), x), value(power, x, 3.0))


def test_every_law_is_tried_here() -> None:
    stated = set(vars(type(pages.add.algebra))["__dataclass_fields__"])
    assert stated == {*LAWS, "side"}


@pytest.mark.parametrize("law", LAWS)
def test_every_law_is_stated_by_some_page(law: str) -> None:
    assert any(states(page, law) for page in pages)


def test_every_reduction_repeats_a_page_or_has_a_recipe() -> None:
    for page in pages:
        if page.kind.value == "reduction":
            assert page.algebra.folds in pages or page.recipe, page.name
