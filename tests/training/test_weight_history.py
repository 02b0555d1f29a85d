"""The history of a weight is the run's own, step for step."""

import numpy as np
import pytest

from glassgrad.graph import RunFileError, SettingError
from glassgrad.training import open_run, train

SETTINGS = {"hidden": (6,), "epochs": 9, "batch": 16}


@pytest.mark.parametrize("choices", [{}, {"dropout": 0.3}, {"schedule": "reduce_on_plateau", "schedule_settings": {"patience": 1, "tolerance": 0.3}}])
@pytest.mark.parametrize("entry", ["W1[2,0]", "b1[3]", "m_W2[5,2]", " v_b2 [ 1 ] ", "t"])
def test_it_is_what_every_single_step_shows(entry, choices):
    run = train("iris", **SETTINGS, **choices)
    history = run.weight(entry)
    assert history.shape == (run.steps + 1,)
    name, _, place = entry.replace(" ", "").rstrip("]").partition("[")
    at = tuple(map(int, place.split(","))) if place else ()
    assert history[0] == run.file.snapshot(0)[name][at]
    for number in (1, 2, 8, 9, 40, run.steps):
        assert history[number] == np.asarray(run.step(number).state_after[name])[at]


def test_nobody_can_change_it():
    with pytest.raises(ValueError, match="read-only"):
        train("iris", hidden=(), epochs=1).weight("b1[0]")[0] = 1.0


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("W1", "W1 has the shape 4×6, so 'W1' is not in it; write a single entry, up to W1[3,5]"),
        ("W1[4,0]", "W1 has the shape 4×6, so 'W1[4,0]' is not in it; write a single entry, up to W1[3,5]"),
        ("W1[-1,0]", "'W1[-1,0]' is no entry of a weight; write it like W1[2,0] or b1[3], counting from 0"),
        ("W3[0,0]", "there is no weight 'W3'"),
        (7, "7 is no entry of a weight"),
    ],
)
def test_what_is_no_entry_is_refused(entry, said):
    with pytest.raises(SettingError) as refused:
        train("iris", **{**SETTINGS, "epochs": 1}).weight(entry)
    assert said in str(refused.value)


def test_a_run_that_does_not_come_out_as_it_did_has_no_history(tmp_path):
    import sqlite3

    from glassgrad.training.arrays import store

    with train("iris", **SETTINGS) as run:
        path, last = run.save(tmp_path / "run.glass"), run.steps
        other = store(run.file.snapshot(last)["b1"] + 1)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE snapshots SET bytes = ?, checksum = ? WHERE step = ? AND name = 'b1'", (other.bytes, other.checksum, last))
    database.close()
    with open_run(path) as run, pytest.raises(RunFileError, match=r"made again from its start, the run ends with b1\[0\]"):
        run.weight("b1[0]")
