"""However many epochs run in one go, the run is the same to the bit."""

import numpy as np
import pytest

from glassgrad.training import pace, stepping, train
from glassgrad.training.pace import Pace
from glassgrad.training.stepping import epochs_at_once, steps_at_once

CASES = {
    "stops when the loss stops falling": {"data": "iris", "patience": 3, "tolerance": 0.05, "batch": 16},
    "stops at the last epoch": {"data": "iris", "epochs": 23, "batch": 50},
    "numbers": {"data": "diabetes", "epochs": 40, "patience": 4, "l2": 0.01, "batch": 64},
    "nothing held out": {"data": "iris", "epochs": 15, "validation": 0.0, "batch": 40, "patience": 2, "tolerance": 0.2},
}


def told(run):
    history = {name: column.tobytes() for name, column in run.history.items() if name != "seconds"}
    return history, run.losses.tobytes(), run.outcome, run.best, {name: value.tobytes() for name, value in run.parameters.items()}


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("choices", CASES.values(), ids=CASES)
def test_epochs_in_one_go_make_the_run_that_epoch_by_epoch_makes(choices, engine, monkeypatch):
    settings = {"hidden": (6,), "engine": engine, **choices}
    data = settings.pop("data")
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 1e6)  # as many as the growth allows: 1, 4, 16, 64 …
    many = train(data, **settings)
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 0.0)
    single = train(data, **settings)
    assert told(many) == told(single)


def test_a_stop_in_the_middle_of_many_epochs_leaves_the_state_of_the_epoch_it_stopped_at(monkeypatch):
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 1e6)
    run = train("iris", hidden=(6,), patience=3, tolerance=0.05)
    last = run.file.snapshot(run.steps)
    again = run.step(run.steps).state_after
    assert {name: np.asarray(value).tobytes() for name, value in last.items()} == {name: np.asarray(value).tobytes() for name, value in again.items()}


def test_what_is_computed_between_two_looks_grows_with_the_speed_but_not_at_once():
    one = Pace(most_epochs=1000, most_steps=1000)
    assert not one.by_epochs
    one.epochs_took(1, 1e-4)
    assert one.epochs == 4
    one.epochs_took(4, 4e-4)
    assert one.epochs == 16
    one.epochs_took(16, 16.0)
    assert not one.by_epochs
    one.steps_took(1, 1e-3)
    assert one.steps == 4
    one.steps_took(4, 60.0)
    assert one.steps == 1


def test_what_is_drawn_in_advance_stays_within_bounds():
    one = Pace(most_epochs=2, most_steps=3)
    one.epochs_took(1, 1e-9)
    one.steps_took(1, 1e-9)
    assert (one.epochs, one.steps) == (2, 3)


def test_epochs_whose_masks_would_fill_the_memory_are_made_in_pieces(monkeypatch):
    plain = train("iris", hidden=(6,), epochs=3)
    assert epochs_at_once(plain.plan) > 1
    settings = {"hidden": (6,), "epochs": 5, "dropout": 0.5, "batch": 16}
    whole = train("iris", **settings)
    monkeypatch.setattr(stepping, "LARGEST_ORDER", 128 * 6)
    few = train("iris", **settings)
    assert epochs_at_once(few.plan) == 0
    assert steps_at_once(few.plan) == 6
    assert told(whole) == told(few)
