import numpy as np
import pytest

from glassgrad.data import folds, infer_task, read_table
from glassgrad.graph import DataError, DataWarning, NonFiniteError, SettingError
from glassgrad.training import TrainSettings, train


def test_history_has_loss_and_metric_on_training_and_validation_rows_for_every_epoch(iris):
    history = iris.history
    assert set(history) == {"epoch", "step", "seconds", "training_loss", "validation_loss", "training_metric", "validation_metric"}
    assert history["epoch"].tolist() == list(range(1, 13))
    assert all(np.isfinite(column).all() for column in history.values())
    assert history["training_loss"][-1] < history["training_loss"][0]


def test_every_step_has_its_loss(iris):
    assert len(iris.losses) == iris.steps == 12 * 8  # 120 rows in batches of 16: 7 whole ones and one of 8


def test_validation_rows_never_teach(iris):
    assert not set(iris.plan.split.training) & set(iris.plan.split.validation)
    seen = {int(row) for epoch in (1, 2) for part in iris.plan.batches(epoch) for row in part.ravel()}
    assert seen == set(map(int, iris.plan.split.training))


def test_nothing_in_the_held_out_rows_changes_the_preparation_or_any_weight():
    rows = 80
    rng = np.random.default_rng(0)
    columns = {"a": rng.normal(size=rows), "b": rng.integers(0, 9, rows).astype(float), "c": np.array(["u", "v", "w"])[rng.integers(0, 3, rows)].astype(object)}
    target = ["yes" if one > 0.5 else "no" for one in rng.random(rows)]
    choices = {"target": "y", "epochs": 5, "batch": 16, "patience": 9}
    run = train({**columns, "y": target}, **choices)
    held_out = run.plan.split.validation
    columns["a"][held_out], columns["b"][held_out], columns["c"][held_out] = 1e6, np.nan, "never seen"
    other = train({**columns, "y": target}, **choices)
    assert other.plan.preparation.inputs == run.plan.preparation.inputs
    assert other.losses.tobytes() == run.losses.tobytes()
    last, other_last = run.step(run.steps).new, other.step(other.steps).new
    assert all(last[name].tobytes() == other_last[name].tobytes() for name in last)


def test_each_epoch_sees_every_training_row_once_in_a_new_order(iris):
    first, second = (np.concatenate([part.ravel() for part in iris.plan.batches(epoch)]) for epoch in (1, 2))
    assert sorted(first) == sorted(second) == sorted(iris.plan.split.training)
    assert first.tolist() != second.tolist()


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    one, again, other = (train("iris", hidden=(4,), epochs=2, seed=seed) for seed in (5, 5, 6))
    assert all(one.parameters[name].tobytes() == again.parameters[name].tobytes() for name in one.parameters)
    assert any(one.parameters[name].tobytes() != other.parameters[name].tobytes() for name in one.parameters)


def test_predictions_are_class_names_and_probabilities_add_up_to_one(iris):
    rows = [[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]
    assert set(iris.predict(rows)) <= {"setosa", "versicolor", "virginica"}
    np.testing.assert_allclose(iris.probabilities(rows).sum(axis=1), 1, rtol=1e-12)


def test_a_word_not_seen_in_training_is_counted_aloud():
    run = train({"a": [1, 2, 3, 4, 5, 6], "c": ["x", "y", "x", "y", "x", "y"], "y": [1.5, 2, 3, 4, 5.2, 6]}, target="y", epochs=1, batch=2)
    with pytest.warns(DataWarning, match='1 cell with words not seen in training \\("q"\\)'):
        run.predict({"a": [1.0], "c": ["q"]})
    with pytest.warns(DataWarning, match='ignored: "extra"'):
        run.predict({"a": [1.0], "c": ["x"], "extra": [3]})


def test_a_word_that_only_held_out_rows_have_is_told_when_training():
    words = ["x", "y"] * 20
    for seed in range(20):
        table = {"a": list(range(41)), "c": [*words, "rare"], "y": [float(i % 7) + i for i in range(41)]}
        run = train(table, target="y", epochs=1, seed=seed)
        held_out = 40 in run.plan.split.validation
        assert any("rare" in note for note in run.notes) == held_out
        if held_out:
            return
    pytest.fail("the rare row was never held out")


def test_columns_are_found_by_name_whatever_their_order(iris):
    table = read_table("iris")
    columns = {name: table[name].values for name in reversed(table.names)}
    np.testing.assert_array_equal(iris.outputs(columns), iris.outputs(table))


def test_a_missing_column_is_named(iris):
    table = read_table("iris")
    first = table.names[0]
    with pytest.raises(DataError, match=first.replace("(", r"\(").replace(")", r"\)")):
        iris.predict({name: table[name].values for name in table.names[1:]})


def test_a_regression_answers_in_the_users_own_units(diabetes):
    table = read_table("diabetes")
    said = diabetes.predict(table)
    assert 20 < said.mean() < 300
    with pytest.raises(SettingError, match="numbers"):
        diabetes.probabilities(table)


def test_zero_hidden_layers_are_logistic_regression():
    run = train("breast_cancer", hidden=(), epochs=30, seed=0)
    assert set(run.parameters) == {"W1", "b1"}
    assert run.score() > 0.95


def test_two_classes_have_two_probabilities():
    run = train("breast_cancer", hidden=(), epochs=1, seed=0)
    table = read_table("breast_cancer")
    sure = run.probabilities(table.take([0, 1, 2]))
    assert sure.shape == (3, 2)
    assert [run.plan.preparation.classes[int(row[1] > 0.5)] for row in sure] == list(run.predict(table.take([0, 1, 2])))


def test_training_stops_when_the_loss_stops_falling_and_says_why():
    run = train("iris", hidden=(8,), epochs=300, patience=3, tolerance=0.05, seed=0)
    assert run.outcome["kind"] == "converged"
    assert "stopped falling" in run.outcome["reason"]
    assert "patience 3" in run.outcome["reason"]
    history = run.history
    best = run.best["epoch"]
    assert history["epoch"][-1] == best + 3
    assert (history["validation_loss"][best:] >= history["validation_loss"][best - 1] * 0.95).all()


def test_predictions_use_the_weights_of_the_best_epoch():
    run = train("iris", hidden=(8,), epochs=60, patience=3, tolerance=0.05, seed=0)
    assert run.best["step"] < run.steps
    np.testing.assert_array_equal(run.parameters["W1"], run.step(run.best["step"]).new["W1"])


def test_the_first_number_that_is_not_finite_stops_training_and_is_traced():
    with pytest.raises(NonFiniteError, match=r"step \d+ \(epoch \d+\).*layer \d.*learning rate \(it is 1·10³⁰⁰\)"):
        train("diabetes", hidden=(4,), learning_rate=1e300, optimizer="gradient_descent", seed=0)


def test_class_weights_and_label_smoothing_change_the_loss():
    plain = train("iris", hidden=(), epochs=1, seed=0).losses
    smooth = train("iris", hidden=(), epochs=1, seed=0, label_smoothing=0.2).losses
    assert plain[-1] != smooth[-1]
    table = read_table("iris")
    few = table.take([*range(50), *range(50, 60), *range(100, 150)])
    weights = train(few, target="species", hidden=(), epochs=1, class_weights="balanced").plan.loss_settings["class_weights"]
    assert weights[1] > weights[0] == weights[2]


def test_arrays_and_frames_train_alike():
    polars = pytest.importorskip("polars")
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(60, 2))
    target = inputs @ [2.0, -1.0]
    from_arrays = train(inputs, target, hidden=(), epochs=2)
    frame = polars.DataFrame({"x1": inputs[:, 0], "x2": inputs[:, 1], "y": target})
    from_frame = train(frame, target="y", hidden=(), epochs=2)
    np.testing.assert_array_equal(from_arrays.parameters["W1"], from_frame.parameters["W1"])


def test_without_held_out_rows_the_training_rows_judge():
    run = train("iris", hidden=(4,), epochs=2, validation=0.0)
    assert np.isnan(run.history["validation_loss"]).all()
    assert "training rows" in run.outcome["reason"]


def test_a_batch_larger_than_the_data_is_all_of_it():
    run = train("iris", hidden=(), epochs=2, batch=100_000)
    assert run.plan.batch == len(run.plan.split.training)
    assert run.steps == 2


def test_a_last_batch_of_one_row_trains():
    run = train("iris", hidden=(), epochs=1, batch=127)
    assert [part.shape for part in run.plan.batches(1)] == [(1, 127), (1, 1)]


def test_the_target_must_be_known():
    with pytest.raises(SettingError, match="--target"):
        train({"a": [1, 2, 3], "b": [4, 5, 6]})


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"epochs": 0}, "epochs is 0; expected a whole number at least 1"),
        ({"learning_rate": -1}, "learning_rate is -1.0; expected a number more than 0"),
        ({"learning_rate": "fast"}, "learning_rate is 'fast'; expected a number"),
        ({"learning_rate": float("nan")}, "learning_rate is nan"),
        ({"batch": 2.5}, "batch is 2.5; expected a whole number"),
        ({"hidden": "16"}, "hidden is '16'"),
        ({"hidden": (0,)}, "hidden is 0"),
        ({"validation": 1.0}, "less than 1"),
        ({"optimizer": "adm"}, "did you mean adam"),
        ({"activation": "rellu"}, "did you mean relu"),
        ({"loss": "mse"}, "choose one of"),
        ({"engine": "warp"}, "reference"),
        ({"seed": -1}, "seed is -1"),
        ({"epocs": 3}, "did you mean epochs"),
    ],
)
def test_a_setting_out_of_range_is_named_with_its_range(choice, message):
    with pytest.raises(SettingError) as caught:
        train("iris", **choice)
    assert message in str(caught.value)


def test_a_loss_that_does_not_suit_the_task_is_refused():
    with pytest.raises(SettingError, match="cross_entropy"):
        train("iris", loss="huber")


def test_nothing_is_left_behind_when_the_data_are_refused(tmp_path):
    with pytest.raises(DataError):
        train({"a": [1.0, 2.0, 3.0], "y": ["p", "p", "p"]}, target="y", save=tmp_path / "run.glass")
    assert list(tmp_path.iterdir()) == []


def test_the_signature_of_train_names_every_setting():
    import inspect
    from dataclasses import fields

    assert {one.name for one in fields(TrainSettings)} <= set(inspect.signature(train).parameters)


FIVE_FOLDS = {"iris": 0.95, "wine": 0.975, "breast_cancer": 0.97, "digits": 0.97, "diabetes": 0.45}
# Chosen by hand, not searched for: diabetes is noisy and nearly linear, so large weights are held back; digits has 64 inputs.
# With the settings as they come, diabetes reaches 0.448 and digits 0.960.
CHOICES = {"diabetes": {"l2": 0.03}, "digits": {"hidden": (64,)}}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "wanted"), FIVE_FOLDS.items())
def test_five_folds_reach_the_score(name, wanted):
    from glassgrad.data import default_target

    table = read_table(name)
    target = table[default_target(name)]
    scores = []
    for fold in folds(target, infer_task(target).task, count=5, seed=0):
        run = train(table.take(fold.training), target=target.name, seed=0, **CHOICES.get(name, {}))
        scores.append(run.score(table.take(fold.validation)))
    assert np.mean(scores) >= wanted, scores


def test_the_table_is_not_replaced_by_the_run_that_learns_from_it(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,y\n" + "1,p\n2,q\n" * 10)
    before = path.read_bytes()
    with pytest.raises(SettingError, match="the table to learn from"):
        train(path, target="y", save=path, overwrite=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_nothing_is_left_behind_when_training_ends_before_the_first_epoch(tmp_path, error):
    from glassgrad.training.watching import Silent

    class Ending(Silent):
        def opening(self, opening):
            raise error

    with pytest.raises(error):
        train("iris", epochs=1, save=tmp_path / "run.glass", watcher=Ending())
    assert list(tmp_path.iterdir()) == []


def test_a_held_out_row_that_cannot_be_scaled_is_refused_before_anything_is_written(tmp_path):
    rows = 40
    held_out = train({"a": list(range(rows)), "y": ["p", "q"] * (rows // 2)}, target="y", epochs=1).plan.split.validation
    values = [1e-300 * row for row in range(rows)]
    values[held_out[0]] = 1e300
    with pytest.raises(DataError, match="too far from the training rows"):
        train({"a": values, "y": ["p", "q"] * (rows // 2)}, target="y", epochs=1, save=tmp_path / "run.glass")
    assert list(tmp_path.iterdir()) == []


def test_targets_near_the_end_of_the_range_have_a_finite_score():
    angles = np.linspace(0, 6, 60)
    run = train({"a": angles, "y": np.sin(angles) * 1.7e308}, target="y", task="regression", epochs=20)
    assert np.isfinite(run.history["validation_metric"]).all()
    assert run.history["training_metric"][-1] > run.history["training_metric"][0]


def test_a_loss_that_is_not_finite_over_held_out_rows_stops_training_and_names_them():
    rows = 40
    held_out = train({"a": list(range(rows)), "y": list(np.arange(rows) % 7.5)}, target="y", epochs=1).plan.split.validation
    values = [float(row) for row in range(rows)]
    values[held_out[0]] = 1e200
    for precision, said in (("float64", "infinity"), ("float32", "not-a-number")):  # in float32 the row itself is infinite already
        with pytest.raises(NonFiniteError, match=rf"after step \d+ \(epoch 1\): the loss over all validation rows is {said}"):
            train({"a": values, "y": list(np.arange(rows) % 7.5)}, target="y", epochs=3, precision=precision)


def test_a_prediction_that_is_not_finite_is_an_error_that_names_the_row():
    run = train({"a": np.linspace(0, 10, 30), "y": ["p", "q", "r"] * 10}, target="y", activation="square", epochs=2)
    for ask in (run.predict, run.probabilities):
        with pytest.raises(NonFiniteError, match="row 2: the network's answer is not finite"):
            ask({"a": [0.5, 1e200]})


def test_rows_without_a_target_do_not_count_in_the_score(iris):
    table = read_table("iris")
    columns = {name: table[name].values for name in table.names}
    some = {**columns, "species": [None, *columns["species"][1:]]}
    assert iris.score(some) == iris.score(table.take(range(1, 150)))
    with pytest.raises(DataError, match="no row has a value in the target"):
        iris.score({**columns, "species": [None] * 150})


def test_rows_of_different_lengths_are_refused(iris):
    with pytest.raises(DataError, match="do not make a table"):
        iris.predict([[1, 2, 3, 4], [1]])


def test_an_operation_outside_its_domain_is_named_with_its_number():
    with pytest.raises(NonFiniteError, match=r"step 1 \(epoch 1\): log of −[\d.]+ gave not-a-number in a1 \(layer 1\)"):
        train("iris", hidden=(4,), activation="log", epochs=1)


@pytest.mark.parametrize("choice", [{"batch": 10**400}, {"learning_rate": 10**400}, {"epochs": 10**400}])
def test_a_number_beyond_floating_point_is_refused(choice):
    with pytest.raises(SettingError, match=r"beyond 1\.8e308"):
        train("iris", **choice)
