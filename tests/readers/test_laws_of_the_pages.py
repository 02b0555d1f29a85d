"""What a page states in its `algebra` is true of its numbers: `simplify` believes it."""

import numpy as np
import pytest

from glassgrad.graph import Algebra, Kind, Op, pages
from glassgrad.ops.mathematics import NUMPY
from tests.ops.drawing import interval_of

from .graphs import COMPUTING

MANY = 200


def drawn(page: Op, position: int) -> np.ndarray:
    interval = interval_of(page, position)
    return np.random.default_rng(position).uniform(interval.low, interval.high, MANY)


def run(page: Op, *inputs: object) -> np.ndarray:
    return np.asarray(page.compute(NUMPY, *[np.float64(one) if isinstance(one, float) else one for one in inputs]))


def same(one: object, other: object) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def having(law: str) -> pytest.MarkDecorator:
    found = [page for page in COMPUTING if getattr(page.algebra, law) != getattr(Algebra(), law)]
    assert found
    return pytest.mark.parametrize("page", found, ids=lambda page: page.name)


@having("neutral")
def test_a_neutral_element_leaves_the_other_input_as_it_is(page: Op) -> None:
    x, element = drawn(page, 0), page.algebra.neutral
    same(run(page, x, element), x)
    if page.algebra.side == "both":
        same(run(page, element, x), x)


@having("absorbing")
def test_an_absorbing_element_swallows_the_other_input(page: Op) -> None:
    x, element = drawn(page, 0), page.algebra.absorbing
    same(run(page, x, element), np.full(MANY, element))
    if page.algebra.side == "both":
        same(run(page, element, x), np.full(MANY, element))


@having("commutes")
def test_the_inputs_may_change_places(page: Op) -> None:
    x, y = drawn(page, 0), drawn(page, 1)
    same(run(page, x, y), run(page, y, x))


@having("associates")
def test_it_does_not_matter_which_pair_comes_first(page: Op) -> None:
    x, y, z = drawn(page, 0), drawn(page, 1), drawn(page, 2)
    same(run(page, run(page, x, y), z), run(page, x, run(page, y, z)))


@having("involution")
def test_twice_is_nothing(page: Op) -> None:
    x = drawn(page, 0)
    same(run(page, run(page, x)), x)


@having("folds")
def test_a_reduction_folds_its_page(page: Op) -> None:
    x = drawn(page, 0)[:7]
    folded = x[0]
    for one in x[1:]:
        folded = run(pages[page.algebra.folds], folded, one)
    same(run(page, x), folded)
    assert page.kind is Kind.REDUCTION


@having("inverse")
def test_an_inverse_brings_back_to_the_neutral_element(page: Op) -> None:
    x = drawn(page, 0)
    same(run(page, x, run(pages[page.algebra.inverse], x)), np.full(MANY, page.algebra.neutral))


@having("undone_by")
def test_what_was_done_is_undone(page: Op) -> None:
    x, y = drawn(page, 0), drawn(page, 1)
    undo = pages[page.algebra.undone_by]
    same(run(undo, run(page, x, y), y), x)
    assert undo.algebra.undoes == page.name


@having("undoes")
def test_undoing_is_said_from_both_sides(page: Op) -> None:
    assert pages[page.algebra.undoes].algebra.undone_by == page.name


@having("repeats")
def test_so_many_times_the_same_and_so_many_more(page: Op) -> None:
    x, times = drawn(page, 0), pages[page.algebra.repeats]
    together = float(run(page, 3.0, 2.0))
    same(run(page, run(times, 3.0, x), run(times, 2.0, x)), run(times, together, x))


@having("odd")
def test_the_sign_of_either_input_is_the_sign_of_the_whole(page: Op) -> None:
    x, y, turn = drawn(page, 0), drawn(page, 1) + 3, pages[page.algebra.odd]
    same(run(page, run(turn, x), y), run(turn, run(page, x, y)))
    same(run(page, x, run(turn, y)), run(turn, run(page, x, y)))
