"""What a step was to do, and what it did: against losses measured otherwise, and where gradient descent really begins to diverge."""

import numpy as np
import pytest

from glassgrad.training import train
from glassgrad.training.doctor import Gravity, examine, patient_of_plan
from glassgrad.training.doctor.checks.step_size import _chosen
from glassgrad.training.doctor.finding import say_number
from glassgrad.training.doctor.patient import Patient

from .patients import LINE, TWO, after, before, look


def largest_curvature(patient: Patient) -> float:
    """By NumPy, of linear regression with a mean of squares."""
    inputs = np.column_stack([patient.training.inputs, np.ones(len(patient.training))])
    return float(np.linalg.eigvalsh(2 / len(inputs) * inputs.T @ inputs)[-1])


@pytest.mark.parametrize(("share", "sick"), [(0.95, False), (1.05, True)])
def test_the_largest_stable_rate_is_where_gradient_descent_really_diverges(share, sick):
    plan = before(LINE, hidden=()).plan
    rate = share * 2 / largest_curvature(patient_of_plan(plan))
    choices = {"hidden": (), "optimizer": "gradient_descent", "learning_rate": rate, "batch": 1000, "engine": "reference", "target": "y"}
    found = [one for one in look("step size", before(LINE, **choices)) if "largest stable, 2/λmax" in one.numbers]
    assert bool(found) == sick
    losses = train(LINE, **choices, epochs=400, patience=400).losses
    assert (losses[-1] > 10 * losses[0]) == sick
    if sick:
        assert found[0].gravity is Gravity.PROBLEM
        assert found[0].numbers["largest stable, 2/λmax"] == pytest.approx(rate / share, rel=1e-9)


def test_for_a_quadratic_loss_gradient_and_curvature_predict_the_change_exactly():
    reading = before(LINE, hidden=(), optimizer="gradient_descent", learning_rate=0.3).step_reading(1)
    assert reading.second_order == pytest.approx(reading.actual, rel=1e-9)
    assert reading.descent_rate == pytest.approx(0.3, rel=1e-9)


def test_along_the_gradient_the_stable_rate_is_where_the_loss_no_longer_falls():
    probe = before(LINE, hidden=(), optimizer="gradient_descent").step_reading(1)
    at_the_limit = before(LINE, hidden=(), optimizer="gradient_descent", learning_rate=probe.stable_rate).step_reading(1)
    assert at_the_limit.actual == pytest.approx(0, abs=1e-9)
    assert at_the_limit.limit == pytest.approx(1)


@pytest.mark.parametrize("engine", ["reference", "native"])
def test_a_replayed_step_is_measured_as_the_run_recorded_it(engine):
    patient = after(TWO, target="y", hidden=(6,), activation="tanh", epochs=4, l2=0.01, dropout=0.25, engine=engine)
    assert patient.run is not None
    for number in (1, 5, patient.last):
        reading, replayed = patient.step_reading(number), patient.run.step(number)
        assert reading.loss == pytest.approx(replayed.loss, rel=1e-5)
        slope = sum(float((replayed.gradients[name] * (replayed.new[name] - replayed.old[name])).sum()) for name in replayed.old)
        assert reading.first_order == pytest.approx(slope, rel=1e-4)
        assert np.isnan(reading.descent_rate)  # adam goes another way


def test_before_training_and_after_it_the_first_step_is_the_same():
    choices = {"hidden": (6,), "activation": "tanh", "dropout": 0.5}
    one, other = before(TWO, **choices).step_reading(1), after(TWO, target="y", epochs=2, **choices).step_reading(1)
    assert (one.loss, one.first_order, one.actual) == (other.loss, other.first_order, other.actual)


def test_steps_that_are_too_large_are_found_with_the_step_that_shows_it():
    # Adam with a rate of 3 throws the weights to and fro.
    patient = after(TWO, target="y", hidden=(16,), learning_rate=3.0, epochs=5)
    (found,) = look("step size", patient)
    assert patient.run is not None
    step = int(found.where.removeprefix("step "))
    loss = patient.run.step(step).loss
    assert found.what.startswith(f"step {step} is too large: the loss of its batch rose from {say_number(loss)} to ")
    assert found.numbers["actual change"] > loss
    assert found.numbers["predicted change, gᵀu"] < 0 < found.numbers["actual change"]
    assert found.numbers["learning rate of the step"] == 3.0


@pytest.mark.parametrize("rate", [1e-12, 1e-30])
def test_steps_that_are_too_small_are_found_even_where_no_weight_moves_at_all(rate):
    (found,) = look("step size", before(LINE, learning_rate=rate, engine="native"))
    assert found.what.startswith("steps are too small")
    assert found.numbers["change of the weights per step, as a share"] < 1e-6


@pytest.mark.parametrize("schedule", ["warm_up", "one_cycle", "constant"])
def test_a_schedule_that_begins_low_is_not_taken_for_small_steps(schedule):
    assert look("step size", before(LINE, schedule=schedule)) == []
    (found,) = look("step size", before(LINE, schedule=schedule, learning_rate=1e-9))
    assert found.numbers["learning rate"] == 1e-9


def test_a_rate_that_is_right_for_the_whole_run_is_not_too_small():
    assert look("step size", before(LINE, learning_rate=1e-4, epochs=300)) == []


def test_the_advice_after_an_explosion_is_that_of_its_first_step():
    patient = after("diabetes", optimizer="gradient_descent", learning_rate=50.0, epochs=1, batch=256)
    found = look("step size", patient)
    assert found
    assert all(one.where in ("", "step 1", "step 2") for one in found)
    times = [float(word) for one in found for line in one.advice for word in line.split() if word.replace(".", "").isdigit()]
    assert all(number < 1e4 for number in times)


def test_of_a_long_run_the_steps_after_kept_states_are_looked_at():
    assert _chosen(100_000, (0, 40_000, 90_000, 100_000)) == [1, 2, 3, 40_001, 90_001]
    assert _chosen(60, (0, 60)) == [1, 2, 3, 11, 21, 30, 40, 50, 60]
    assert _chosen(0, (0,)) == [1]


def test_where_all_is_well_the_largest_stable_rate_is_there_to_see():
    plan = before(LINE, hidden=(), optimizer="gradient_descent", learning_rate=0.1).plan
    patient = patient_of_plan(plan)
    measured = examine(patient).measured["step size"]
    assert measured["largest stable rate, 2/λmax, before training"] == pytest.approx(2 / largest_curvature(patient), rel=1e-9)
    assert measured["actual change"] == patient.step_reading(1).actual
