"""Rows and classes that count more or less."""

import numpy as np
import pytest

from glassgrad.graph import DataError, SettingError
from glassgrad.training import train

RNG = np.random.default_rng(4)
X = RNG.normal(size=(60, 2))
TABLE = {"a": X[:, 0], "b": X[:, 1], "y": X @ [1.0, -2.0] + RNG.normal(size=60), "w": RNG.integers(1, 4, 60).astype(float)}


def test_a_row_that_counts_twice_is_as_good_as_two_rows():
    """Least squares, until nothing moves any more; NumPy's own least squares says the same."""
    rows = np.repeat(np.arange(60), TABLE["w"].astype(int))
    repeated = {name: TABLE[name][rows] for name in ("a", "b", "y")}
    common = {"target": "y", "hidden": (), "batch": 1000, "validation": 0.0, "precision": "float64"}
    settled = {"optimizer": "gradient_descent", "learning_rate": 0.2, "epochs": 3000, "patience": 3000, "tolerance": 0.0}
    grid = np.array([[0.0, 0.5], [1.0, 0.0], [-1.0, 2.0]])
    said = [train(data, weights=weights, **common, **settled).predict({"a": grid[:, 0], "b": grid[:, 1]}) for data, weights in ((TABLE, "w"), (repeated, ""))]
    # The best weights predict, and a loss that is right to 16 digits tells weights apart to 8.
    np.testing.assert_allclose(said[0], said[1], rtol=1e-7)
    root = np.sqrt(TABLE["w"])
    best = np.linalg.lstsq(np.column_stack([X, np.ones(60)]) * root[:, None], TABLE["y"] * root)[0]
    np.testing.assert_allclose(said[0], np.column_stack([grid, np.ones(3)]) @ best, rtol=1e-7)


def test_the_column_of_weights_is_no_input_and_prediction_does_without_it():
    run = train(TABLE, target="y", weights="w", hidden=(3,), epochs=3)
    assert run.plan.preparation.features == ("a", "b")
    assert run.predict({"a": [0.1], "b": [0.2]}).shape == (1,)
    assert run.step(2).values[run.step(2).nodes.sample_weights].tolist() == TABLE["w"][run.step(2).rows].tolist()


def test_arrays_to_predict_from_may_leave_the_weights_out():
    run = train(TABLE, target="y", weights="w", hidden=(3,), epochs=3)
    wide = np.column_stack([X, TABLE["w"]])
    assert run.predict(X).tolist() == run.predict(wide).tolist() == run.predict({"a": X[:, 0], "b": X[:, 1]}).tolist()
    with pytest.raises(SettingError, match=r"expected \(rows, 3\)"):
        run.predict(X[:, :1])


def test_balanced_classes_weigh_the_same_in_all_when_rows_weigh_too():
    kinds = np.array(["few"] * 15 + ["many"] * 45)
    run = train({**TABLE, "kind": kinds}, target="kind", weights="w", class_weights="balanced", hidden=(), epochs=1, validation=0.0)
    sums = [TABLE["w"][kinds == name].sum() for name in ("few", "many")]
    few, many = run.plan.loss_settings["class_weights"]
    assert few * sums[0] == pytest.approx(many * sums[1]) == pytest.approx(sum(sums) / 2)


def test_the_losses_of_the_history_are_weighted_too():
    run = train(TABLE, target="y", weights="w", hidden=(), epochs=4, precision="float64")
    for name, rows in (("training_loss", run.plan.split.training), ("validation_loss", run.plan.split.validation)):
        outputs = run.plan.inputs[rows] @ run.step(run.steps).new["W1"] + run.step(run.steps).new["b1"]
        squares = (outputs - run.plan.targets[rows]).ravel() ** 2
        assert run.history[name][-1] == pytest.approx(np.average(squares, weights=TABLE["w"][rows]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"w": [None, *TABLE["w"][1:]]}, "the weight 'w' of row 1 is missing"),
        ({"w": [*TABLE["w"][:-1], -2.0]}, "the weight 'w' of row 60 is -2"),
        ({"w": ["much"] * 30 + ["little"] * 30}, "the weights 'w' are no numbers"),
        ({"w": np.zeros(60)}, "the weights 'w' of all rows that are learnt from are 0"),
    ],
)
def test_weights_that_say_nothing_are_refused_by_name_and_row(change, said):
    with pytest.raises(DataError) as refused:
        train({**TABLE, **change}, target="y", weights="w", epochs=1)
    assert said in str(refused.value)


def test_a_column_that_is_not_there_or_is_the_target_cannot_weigh():
    with pytest.raises(DataError, match="weight"):
        train(TABLE, target="y", weights="weight", epochs=1)
    with pytest.raises(SettingError, match="cannot be predicted and say how much each row counts at once"):
        train(TABLE, target="y", weights="y", epochs=1)


def test_classes_are_weighed_by_name():
    run = train("iris", hidden=(), epochs=1, class_weights={"virginica": 2.5})
    assert run.plan.loss_settings["class_weights"] == (1.0, 1.0, 2.5)
    assert train("iris", hidden=(), epochs=1, class_weights="virginica=2.5").losses.tobytes() == run.losses.tobytes()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"daisy": 2.0}, "class_weights names the class 'daisy', which is not there; the classes are 'setosa', 'versicolor', 'virginica'"),
        ({"setosa": -1.0}, "setosa in class_weights is -1.0; expected a number at least 0.0"),
        ("setosa=x", "class_weights is 'setosa=x'; expected equal, balanced, or numbers by name, like setosa=2"),
        ("heavy", "class_weights is 'heavy'; choose one of equal, balanced"),
        (3, "class_weights is 3; expected equal, balanced, or numbers by name"),
    ],
)
def test_class_weights_that_make_no_sense_are_refused(weights, said):
    with pytest.raises(SettingError) as refused:
        train("iris", hidden=(), epochs=1, class_weights=weights)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"optimizer_settings": {"beta3": 1.0}}, "adam has no setting 'beta3'; its settings: beta1, beta2, epsilon"),
        ({"optimizer_settings": "beta1=1"}, "beta1 of adam is 1; expected a number that is at least 0 and less than 1"),
        ({"schedule": "cosine", "schedule_settings": {"warmth": 1}}, "cosine has no setting 'warmth'"),
        ({"schedule": "cosin"}, "schedule is 'cosin'; did you mean cosine?"),
        ({"dropout": 1.0}, "dropout is 1.0; expected a number at least 0.0 and less than 1.0"),
        ({"clip_norm": 0.0}, "clip_norm is 0.0; expected a number more than 0.0"),
        ({"target_loss": float("nan")}, "target_loss is nan"),
        ({"time_limit": -1}, "time_limit is -1.0; expected a number more than 0.0"),
        (
            {"schedule": "cosine", "epochs": 10**7},
            "the schedule goes by their number, which float32 counts to 16,777,216 only; choose precision float64, or fewer epochs",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused_before_anything_is_written(settings, said, tmp_path):
    with pytest.raises(SettingError) as refused:
        train("iris", save=tmp_path / "run.glass", **settings)
    assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_settings_of_optimizer_and_schedule_reach_the_step():
    run = train(
        "iris", hidden=(), epochs=4, optimizer="momentum", optimizer_settings="momentum=0.5", schedule="step", schedule_settings={"every": 1, "factor": 0.5}
    )
    first, second = run.step(run.plan.steps_per_epoch), run.step(run.plan.steps_per_epoch + 1)
    assert float(second.values[second.nodes.rate]) == 0.5 * float(first.values[first.nodes.rate])
    velocity = 0.5 * second.memory["v_W1"] + second.gradients["W1"]
    np.testing.assert_allclose(second.state_after["v_W1"], velocity, rtol=1e-6)
