"""A run that is stopped, wherever, and gone on with is the run that never was stopped, to the bit."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import numpy as np
import pytest

from glassgrad.engine import Reference
from glassgrad.graph import NonFiniteError, RunFileError, SettingError
from glassgrad.training import Silent, open_run, pace, resume, train
from glassgrad.training.lock import lock_of
from glassgrad.training.run_file import WriteError

SETTINGS = {"hidden": (6,), "epochs": 14, "batch": 16, "seed": 3}
RUNS = {
    "plain": {},
    "every sort of randomness": {"dropout": 0.3},
    "a schedule": {"schedule": "one_cycle"},
    "a rate that follows the losses": {"schedule": "reduce_on_plateau", "schedule_settings": {"patience": 1, "factor": 0.5, "tolerance": 0.2}},
    "clipped, with penalties": {"clip_norm": 0.5, "clip_value": 0.2, "l1": 1e-3, "l2": 1e-3, "optimizer": "nadam"},
    "nothing held out": {"validation": 0.0, "optimizer": "momentum"},
    "the reference engine": {"engine": "reference"},
}


class Stopping(Silent):
    """A watcher who presses Ctrl-C when this epoch is over, or at once."""

    def __init__(self, after):
        self.after = after

    def opening(self, opening):
        if self.after == 0:
            signal.raise_signal(signal.SIGINT)

    def epoch(self, row):
        if row.epoch == self.after:
            signal.raise_signal(signal.SIGINT)


def told(run):
    history = {name: column.tobytes() for name, column in run.history.items() if name != "seconds"}
    state = {name: np.asarray(value).tobytes() for name, value in run.file.snapshot(run.steps).items()}
    return history, run.losses.tobytes(), run.best, {name: value.tobytes() for name, value in run.parameters.items()}, state


@pytest.fixture
def interruptible():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("choices", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("at_once", [0.0, 1e6], ids=["step by step", "many epochs at once"])
def test_stopped_and_gone_on_with_it_is_the_run_that_never_was_stopped(choices, at_once, tmp_path, monkeypatch, interruptible):
    whole = train("iris", **SETTINGS, **choices)
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", at_once)
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, **choices, save=path, watcher=Stopping(3)).close()
    with open_run(path) as stopped:
        assert stopped.outcome["kind"] == "interrupted"
        assert 0 < stopped.steps < whole.steps
    with resume(path) as gone_on:
        assert gone_on.outcome == whole.outcome
        assert told(gone_on) == told(whole)
        assert [kind for _, kind, _ in gone_on.file.events()] == ["interrupted", "resumed", whole.outcome["kind"]]
        assert gone_on.step(whole.steps // 2).new["W1"].tobytes() == whole.step(whole.steps // 2).new["W1"].tobytes()


@pytest.mark.parametrize("steps", [1, 2, 7, 8, 9, 50])
def test_a_run_can_be_stopped_and_resumed_in_the_middle_of_an_epoch_again_and_again(steps, tmp_path, monkeypatch, interruptible):
    """Eight steps an epoch; the time is over after so many steps, then after as many again."""
    whole = train("iris", **SETTINGS, dropout=0.2)
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 0.0)  # one step at a time
    path = tmp_path / "run.glass"
    ticks = iter(range(10**6))
    monkeypatch.setattr("glassgrad.training.loop.Learning._asked_to_stop", stop_every(steps, ticks))
    train("iris", **SETTINGS, dropout=0.2, save=path).close()
    met = []
    while True:
        with open_run(path) as run:
            if run.outcome["kind"] != "time":
                break
            met.append(run.steps)
        resume(path).close()
    assert met == list(range(steps, whole.steps, steps))
    with open_run(path) as run:
        assert told(run) == told(whole)


def stop_every(steps, ticks):
    from glassgrad.training.convergence import Verdict

    def asked(self):
        return Verdict("time", "a while is over") if self.position.step % steps == 0 and next(ticks) >= 0 else None

    return asked


def test_stopped_before_its_first_step_a_run_starts_from_there(tmp_path, interruptible):
    path = tmp_path / "run.glass"
    with train("iris", **SETTINGS, save=path, watcher=Stopping(0)) as stopped:
        assert stopped.steps <= 1
    with resume(path) as run:
        assert told(run) == told(train("iris", **SETTINGS))


def test_a_run_that_is_over_goes_on_when_its_limits_change(tmp_path):
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    with pytest.raises(SettingError, match=r"the run is over: all 14 epochs are done; .* to go on, change when it stops: epochs, patience"):
        resume(path)
    with resume(path, epochs=20) as run:
        assert told(run) == told(train("iris", **{**SETTINGS, "epochs": 20}))
        assert run.plan.settings.epochs == 20
    with open_run(path) as run:
        assert run.plan.settings.epochs == 20


def test_a_schedule_goes_by_the_length_the_run_was_to_have_at_first(tmp_path):
    """Or the steps that were made could not be made again."""
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, schedule="cosine", save=path).close()
    first = train("iris", **SETTINGS, schedule="cosine")
    with resume(path, epochs=20) as run:
        assert run.losses[: first.steps].tobytes() == first.losses.tobytes()
        assert run.step(first.steps - 3).loss == first.losses[first.steps - 4]
        assert run.plan.length == first.steps < run.steps


def test_more_patience_lets_a_run_go_on_that_had_converged(tmp_path):
    path = tmp_path / "run.glass"
    settings = {**SETTINGS, "epochs": 100, "tolerance": 0.3}
    assert train("iris", **settings, patience=2, save=path).outcome["kind"] == "converged"
    with resume(path, patience=5) as run:
        assert told(run) == told(train("iris", **settings, patience=5))


@pytest.mark.parametrize("name", ["learning_rate", "hidden", "seed", "optimizer", "no_such_thing"])
def test_nothing_but_limits_can_change(tmp_path, name):
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    before = path.read_bytes()
    with pytest.raises(SettingError, match=f"{name} cannot change when a run is resumed"):
        resume(path, **{name: 1})
    assert path.read_bytes() == before


def test_other_data_are_refused_by_their_fingerprint(tmp_path):
    from glassgrad.data import read_table

    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    with pytest.raises(RunFileError, match="is not what this run was trained on"):
        resume(path, data=read_table("iris").take(range(149)), epochs=20)


def test_where_the_engine_that_computed_it_cannot_work_a_run_is_not_gone_on_with(tmp_path, monkeypatch):
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    before = path.read_bytes()
    monkeypatch.setattr("glassgrad.training.plan.usable_engine", lambda name: Reference())
    with pytest.raises(RunFileError, match=r"computed by the native engine, which cannot work here .* resume it where that engine works"):
        resume(path, epochs=20)
    assert path.read_bytes() == before


def test_where_steps_come_out_otherwise_a_run_is_not_gone_on_with(tmp_path):
    """As by a version that computes otherwise: one bit of one recorded loss is enough."""
    from glassgrad.training.arrays import store

    path = tmp_path / "run.glass"
    with train("iris", **SETTINGS, save=path) as run:
        kept = max(step for step in run.file.snapshot_steps() if step < run.steps)
        losses = run.losses
    losses[kept] = np.nextafter(losses[kept], np.float32(9))
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM losses")
        one = store(losses)
        database.execute("INSERT INTO losses VALUES (1, ?, ?, ?, ?)", (one.dtype, one.shape, one.bytes, one.checksum))
    database.close()
    with pytest.raises(RunFileError, match="do not come out as they did"):
        resume(path, epochs=20)


def test_two_writers_are_kept_apart_by_a_lock_that_names_the_first(tmp_path):
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()

    class Second(Silent):
        def epoch(self, row):
            for attempt in (lambda: resume(path, epochs=30), lambda: train("iris", **SETTINGS, save=path, overwrite=True)):
                with pytest.raises(RunFileError, match=rf"is being written by another process \(process {os.getpid()}\)"):
                    attempt()
            with open_run(path) as reader:  # reading is allowed
                assert reader.steps >= 0

    resume(path, epochs=16, watcher=Second()).close()
    assert not lock_of(path).exists()


def test_a_lock_that_a_killed_process_left_is_taken_over(tmp_path):
    path = tmp_path / "run.glass"
    lock_of(path).write_text("999999")
    train("iris", **SETTINGS, save=path).close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run.glass"]


def test_a_run_file_that_may_not_be_written_is_refused_before_anything_is_computed(tmp_path):
    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    path.chmod(0o444)
    with pytest.raises(WriteError, match="cannot be written"):
        resume(path, epochs=20)


KILLED = """
import sys
from glassgrad.training import pace, train
pace.SECONDS_AT_ONCE = float(sys.argv[2])
train("digits", hidden=(16,), epochs=100000, patience=100000, save=sys.argv[1], dropout=0.1)
"""


@pytest.mark.parametrize("at_once", ["0.04", "0.0"])
def test_killed_at_random_moments_a_run_can_be_opened_and_gone_on_with(tmp_path, at_once):
    """A few of the many kills that scripts/kill_runs.py makes."""
    rng = np.random.default_rng(5)
    for number in range(3):
        path = tmp_path / f"{number}.glass"
        process = subprocess.Popen([sys.executable, "-c", KILLED, path, at_once])
        until = time.monotonic() + 60
        while not path.exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(float(rng.uniform(0, 0.5)))
        process.kill()
        process.wait()
        with open_run(path) as run:
            steps, losses = run.steps, run.losses
            assert len(losses) == steps
        epochs = steps // run.plan.steps_per_epoch + 1
        with resume(path, epochs=epochs) as run:
            assert run.losses[:steps].tobytes() == losses.tobytes()
            state = {name: value.tobytes() for name, value in run.file.snapshot(run.steps).items()}
        again = train("digits", hidden=(16,), epochs=epochs, dropout=0.1, patience=100000)
        assert {name: value.tobytes() for name, value in again.file.snapshot(again.steps).items()} == state


def test_a_run_that_left_the_finite_numbers_can_be_opened_and_says_the_same_when_resumed(tmp_path):
    for number, rate in enumerate((1e18, 1e38, 4.97, 1e30)):
        path = tmp_path / f"{number}.glass"
        settings = {"hidden": (), "optimizer": "gradient_descent", "learning_rate": rate, "batch": 500, "epochs": 5000, "save": path}
        with pytest.raises(NonFiniteError) as failed:
            train("diabetes", **settings)
        with open_run(path) as run:
            assert run.outcome == {"kind": "not finite", "reason": str(failed.value)}
            assert run.steps == 0 or run.step(run.steps).loss == run.losses[-1]
        with pytest.raises(NonFiniteError) as again:
            resume(path)
        assert str(again.value) == str(failed.value)


@pytest.mark.parametrize("at_once", [0.0, 1e6])
def test_an_epoch_that_is_never_to_be_made_does_not_end_the_run(at_once, monkeypatch):
    """One more would leave the finite numbers; patience ends the run before it, however many epochs are made at once."""
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", at_once)
    x = np.random.default_rng(0).normal(size=8)
    settings = {"optimizer": "gradient_descent", "learning_rate": 1.5, "batch": 8, "validation": 0.0, "hidden": (), "epochs": 1000}
    with pytest.raises(NonFiniteError, match="after step") as failed:
        train({"x": x, "y": x}, **settings, patience=1000)
    epoch = int(str(failed.value).split("(epoch ")[1].split(")")[0])
    run = train({"x": x, "y": x}, **settings, patience=epoch - 2)
    assert run.outcome["kind"] == "converged"
    assert len(run.history["epoch"]) == epoch - 1


def test_the_time_limit_is_kept_whatever_the_time_goes_into():
    for choices in ({}, {"dropout": 0.2}, {"schedule": "reduce_on_plateau"}):
        began = time.monotonic()
        run = train("iris", hidden=(4,), batch=64, epochs=10**6, patience=10**6, time_limit=0.3, **choices)
        assert run.outcome["kind"] == "time"
        assert 0.3 <= run.file.position().seconds <= time.monotonic() - began


def test_a_link_to_the_run_leads_to_the_same_lock(tmp_path):
    path, link = tmp_path / "run.glass", tmp_path / "other.glass"
    train("iris", **SETTINGS, save=path).close()
    link.symlink_to(path)

    class Second(Silent):
        def epoch(self, row):
            with pytest.raises(RunFileError, match="is being written by another process"):
                resume(link, epochs=30)

    resume(path, epochs=15, watcher=Second()).close()


def test_whoever_reads_for_long_delays_a_write_and_loses_nothing(tmp_path, monkeypatch):
    path = tmp_path / "run.glass"

    class Reading(Silent):
        reader = None

        def epoch(self, row):
            if row.epoch == 2:
                self.reader = sqlite3.connect(path)
                self.reader.execute("BEGIN")
                self.reader.execute("SELECT count(*) FROM epochs").fetchone()
            elif row.epoch == 13:
                self.reader.close()

    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 0.0)
    with train("iris", **SETTINGS, save=path, watcher=Reading()) as run:
        assert told(run) == told(train("iris", **SETTINGS))


@pytest.mark.parametrize("seconds", ["Infinity", "NaN", "-1.0", "1"])
def test_a_position_that_no_run_has_is_refused(tmp_path, seconds):
    from glassgrad.training.arrays import checksum

    path = tmp_path / "run.glass"
    train("iris", **SETTINGS, save=path).close()
    for text in (f'{{"step": 8, "seconds": {seconds}}}', f'{{"step": {"9" * 401}, "seconds": 1.0}}', '{"step": 8.0, "seconds": 1.0}', "[8, 1.0]"):
        with sqlite3.connect(path) as database:
            database.execute("UPDATE facts SET json = ?, checksum = ? WHERE name = 'position'", (text, checksum("position", text)))
        database.close()
        with pytest.raises(RunFileError, match="how far the run has come"):
            open_run(path)
