"""Weights of rows: what each loss makes of them, against rows worked out one by one; and a batch in which nothing counts."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from glassgrad.graph import Case, DataError, ShapeError, pages
from glassgrad.nn import Dense, Loss, Network, losses, measuring, training_step
from glassgrad.readers import evaluate

from .trying import central_differences, drawn, value_and_gradient

every_loss = pytest.mark.parametrize("page", losses.values(), ids=losses)
every_case = pytest.mark.parametrize(
    ("page", "case"), [pytest.param(page, case, id=f"{page.name}-{i}") for page in losses.values() for i, case in enumerate(page.domain.cases)]
)


def is_a_mean(page):
    """A loss that stays as it is when every row comes twice."""
    predicted, target = drawn(page.domain, page.domain.cases[0], seed=1)
    twice = page.measure(np.concatenate([predicted] * 2), np.concatenate([target] * 2))
    return twice == pytest.approx(page.measure(predicted, target))


def row_by_row(page, predicted, target, weights, **settings):
    """Σ ω·loss of the row alone, for means over Σ ω; a class weight c makes it Σ ω·c·loss over Σ ω·c, entry by entry."""
    by_class = settings.pop("class_weights", None)
    total = counted = 0.0
    for p, t, w in zip(predicted, target, weights, strict=True):
        if by_class is None:
            total, counted = total + w * page.measure([p], [t], **settings), counted + w
            continue
        for entry in range(1 if page.target_is_class else len(p)):
            truth = t if page.target_is_class else t[entry]
            w_c = w * ((1 - truth) * by_class[0] + truth * by_class[1])
            alone = page.measure([p], [t], **settings) if page.target_is_class else page.measure([[p[entry]]], [[truth]], **settings)
            total, counted = total + w_c * alone, counted + w_c
    return total / counted if is_a_mean(page) else total


@every_case
def test_every_row_counts_as_much_as_its_weight(page: Loss, case: Case):
    for seed in range(2):
        predicted, target = drawn(page.domain, case, seed)
        weights = np.random.default_rng(seed).uniform(0.1, 3.0, len(predicted))
        expected = row_by_row(page, predicted, target, weights, **case.settings)
        assert page.measure(predicted, target, weights=weights, **case.settings) == pytest.approx(expected, rel=1e-13)


@every_case
def test_the_gradient_with_weights_is_the_numeric_one(page: Loss, case: Case):
    predicted, target = drawn(page.domain, case, seed=11)
    weights = np.random.default_rng(3).uniform(0.0, 3.0, len(predicted))
    _, slope = value_and_gradient(lambda p, t: page(p, t, weights=pages.constant(value=weights), **case.settings), predicted, target)
    numeric = central_differences(lambda moved: page.measure(moved, target, weights=weights, **case.settings), predicted)
    assert_allclose(slope, numeric, rtol=1e-6, atol=1e-9)


@every_case
def test_weights_of_1_change_nothing(page: Loss, case: Case):
    predicted, target = drawn(page.domain, case, seed=2)
    plain = page.measure(predicted, target, **case.settings)
    assert page.measure(predicted, target, weights=np.ones(len(predicted)), **case.settings) == pytest.approx(plain, rel=1e-14)


@every_loss
def test_a_row_of_weight_0_is_not_there_and_one_of_weight_2_is_there_twice(page: Loss):
    predicted, target = drawn(page.domain, page.domain.cases[1], seed=4)
    weights = np.ones(len(predicted))
    weights[:2] = 0, 2
    again = [1, *range(1, len(predicted))]
    assert page.measure(predicted, target, weights=weights) == pytest.approx(page.measure(predicted[again], target[again]), rel=1e-13)


@every_loss
def test_a_batch_that_weighs_nothing_has_no_loss_and_no_gradient(page: Loss):
    """0/0 would end the run."""
    predicted, target = drawn(page.domain, page.domain.cases[1], seed=4)
    nothing = pages.constant(value=np.zeros(len(predicted)))
    value, slope = value_and_gradient(lambda p, t: page(p, t, weights=nothing), predicted, target)
    assert value == 0.0
    assert not slope.any()


@pytest.mark.parametrize(
    ("name", "expected"), [("squared_error", 3 * 4 + 1 * 1), ("half_squared_error", (3 * 4 + 1 * 1) / 2), ("mean_squared_error", (3 * 4 + 1 * 1) / 4)]
)
def test_by_hand(name, expected):
    """Errors 2 and 1, weights 3 and 1."""
    assert losses[name].measure([[7.0], [4.0]], [[5.0], [5.0]], weights=[3, 1]) == pytest.approx(expected, abs=1e-12)


def test_two_outputs_of_a_row_share_its_weight():
    """Means of the rows 5/2 and 25/2, weights 3 and 1: (3·2.5 + 1·12.5) / 4 = 5."""
    assert losses["mean_squared_error"].measure([[1.0, 2.0], [3.0, 4.0]], np.zeros((2, 2)), weights=[3, 1]) == pytest.approx(5.0, abs=1e-12)


@every_loss
def test_the_convention_says_that_rows_have_weights(page: Loss):
    told = page.convention(weighted=True)
    assert told.startswith("L = ")
    assert "ω = the weight of the row" in told
    assert ("/ Σ ω" in told) == is_a_mean(page)
    assert "ω" not in page.convention()


def test_the_convention_tells_the_weight_of_a_row_from_that_of_its_class():
    told = losses["cross_entropy"].convention(weighted=True, class_weights=(1.0, 2.0))
    assert told == ("L = Σ ω·c·[ln Σ eᶻ − z[y]] / Σ ω·c, y = the number of the true class, ω = the weight of the row, c = the weight of the row's class")


@every_loss
def test_weights_of_another_number_of_rows_are_refused(page: Loss):
    with pytest.raises(ShapeError) as refusal:
        page.measure(np.zeros((3, 2)), np.zeros(3) if page.target_is_class else np.zeros((3, 2)), weights=[1.0])
    assert str(refusal.value) == f"{page.name} of 3 rows needs as many weights, of shape (3,), not (1,)"


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_weight_that_is_none_is_refused_by_its_row(wrong):
    with pytest.raises(DataError, match=rf"the weight of row 1 \(counted from 0\) is {wrong:g}; a row weighs a finite number that is at least 0"):
        losses["huber"].measure(np.zeros((2, 1)), np.zeros((2, 1)), weights=[1.0, wrong])


@pytest.mark.parametrize("loss", losses)
def test_measuring_and_training_take_the_weights_as_a_leaf(loss):
    network = Network([Dense(2)], inputs=3)
    step, seen = training_step(network, loss, "adam", rows=4, weighted=True), measuring(network, loss, rows=4, weighted=True)
    assert [(leaf.name, leaf.shape) for leaf in (step.sample_weights, seen.sample_weights)] == [("ω", (4,))] * 2
    given = {**network.initial_parameters(1), "X": np.eye(4, 3), "y": np.ones(step.y.shape), "ω": [0.5, 0, 2, 1]}
    assert evaluate(step.loss, given)[step.loss] == evaluate(seen.loss, given)[seen.loss]
    assert step.graph["ω"] is step.sample_weights
    assert training_step(network, loss, "adam", rows=4).sample_weights is None
