"""The loss as a function of the weights, and the way of a run through them: the numbers that surfaces are made of."""

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.plots.measured.losses import LossFunction
from glassgrad.plots.measured.path import early_spread, spread, states_along
from glassgrad.training import train
from glassgrad.training.measure import measure


def test_the_loss_at_the_weights_of_a_run_is_the_one_it_measured(two_classes):
    rows = two_classes.plan.split.training
    loss = LossFunction(two_classes.plan)
    for step in (0, 5, two_classes.steps):
        state = states_along(two_classes, [step])[0]
        assert loss(state) == pytest.approx(measure(two_classes.plan, state, rows).loss, rel=1e-12)


def test_with_a_penalty_it_is_what_the_run_lowers():
    run = train("iris", hidden=(3,), epochs=2, l2=0.3, l1=0.01, batch=1000, seed=0, engine="reference")
    loss = LossFunction(run.plan)
    assert [loss(one) for one in states_along(run, [0, 1])] == pytest.approx([run.step(1).loss, run.step(2).loss], rel=1e-12)


def test_rows_that_count_differently_do_so_here_too():
    x = np.linspace(-1, 1, 30)
    table = {"x": x, "y": x**2, "often": np.arange(1.0, 31)}
    run = train(table, target="y", weights="often", hidden=(2,), epochs=2, batch=1000, validation=0.0, seed=0, engine="reference")
    assert LossFunction(run.plan)(states_along(run, [0])[0]) == pytest.approx(run.step(1).loss, rel=1e-12)


def test_many_losses_are_those_of_each(numbers):
    states = states_along(numbers, [0, 3, 6])
    loss = LossFunction(numbers.plan, numbers.plan.split.validation)
    assert loss.of_many(states).tolist() == [loss(one) for one in states]


def test_the_way_is_that_of_the_run_bit_for_bit(classes):
    steps = [7, 0, 3, classes.steps, 7]
    for step, state in zip(steps, states_along(classes, steps), strict=True):
        true = classes.step(step).new if step else classes.step(1).old
        assert all(np.array_equal(state[name], true[name]) for name in true)


@pytest.mark.parametrize("step", [-1, 10_000])
def test_a_step_that_was_not_made_is_refused_with_those_that_were(classes, step):
    with pytest.raises(SettingError, match=rf"no state after step {step} .* 0 \(the first weights\) to {classes.steps}"):
        states_along(classes, [step])


@pytest.mark.parametrize("last", [0, 1, 2, 9, 1000])
@pytest.mark.parametrize("of", [spread, early_spread])
def test_a_spread_has_both_ends_in_order_and_no_more_than_asked(of, last):
    chosen = of(last, 7)
    assert chosen[0] == 0
    assert chosen[-1] == last
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) <= 7


def test_an_early_spread_is_closest_at_the_beginning():
    gaps = np.diff(early_spread(10_000, 9))
    assert (np.diff(gaps) > 0).all()
