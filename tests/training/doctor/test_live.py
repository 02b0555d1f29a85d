"""`LiveDoctor`: short warnings in the middle of training, each said once, quickly."""

from time import perf_counter

import numpy as np
import pytest

from glassgrad.training import EpochRow
from glassgrad.training.doctor import LiveDoctor
from glassgrad.training.replay import state_after
from glassgrad.training.stepping import starting_state

from .patients import LINE, TWO, after, before, dying


def epochs(training, validation=None):
    """Epochs with these losses, of ten steps each."""
    held_out = validation or [None] * len(training)
    return [EpochRow(place, 10 * place, 0.1, one, other, 0.5, 0.5) for place, (one, other) in enumerate(zip(training, held_out, strict=True), start=1)]


def test_a_healthy_run_is_left_alone():
    patient = after(TWO, target="y", hidden=(8, 8), activation="tanh", epochs=6)
    doctor = LiveDoctor(patient.plan)
    for number, row in enumerate(patient.epochs, start=1):
        assert doctor.look(state_after(patient.plan, patient.run.file, row.step), patient.epochs[:number], row.step) == []


def test_dead_units_are_told_once_when_half_of_a_layer_is_dead():
    plan = before(LINE, hidden=(6,)).plan
    state = {name: np.array(value) for name, value in starting_state(plan).items()}
    doctor = LiveDoctor(plan)
    state["b1"][:3] = -100
    (words,) = doctor.look(state, [], 40)
    assert words.startswith("layer 1: 3 of 6 relu units are dead after step 40")
    state["b1"][:] = -100
    assert doctor.look(state, [], 50) == []


def test_fewer_dead_units_are_for_the_diagnosis_to_tell():
    patient = dying()
    assert LiveDoctor(patient.plan).look(patient.weights_after(patient.last), patient.epochs, patient.last) == []


def test_saturated_layers_are_told_each():
    plan = before(LINE, hidden=(6, 5), activation="tanh").plan
    state = {name: np.array(value) * 500 for name, value in starting_state(plan).items()}
    told = LiveDoctor(plan).look(state, [], 7)
    assert [one.partition(":")[0] for one in told] == ["layer 1", "layer 2"]
    assert all("saturated after step 7" in one for one in told)


@pytest.mark.parametrize("engine", ["reference", "native"])
def test_a_rising_training_loss_is_told_once(engine):
    plan = before(LINE, engine=engine).plan
    doctor, state = LiveDoctor(plan), starting_state(plan)
    assert doctor.look(state, epochs([1.0, 0.5, 0.6]), 30) == []
    (words,) = doctor.look(state, epochs([1.0, 0.5, 0.6, 0.9]), 40)
    assert words.startswith("the training loss rises, from 0.5 after epoch 2 to 0.9 after epoch 4")
    assert doctor.look(state, epochs([1.0, 0.5, 0.6, 0.9, 3.0]), 50) == []


def test_overfitting_is_told_when_it_has_lasted():
    plan = before(LINE).plan
    doctor, state = LiveDoctor(plan), starting_state(plan)
    training, validation = [1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], [1.0, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]
    assert doctor.look(state, epochs(training[:6], validation[:6]), 60) == []
    (words,) = doctor.look(state, epochs(training, validation), 80)
    assert words.startswith("overfitting since epoch 2: the validation loss rises (0.7 to 1.25, the median of the last epochs)")


def test_of_a_handful_of_held_out_rows_overfitting_is_not_told():
    plan = before({name: values[:60] for name, values in LINE.items()}).plan
    assert len(plan.split.validation) < 10
    training, validation = [1.0, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], [1.0, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3]
    assert LiveDoctor(plan).look(starting_state(plan), epochs(training, validation), 80) == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"initializer": "zeros"}, "are dead from the start; its first weights are 0; choose another initializer"),
        ({"activation": "sign"}, "sign is flat on both sides, so no gradient passes; choose another activation"),
    ],
)
def test_units_that_never_lived_are_not_blamed_on_the_learning_rate(settings, said):
    plan = before(LINE, hidden=(6,), **settings).plan
    (words,) = LiveDoctor(plan).look(starting_state(plan), [], 1)
    assert words.endswith(said)


@pytest.mark.parametrize(("settings", "advice"), [({}, "try a larger learning rate"), ({"clip_norm": 1e-6}, "try a larger learning rate, or less clipping")])
def test_steps_that_are_uselessly_small_are_told(settings, advice):
    plan = before(LINE, **settings).plan
    state = {name: np.array(value) for name, value in starting_state(plan).items()}
    state["W1"][0, 0] += 1e-4
    high = 2 * float(np.var(plan.targets))
    doctor = LiveDoctor(plan)
    assert doctor.look(state, epochs([high] * 5), 50) == []
    (words,) = doctor.look(state, epochs([high] * 40), 400)
    assert words.startswith(f"the training loss hardly changes ({high:.4g} after epoch 1, {high:.4g} after epoch 40), and the weights have moved by 0.0")
    assert words.endswith(advice)


def test_a_loss_that_is_low_or_weights_that_have_moved_are_no_sign_of_small_steps():
    plan = before(LINE).plan
    state = {name: np.array(value) for name, value in starting_state(plan).items()}
    assert LiveDoctor(plan).look(state, epochs([0.01] * 40), 400) == []
    state["W1"] += 0.1
    assert LiveDoctor(plan).look(state, epochs([3.0] * 40), 400) == []


def test_a_gradient_that_vanishes_or_explodes_is_told():
    plan = before(LINE, hidden=(8,) * 9, activation="sigmoid").plan
    (words,) = LiveDoctor(plan).look(starting_state(plan), [], 7)
    assert words.startswith("the gradient of layer 1 is less than a hundred-thousandth of that of the last layer after step 7")
    plan = before(LINE, hidden=(8,) * 4, activation="linear").plan
    state = {name: np.array(value) * 100 for name, value in starting_state(plan).items()}
    (words,) = LiveDoctor(plan).look(state, [], 7)
    assert words.startswith("the gradient of layer 1 is more than a hundred thousand times that of the last layer after step 7")


def test_a_look_takes_a_fraction_of_a_second_on_digits():
    plan = before("digits", target="digit", hidden=(64, 64)).plan
    doctor, state = LiveDoctor(plan), starting_state(plan)
    times = []
    for _ in range(3):
        started = perf_counter()
        doctor.look(state, epochs([1.0] * 100, [1.0] * 100), 1)
        times.append(perf_counter() - started)
    assert min(times) < 0.1
