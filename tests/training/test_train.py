import numpy as np
import pytest

from glassgrad.data import folds, infer_task, read_table
from glassgrad.graph import DataError, NonFiniteError, SettingError
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
    with pytest.raises(NonFiniteError, match=r"step \d+ \(epoch \d+\).*layer \d.*learning rate \(it is 1e\+300\)"):
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
    with pytest.raises(SettingError, match="target="):
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
