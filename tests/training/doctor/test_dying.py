"""Since which step a unit is dead: as found by walking through every step."""

import numpy as np

from glassgrad.nn import Dense
from glassgrad.training.doctor.dying import Death, Search
from glassgrad.training.replay import state_after

from .patients import bare, before, dying, look, normal


def sums(patient, step):
    """The sums of the first layer on the training rows, by NumPy."""
    state = state_after(patient.plan, patient.run.file, step)
    return patient.training.inputs @ state["W1"] + state["b1"]


def test_the_step_is_the_one_that_walking_through_all_steps_finds():
    patient = dying()
    dead = {step: (sums(patient, step) <= 0).all(axis=0) for step in range(patient.last + 1)}
    units = np.flatnonzero(dead[patient.last])
    since = {unit: Search(patient).since(1, unit).step for unit in units.tolist()}
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
    deaths = [Search(patient).since(1, unit) for unit in np.flatnonzero(patient.silent_after(patient.last)[1]).tolist()]
    assert (found.since, found.exact) == (min(deaths).step, True)
    assert f"since step {found.since}" in found.numbers["which"]
    assert "smaller learning rate" in found.advice[0]


def test_the_first_of_many_is_found_without_looking_for_each():
    patient = dying()
    units = [(1, int(unit)) for unit in np.flatnonzero(patient.silent_after(patient.last)[1])]
    assert Search(patient).earliest(units) == min(Search(patient).since(*unit) for unit in units)


def test_where_the_steps_between_are_too_many_the_next_kept_state_has_to_do():
    patient = dying()
    dead = [int(unit) for unit in np.flatnonzero(patient.silent_after(patient.last)[1])]
    kept = set(patient.run.file.snapshot_steps())
    exact, hurried = ([Search(patient, steps_left=left).since(1, unit) for unit in dead] for left in (10_000, 0))
    assert not all(one.exact for one in hurried)
    for right, seen in zip(exact, hurried, strict=True):
        assert seen == right or (seen.step in kept and not seen.exact and right.step <= seen.step)
    assert str(Death(40, exact=False)) == "seen after step 40"


def test_a_unit_that_never_lived_is_dead_from_the_start():
    weights = {"W1": np.ones((2, 3)), "b1": np.array([-99.0, 9.0, 9.0]), "W2": np.ones((3, 1)), "b2": np.zeros(1)}
    (found,) = look("dead units", bare(Dense(3, "relu"), Dense(1), x=normal(20, 2), y=normal(20), weights=weights))
    assert (found.since, found.numbers["which"]) == (0, "1.0 from the start")
    assert "another seed" in found.advice[0]


def test_of_very_many_kept_states_a_few_are_looked_at(monkeypatch):
    from glassgrad.training.doctor import dying as searching

    monkeypatch.setattr(searching, "MOST_KEPT", 2)
    patient = dying()
    few = {unit: Search(patient).since(1, int(unit)).step for unit in np.flatnonzero(patient.silent_after(patient.last)[1])}
    dead = {step: (sums(patient, step) <= 0).all(axis=0) for step in {*few.values(), *(step - 1 for step in few.values())}}
    assert all(dead[step][unit] and not dead[step - 1][unit] for unit, step in few.items())


def test_many_layers_with_a_few_dead_units_each_are_told_together():
    patient = before("iris", hidden=(16,) * 30)
    found = look("dead units", patient)
    assert len(found) == len({one.gravity for one in found})
    assert sum(int(one.what.split()[0]) for one in found) == sum(int(silent.sum()) for silent in patient.silent_after(0).values())
    assert all(len(one.numbers["which"].split(", ")) <= 8 for one in found)


def test_a_single_dead_unit_is_told_in_the_singular():
    weights = {"W1": np.ones((2, 3)), "b1": np.array([-99.0, 9.0, 9.0]), "W2": np.ones((3, 1)), "b2": np.zeros(1)}
    (found,) = look("dead units", bare(Dense(3, "relu"), Dense(1), x=normal(20, 2), y=normal(20), weights=weights))
    assert found.what == "1 of the 3 relu units of layer 1 (33%) is dead: no training row gets a gradient through it"
