"""`diagnose`: a run, data before training, a bare network; whatever the settings are, and whatever cannot be read."""

import json
import sqlite3
from contextlib import suppress
from dataclasses import replace
from math import log

import numpy as np
import pytest

from glassgrad import Network, diagnose
from glassgrad.data import random_stream
from glassgrad.graph import DataError, NonFiniteError, RunFileError, SettingError, ShapeError
from glassgrad.nn import Dense
from glassgrad.training import TrainSettings, open_run, train
from glassgrad.training.arrays import checksum
from glassgrad.training.doctor import Gravity, Patient, checks, examine, patient_of_plan

from .patients import LINE, TWO, before, columns, normal

THREE = columns(y=lambda x1, x2: np.where(x1 > 0.4, "a", np.where(x2 > 0, "b", "c")))
SETTINGS = {
    "one row per step": {"batch": 1},
    "no hidden layer": {"hidden": ()},
    "deep": {"hidden": (5, 4, 3)},
    "float32": {"engine": "native"},
    "float64 machine code": {"engine": "native", "precision": "float64"},
    "dropout": {"dropout": 0.5, "hidden": (6, 6)},
    "penalties and clipping": {"l1": 0.001, "l2": 0.01, "clip_norm": 1.0, "clip_value": 0.5},
    "schedule": {"schedule": "one_cycle"},
    "plateau": {"schedule": "reduce_on_plateau"},
    "nothing held out": {"validation": 0.0},
    "softmax within": {"activation": "softmax", "hidden": (4, 4)},
    "row weights": {"weights": "w"},
    "momentum": {"optimizer": "momentum"},
}
WEIGHTS = np.abs(random_stream(0, "row weights").normal((120,))) + 0.1
TABLES = {"numbers": LINE, "two classes": TWO, "many classes": THREE}
# Every setting with one kind of target, in turn, and those that change the shapes with all three.
PAIRS = [
    (table, settings)
    for place, settings in enumerate(SETTINGS)
    for turn, table in enumerate(TABLES)
    if place % 3 == turn or settings in ("one row per step", "no hidden layer", "float32")
]


def failed(seen):
    return [one for one in seen.unseen if one.failed]


@pytest.mark.parametrize(("table", "settings"), PAIRS)
def test_everything_is_looked_at_before_training_and_after_it(table, settings):
    choices = {"target": "y", "engine": "reference", "hidden": (4,), "epochs": 3, **SETTINGS[settings]}
    data = {**TABLES[table], **({"w": WEIGHTS} if "weights" in choices else {})}
    early = diagnose(data, **choices)
    with train(data, **choices) as run:
        late = diagnose(run)
    for seen, looked_at in ((early, [one for one in checks if one.looks_at != "run"]), (late, checks)):
        assert not failed(seen)
        told = {one.check for one in seen.findings} | {check for check, _ in seen.fine} | {one.check for one in seen.unseen}
        assert told == {one.name for one in looked_at}
        json.dumps(seen.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    ("table", "choices"),
    [
        ("numbers", {"loss": "huber"}),
        ("numbers", {"loss": "mean_absolute_error"}),
        ("numbers", {"loss": "half_squared_error"}),
        ("two classes", {"loss": "cross_entropy", "label_smoothing": 0.1}),
        ("two classes", {"label_smoothing": 0.2, "class_weights": "balanced"}),
        ("many classes", {"class_weights": {"a": 0.0, "b": 2.0}}),
    ],
)
def test_a_healthy_training_is_not_called_sick_whatever_the_loss(table, choices):
    seen = diagnose(TABLES[table], target="y", engine="reference", hidden=(8,), **choices)
    assert not [one for one in seen.findings if one.gravity is not Gravity.NOTE]
    assert not failed(seen)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits", "moons", "circles"])
def test_the_shipped_tables_are_healthy_before_training(name):
    assert [one.what for one in diagnose(name, engine="reference").findings if one.gravity is not Gravity.NOTE] == []


@pytest.mark.parametrize("rows", [2, 3])
def test_a_table_of_hardly_any_rows_can_be_looked_at(rows):
    table = {"x": np.arange(rows) + 0.0, "y": np.arange(rows) ** 2.0}
    assert not failed(diagnose(table, target="y", task="regression", validation=0.0, engine="reference"))


def test_looking_writes_nothing_and_changes_nothing(tmp_path):
    path = tmp_path / "run.glass"
    train(TWO, target="y", epochs=2, engine="reference", save=path).close()
    content = path.read_bytes()
    diagnose(path)
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["run.glass"]


def test_a_run_is_known_by_its_content_too(tmp_path):
    path = tmp_path / "run.data"
    train(TWO, target="y", epochs=2, engine="reference", save=path).close()
    assert "after" in diagnose(str(path)).patient


def test_the_same_run_opened_from_its_file_has_the_same_diagnosis(tmp_path):
    with train(TWO, target="y", hidden=(12,), epochs=5, engine="native", learning_rate=0.5) as run:
        run.save(tmp_path / "run.glass")
        assert diagnose(tmp_path / "run.glass") == diagnose(run)


def test_a_run_without_its_data_says_what_could_not_be_looked_at(tmp_path):
    path = tmp_path / "run.glass"
    train(TWO, target="y", epochs=20, engine="reference", save=path).close()
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM contents WHERE name = 'table'")
    database.close()
    seen = diagnose(path)
    assert {one.check for one in failed(seen)} >= {"initial loss", "dead units", "step size", "class balance"}
    assert all("open_run(path, data=…)" in one.because for one in failed(seen))
    assert {check for check, _ in seen.fine} >= {"finite numbers", "symmetric weights"}
    assert not failed(diagnose(path, data=TWO))


def test_a_state_that_cannot_be_read_stops_only_the_checks_that_need_it(tmp_path):
    path = tmp_path / "run.glass"
    train(TWO, target="y", epochs=3, engine="reference", save=path).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE snapshots SET checksum = 'wrong' WHERE step = 0 AND name = 'W1'")
    database.close()
    seen = diagnose(path)
    assert "damaged" in {one.check: one.because for one in failed(seen)}["symmetric weights"]
    assert "class balance" in {check for check, _ in seen.fine}


def test_what_is_no_run_at_all_is_refused(tmp_path):
    (tmp_path / "no.glass").write_text("hello")
    with pytest.raises(RunFileError, match="is not a run file"):
        diagnose(tmp_path / "no.glass")


def test_a_run_cut_off_in_the_middle_is_looked_at_as_far_as_it_went(tmp_path):
    path = tmp_path / "run.glass"
    train(TWO, target="y", epochs=4, engine="reference", save=path).close()
    with sqlite3.connect(path) as database:
        text = '{"kind": "", "reason": ""}'
        database.execute("UPDATE facts SET json = ?, checksum = ? WHERE name = 'outcome'", (text, checksum("outcome", text)))
    database.close()
    with open_run(path) as run:
        seen = diagnose(run)
        assert run.outcome["kind"] == ""
    assert not failed(seen)
    assert seen.patient.endswith("not ended yet")
    assert next(one.because for one in seen.unseen if one.check == "converged") == "the run has not ended"


def test_where_no_gradient_arrives_the_doctor_says_so_and_does_not_fail():
    seen = diagnose("iris", activation="sign", engine="reference")
    assert not failed(seen)
    assert seen.findings


def test_a_check_that_fails_by_a_mistake_of_ours_does_not_hide_the_others():
    def broken(patient):
        raise KeyError("z1")

    start = [one for one in checks if one.looks_at == "start"]
    seen = examine(before(LINE), [replace(start[0], examine=broken), *start[1:]])
    (only,) = failed(seen)
    assert only.because == "it could not be made here, which is a mistake of the doctor's (KeyError: 'z1')"
    assert len(seen.fine) + len(seen.findings) > 3


def test_a_run_without_its_table_says_once_why_and_not_that_all_is_well(tmp_path):
    path = tmp_path / "run.glass"
    train(TWO, target="y", epochs=20, engine="reference", save=path).close()
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM contents WHERE name = 'table'")
    database.close()
    seen = diagnose(path)
    assert str(seen).count("too large to lie in its file") == 1
    assert seen.summary == "nothing in what could be looked at"
    assert diagnose(path, data=TWO).summary == "nothing that is wrong"


def test_a_run_that_broke_is_not_one_that_is_still_at_work(tmp_path):
    with suppress(NonFiniteError):
        train("iris", activation="log", save=tmp_path / "run.glass").close()
    assert diagnose(tmp_path / "run.glass").patient.endswith("after 0 steps")


def test_the_gravest_come_first():
    seen = diagnose({**LINE, "same": np.full(120, 3.0)}, target="y", initializer="zeros", engine="reference")
    order = [list(Gravity).index(one.gravity) for one in seen.findings]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_what_a_diagnosis_says_holds_every_number():
    seen = diagnose(LINE, target="y", initializer="zeros", engine="reference")
    (found,) = seen["symmetric weights"]
    said = str(seen)
    assert "problem: " + found.what in said
    assert all(f"{label}: {value}" in said for label, value in found.said_numbers.items())
    with pytest.raises(SettingError, match="there is no check 'nothing'"):
        seen["nothing"]


# ── a bare network ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_softmax_twice_is_found_in_a_bare_network_with_the_loss_that_is_left():
    seen = diagnose(Network([Dense(4, "softmax")], inputs=3), loss="cross_entropy")
    (found,) = seen["squashed outputs"]
    assert found.gravity is Gravity.PROBLEM
    # At best softmax gives 1 and 0, so the second softmax gives e/(e + 3) to the true class.
    assert found.numbers["lowest mean loss it can reach"] == pytest.approx(-log(np.e / (np.e + 3)), rel=1e-9)


def test_sigmoid_twice_keeps_probabilities_between_a_half_and_three_quarters():
    (found,) = diagnose(Network([Dense(1, "sigmoid")], inputs=3), loss="binary_cross_entropy")["squashed outputs"]
    sure = 1 / (1 + np.exp(-1.0))
    assert found.numbers["lowest mean loss it can reach"] == pytest.approx((-log(sure) - log(0.5)) / 2, rel=1e-6)


def test_targets_that_the_last_layer_cannot_give_are_found():
    x = normal(50, 2)
    seen = diagnose(Network([Dense(8, "relu"), Dense(1, "sigmoid")], inputs=2), 3 * x[:, :1], inputs=x, loss="mean_squared_error")
    found = seen["squashed outputs"][0]
    assert found.what.startswith(f"{round(100 * float(((3 * x[:, 0] < 0) | (3 * x[:, 0] > 1)).mean()))}% of the targets")


def test_a_note_tells_that_squared_errors_after_a_sigmoid_learn_slowly():
    (found,) = diagnose(Network([Dense(1, "sigmoid")], inputs=2), loss="mean_squared_error")["squashed outputs"]
    assert found.gravity is Gravity.NOTE
    assert found.numbers["steepest slope"] == pytest.approx(0.25)


def test_raw_columns_given_to_a_bare_network_are_looked_at():
    x = normal(60, 2) * [1, 5000] + [0, 90000]
    seen = diagnose(Network([Dense(8, "tanh"), Dense(1)], inputs=2), x[:, :1] + 400, inputs=x, loss="mean_squared_error")
    assert {one.check for one in seen.findings} >= {"input scale", "saturated units", "initial loss"}


@pytest.mark.parametrize(
    ("choices", "error", "said"),
    [
        ({}, SettingError, "give loss="),
        ({"loss": "mean_squared_error", "epochs": 3}, SettingError, "leave out epochs"),
        ({"loss": "mean_squared_error", "inputs": np.zeros((3, 2))}, SettingError, "belong together"),
        ({"loss": "mean_squared_error", "inputs": np.zeros((3, 5)), "target_values": np.zeros(3)}, ShapeError, r"takes \(rows, 2\)"),
        ({"loss": "mean_squared_error", "inputs": np.full((3, 2), np.nan), "target_values": np.zeros(3)}, DataError, "finite"),
        ({"loss": "mean_squared_error", "inputs": [["a", "b"]] * 3, "target_values": np.zeros(3)}, DataError, "inputs are not all numbers"),
        ({"loss": "mean_squared_error", "inputs": [[1.0, 2.0], [3.0]], "target_values": np.zeros(2)}, DataError, "not in rows of one length"),
        ({"loss": "mean_squared_error", "inputs": np.zeros((3, 2)), "target_values": ["a", "b", "c"]}, DataError, "target_values are not all numbers"),
        ({"loss": "mean_squared_error", "parameters": {"W1": np.zeros((2, 1))}}, ShapeError, "b1"),
    ],
)
def test_a_bare_network_without_what_it_takes_is_refused(choices, error, said):
    with pytest.raises(error, match=said):
        diagnose(Network([Dense(1)], inputs=2), **choices)


def test_a_column_of_row_weights_is_a_setting_like_any_other():
    with pytest.raises(DataError, match="no column"):
        diagnose(LINE, target="y", weights="w")
    counted = {**LINE, "w": np.where(np.arange(120) < 60, 1.0, 0.0)}
    seen = before(counted, weights="w", validation=0.0)
    # Rows that count nothing are scaled with, but not measured.
    assert seen.plan.sample_weights.sum() == 60
    outputs = seen.probe.read([seen.probe.output], seen.weights_after(0), seen.training)[seen.probe.output]
    assert seen.loss_after(0) == pytest.approx(float(np.mean((outputs[:60] - seen.training.targets[:60]) ** 2)))


@pytest.mark.parametrize("engine", ["reference", "native"])
@pytest.mark.parametrize(("hidden", "rate"), [((8,), 1e6), ((8,), 0.6), ((), 1.3), ((), 1e30)])
def test_a_run_that_ended_in_infinity_is_looked_at_without_a_warning(tmp_path, engine, hidden, rate):
    path = tmp_path / "run.glass"
    with suppress(NonFiniteError):
        train(LINE, target="y", hidden=hidden, optimizer="gradient_descent", learning_rate=rate, epochs=40, engine=engine, save=path).close()
    seen = diagnose(path)
    assert not failed(seen)
    assert seen["step size"][0].gravity is Gravity.PROBLEM
    json.dumps(seen.to_json(), allow_nan=False)


def test_a_run_takes_no_settings():
    with train(TWO, target="y", epochs=1, engine="reference") as run, pytest.raises(SettingError, match="has its settings already"):
        diagnose(run, epochs=3)


def test_settings_are_given_in_one_way_only():
    with pytest.raises(SettingError, match="not both: epochs"):
        diagnose("iris", settings=TrainSettings(), epochs=3)


def test_nothing_is_measured_twice(monkeypatch):
    asked: list[int] = []
    original = Patient._state_after
    monkeypatch.setattr(Patient, "_state_after", lambda self, step: asked.append(step) or original(self, step))
    examine(patient_of_plan(before(LINE).plan))
    assert asked == [0]
