"""The advice knows the network: it names what did it, and nothing is told where nothing is wrong."""

from contextlib import suppress
from types import SimpleNamespace

import numpy as np
import pytest

from glassgrad import diagnose
from glassgrad.graph import NonFiniteError
from glassgrad.nn import Dense
from glassgrad.training import EpochRow, train
from glassgrad.training.doctor import DoesNotApplyError, Finding, Gravity
from glassgrad.training.doctor.checks.overfitting import turning_epoch
from glassgrad.training.doctor.checks.step_size import _too_large
from glassgrad.training.doctor.lasting import found_lasting
from glassgrad.training.doctor.rehearsal import Rehearsal
from glassgrad.training.doctor.step_reading import StepReading

from .patients import LINE, after, bare, before, look, normal


def advice(findings) -> str:
    return " ".join(line for one in findings for line in one.advice)


# ── what did it is named ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("subject", ["before training", "after it"])
def test_where_all_first_weights_are_0_nothing_but_they_is_blamed(subject):
    choices = {"initializer": "zeros", "engine": "reference"}
    seen = diagnose("iris", **choices) if subject == "before training" else diagnose(train("iris", epochs=3, **choices))
    for check in ("symmetric weights", "gradient flow", "dead units", "one batch by heart"):
        assert "raw the first weights at random" in advice(seen[check])
    assert not any(words in advice(seen.findings) for words in ("Try another seed", "learning rate", "Try relu", "leaky_relu"))


def test_an_activation_that_is_flat_on_both_sides_is_blamed_for_it():
    seen = diagnose("iris", activation="sign", hidden=(8, 8), engine="reference")
    for check in ("gradient flow", "dead units"):
        assert advice(seen[check]).startswith("Choose another activation function")
    assert "Weights that are 0" not in advice(seen.findings)


def test_an_activation_that_is_not_defined_at_the_sums_is_named_and_no_step_is_blamed(tmp_path):
    with suppress(NonFiniteError):
        train("iris", activation="log", save=tmp_path / "run.glass").close()
    seen = diagnose(tmp_path / "run.glass")
    (found,) = seen["initial loss"]
    assert found.what.startswith("log is not defined for all the sums of layer 1")
    assert {line for one in seen.findings for line in one.advice} == {"Choose an activation function that is defined for every number, such as relu or tanh."}
    assert {one.check for one in seen.unseen} >= {"one batch by heart", "step size", "gradient flow"}


def test_of_relu_nobody_is_told_to_try_relu():
    # Eight layers with weights that let a tenth through each.
    weights = {f"W{number}": 0.1 * np.eye(4) for number in range(1, 9)} | {f"b{number}": np.zeros(4) for number in range(1, 9)}
    weights |= {"W9": np.ones((4, 1)), "b9": np.zeros(1)}
    (found,) = look("gradient flow", bare(*(Dense(4, "relu") for _ in range(8)), Dense(1), inputs=4, x=normal(30, 4), y=normal(30), weights=weights))
    assert found.advice[0].startswith("Draw larger first weights")
    assert "relu," not in advice([found]).replace("for relu,", "")


def test_slopes_of_a_pole_are_blamed_for_a_gradient_that_explodes():
    assert "the slopes of tan do it" in advice(look("gradient flow", before("iris", activation="tan")))


def test_clipping_that_leaves_nothing_of_the_gradient_is_named():
    patient = before("iris", optimizer="gradient_descent", clip_norm=1e-6)
    for check in ("step size", "one batch by heart"):
        (found,) = look(check, patient)
        assert found.advice[0].startswith("Raise clip_norm, or leave it out: it is 1e-06")
    assert "clip" not in advice(look("step size", before("iris", optimizer="gradient_descent", clip_norm=1.0, learning_rate=1e-9)))


def test_a_gradient_that_explodes_in_the_course_of_training_is_the_doing_of_the_learning_rate(tmp_path):
    with suppress(NonFiniteError):
        train("diabetes", optimizer="gradient_descent", learning_rate=1.0, epochs=5, save=tmp_path / "run.glass").close()
    (found,) = diagnose(tmp_path / "run.glass")["gradient flow"]
    assert found.since > 0
    assert "smaller learning rate" in found.advice[0]


def test_without_a_hidden_layer_one_is_advised():
    (found,) = diagnose(train("xor", hidden=(), epochs=5))["better than a constant"]
    assert found.advice[0].startswith("Add a hidden layer")


def test_what_is_only_slow_is_not_called_stuck():
    (found,) = look("one batch by heart", before("iris", learning_rate=1e-5))
    assert "still falling, but slowly" in found.what


@pytest.mark.parametrize(
    ("losses", "steady"),
    [(1 - np.arange(100) / 1000, True), (0.5 + 0.5 * np.exp(-np.arange(100) / 5), False), (np.ones(100), False), (1 + np.arange(100) / 1000, False)],
)
def test_steady_is_a_loss_that_falls_at_the_end_as_it_did_before(losses, steady):
    assert Rehearsal(tuple(losses.tolist()), broke=False, out_of_time=False, any_gradient=True).is_steady == steady


def test_one_and_many_are_said_as_in_english():
    (only,) = look("constant inputs", before({"x": np.full(60, 3.0), "y": LINE["y"][:60]}))
    assert only.what == "the only prepared input is the same on every training row"
    (one,) = look("constant inputs", before({**LINE, "same": np.full(120, 3.0)}))
    assert one.what == "1 of the 3 prepared inputs is the same on every training row"
    patient = after(LINE, target="y", batch=1000, epochs=1)
    assert ", after 1 step" in patient.says


# ── nothing is told where nothing is wrong ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("data", "seed"), [("iris", 0), ("wine", 3), ("circles", 1), ("xor", 0), ("moons", 0), ("moons", 2)])
def test_runs_at_usual_settings_are_not_called_overfit_or_unfinished(data, seed):
    seen = diagnose(train(data, seed=seed))
    assert not seen["overfitting"]
    assert not seen["converged"]


def test_hardly_any_seed_draws_first_weights_that_are_warned_of():
    found = [look("initial loss", before("iris", seed=seed)) for seed in range(30)]
    assert sum(map(bool, found)) <= 1


def test_a_function_with_poles_does_not_saturate():
    with pytest.raises(DoesNotApplyError, match="flat on both sides"):
        look("saturated units", before("iris", activation="tan"))


def test_losses_thrown_about_by_steps_that_are_too_large_are_no_overfitting():
    assert not diagnose(train("iris", learning_rate=3.0, epochs=60))["overfitting"]


def epochs(training, validation):
    return [EpochRow(place, place, 0.1, one, other, 0.5, 0.5) for place, (one, other) in enumerate(zip(training, validation, strict=True), start=1)]


@pytest.mark.parametrize(
    ("training", "validation", "turn"),
    [
        ([1.0, 0.6, 0.4, 0.2, 0.1, 0.05], [1.0, 0.5, 0.7, 0.8, 0.9, 1.0], 1),
        ([1.0, 0.9, 0.1, 0.5, 0.2, 0.4], [1.0, 0.5, 0.7, 0.8, 0.9, 1.0], None),  # thrown about
        ([2.0, 1.9, 1.8, 1.7, 1.6, 1.5], [1.0, 0.5, 0.7, 0.8, 0.9, 1.0], None),  # the training loss is the higher one
        ([1.0, 0.6, 0.4, 0.2, 0.01, 0.001], [1.0, 0.01, 0.02, 0.03, 0.03, 0.03], None),  # next to nothing was lost
    ],
)
def test_overfitting_is_a_training_loss_that_falls_calmly_below_a_validation_loss_that_rises_by_much(training, validation, turn):
    assert turning_epoch(epochs(training, validation)) == turn


def test_a_handful_of_held_out_rows_tells_nothing_of_overfitting():
    patient = after({name: values[:60] for name, values in LINE.items()}, target="y", epochs=2)
    assert len(patient.judging) < 10
    with pytest.raises(DoesNotApplyError, match="fewer than 10 rows are held out"):
        look("overfitting", patient)


def reading(number: int, loss: float, actual: float) -> StepReading:
    """A step that was to lower the loss, and could have been a tenth as long."""
    known = {"along_gradient": 1.0, "gradient_norm": 1.0, "update_norm": 1.0, "weight_norm": 1.0, "rate": 0.1, "descent_rate": np.nan}
    return StepReading(number=number, loss=loss, actual=actual, first_order=-1.0, bend=20.0 * number, **known)


def test_a_rise_that_is_not_seen_is_not_told():
    assert list(_too_large([reading(number, 1.0, 1e-5) for number in range(1, 8)], before_training=False)) == []


def test_the_advice_is_that_of_the_first_step_whose_loss_rose_by_much():
    (found,) = _too_large([reading(1, 1.0, 1e-5), reading(2, 1.0, 5.0), reading(3, 6.0, 1e18), reading(4, 1e18, 1e30)], before_training=False)
    assert found.where == "step 2"
    assert found.advice == ("Try a learning rate at least 20 times smaller.",)


def test_an_output_layer_that_starts_at_0_is_no_vanishing_gradient():
    layers, rows = (Dense(8, "relu"), Dense(1, initializer="zeros")), {"x": normal(30, 2), "y": normal(30)}
    assert look("gradient flow", bare(*layers, **rows)) == []
    assert look("gradient flow", bare(Dense(8, "relu", initializer="zeros"), Dense(1, initializer="zeros"), **rows))


# ── since when ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [
        (0, 40, "before training"),
        (5, 40, "seen after step 10"),
        (15, 40, "seen after step 20"),
        (40, 40, "since step 40"),
        (0, 15, "before training"),
        (5, 15, ""),
    ],
)
def test_since_when_is_told_of_the_kept_states_and_not_of_the_first_and_last_alone(begins, ends, when):
    patient = SimpleNamespace(last=40, looked_at=(0, 10, 20, 39, 40))

    def at(step: int) -> Finding | None:
        return Finding(gravity=Gravity.NOTE, what="so", since=step, exact=step == 0) if begins <= step <= ends else None

    found = found_lasting(patient, at)
    assert ("" if found is None else found.when) == when


def test_a_layer_that_is_flat_only_at_the_end_is_not_said_to_have_been_so_from_the_beginning():
    patient = after(LINE, target="y", hidden=(8,), activation="tanh", optimizer="gradient_descent", learning_rate=20.0, epochs=8)
    shares = {step: float((patient.layers_after(step)[0].slope < 0.05).mean()) for step in patient.looked_at}
    (found,) = look("saturated units", patient)
    assert shares[0] < 0.5
    assert shares[patient.last] >= 0.9
    assert all(share >= 0.9 for step, share in shares.items() if step >= found.since)
    assert shares[max(step for step in shares if step < found.since)] < 0.9
