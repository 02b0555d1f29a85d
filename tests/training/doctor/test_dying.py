"""Since which step a unit is dead: as found by walking through every step."""

import numpy as np

from glassgrad.nn import Dense
from glassgrad.training.doctor.dying import dead_since
from glassgrad.training.replay import state_after

from .patients import bare, dying, look, normal


def sums(patient, step):
    """The sums of the first layer on the training rows, by NumPy."""
    state = state_after(patient.plan, patient.run.file, step)
    return patient.training.inputs @ state["W1"] + state["b1"]


def test_the_step_is_the_one_that_walking_through_all_steps_finds():
    patient = dying()
    dead = {step: (sums(patient, step) <= 0).all(axis=0) for step in range(patient.last + 1)}
    units = np.flatnonzero(dead[patient.last])
    since = dead_since(patient, 1, units)
    assert set(since) == set(units.tolist())
    assert len(units) > 2
    kept = patient.run.file.snapshot_steps()
    for unit, step in since.items():
        assert dead[step][unit]
        assert not dead[step - 1][unit]
        # After that step, every state that is kept shows it dead.
        assert all(dead[one][unit] for one in kept if one >= step)


def test_the_finding_tells_the_first_of_them():
    patient = dying()
    (found,) = look("dead units", patient)
    assert found.since == min(dead_since(patient, 1, np.flatnonzero(patient.silent_after(patient.last)[1])).values())
    assert f"since step {found.since}" in found.numbers["which"]
    assert "smaller learning rate" in found.advice[0]


def test_a_unit_that_never_lived_is_dead_from_the_start():
    weights = {"W1": np.zeros((2, 3)), "b1": np.array([-1.0, 1.0, 1.0]), "W2": np.ones((3, 1)), "b2": np.zeros(1)}
    (found,) = look("dead units", bare(Dense(3, "relu"), Dense(1), x=normal(20, 2), y=normal(20), weights=weights))
    assert (found.since, found.numbers["which"]) == (0, "1.0 from the start")
    assert "another seed" in found.advice[0]


def test_of_very_many_kept_states_a_few_are_looked_at(monkeypatch):
    from glassgrad.training.doctor import dying as searching

    patient = dying()
    units = np.flatnonzero(patient.silent_after(patient.last)[1])
    all_of_them = dead_since(patient, 1, units)
    monkeypatch.setattr(searching, "MOST_KEPT", 2)
    few = dead_since(dying(), 1, units)
    dead = {step: (sums(patient, step) <= 0).all(axis=0) for step in {*few.values(), *(step - 1 for step in few.values())}}
    assert all(dead[step][unit] and not dead[step - 1][unit] for unit, step in few.items())
    assert set(few) == set(all_of_them)
