"""The numbers in findings: worked out again by NumPy, by counting, or from the history of the run."""

from math import log

import numpy as np
import pytest

from glassgrad.nn import Dense, losses
from glassgrad.training import train
from glassgrad.training.doctor import Gravity
from glassgrad.training.doctor.checks.saturation import saturated_share, steepest_slope
from glassgrad.training.doctor.probe import Rows, values_of
from glassgrad.training.doctor.rehearsal import lowest_loss, rehearse, rows_to_learn

from .patients import LINE, SICK, TWO, bare, before, classes, columns, deep, dying, look, normal


def test_the_gradient_of_every_layer_is_that_of_backpropagation_by_hand():
    patient = deep("sigmoid")
    weights, rows = patient.weights_after(0), patient.training
    activations = [rows.inputs]
    for number in range(1, 9):
        activations.append(1 / (1 + np.exp(-(activations[-1] @ weights[f"W{number}"] + weights[f"b{number}"]))))
    output = activations[-1] @ weights["W9"] + weights["b9"]
    delta = 2 * (output - rows.targets) / len(rows)
    norms = [np.linalg.norm(delta)]
    for number in range(8, 0, -1):
        back = delta @ weights[f"W{number + 1}"].T
        delta = back * activations[number] * (1 - activations[number])
        norms.append(np.linalg.norm(delta))
    flow = patient.flow_after(0)
    np.testing.assert_allclose([one.at_sums for one in flow], norms[::-1], rtol=1e-9)
    (found,) = look("gradient flow", patient)
    assert f"×{(norms[-1] / norms[0]) ** (1 / 8):.2g} per layer over 8 layers" in found.what
    assert "relu" in found.advice[0]  # the slopes do most of it: a quarter at most, layer by layer


def test_a_gradient_that_explodes_is_told_with_the_weights_that_made_it():
    weights = {f"W{number}": np.full((3, 3), 20.0) for number in range(1, 4)} | {"W4": np.ones((3, 1))}
    weights |= {f"b{number}": np.zeros(3) for number in range(1, 4)} | {"b4": np.zeros(1)}
    patient = bare(*(Dense(3) for _ in range(3)), Dense(1), x=normal(20, 2) @ np.ones((2, 3)) / 9, y=normal(20), inputs=3, weights=weights)
    (found,) = look("gradient flow", patient)
    assert "explodes" in found.what
    # All units are alike, so every layer multiplies by 3 · 20 exactly, and the last one by the root of 3.
    assert found.numbers["from layer 3 to 2"] == "weights ×60 · slopes ×1"
    assert found.numbers["from layer 4 to 3"] == "weights ×1.7 · slopes ×1"


@pytest.mark.parametrize(("activation", "edge", "steepest"), [("tanh", 0.975, 1.0), ("sigmoid", 0.9873, 0.25)])
def test_saturated_is_what_the_page_says(activation, edge, steepest):
    assert steepest_slope(activation) == pytest.approx(steepest, rel=1e-6)
    z = np.linspace(-9, 9, 20001)
    a, slope = values_of(activation, z)
    outside = (np.abs(a) > edge) if activation == "tanh" else (a > edge) | (a < 1 - edge)
    assert saturated_share(slope, steepest) == pytest.approx(outside.mean(), abs=1e-3)


@pytest.mark.parametrize("activation", ["relu", "elu", "gelu", "silu", "softplus", "leaky_relu", "linear", "softmax", "tan", "sin", "sign"])
def test_a_function_that_is_not_flat_on_both_sides_cannot_saturate(activation):
    assert np.isnan(steepest_slope(activation))


def test_overfitting_is_told_from_the_epoch_with_the_lowest_validation_loss():
    patient = SICK["overfitting"]()
    (found,) = look("overfitting", patient)
    history = patient.run.history
    turn = int(history["validation_loss"].argmin())
    assert (found.numbers["epoch"], found.since) == (history["epoch"][turn], history["step"][turn])
    assert found.numbers["its median over the last epochs"] == pytest.approx(float(np.median(history["validation_loss"][-5:])))
    assert found.numbers["gap at the end"] == pytest.approx(history["validation_loss"][-1] - history["training_loss"][-1])


def test_shared_rows_are_counted_as_by_looking_at_every_pair():
    patient = SICK["shared rows"]()
    plan = patient.plan
    pairs = (plan.inputs[plan.split.validation][:, None] == plan.inputs[plan.split.training][None]).all(axis=2)
    (found,) = look("shared rows", patient)
    assert found.numbers["held-out rows seen in training"] == f"{pairs.any(axis=1).sum()} of {len(pairs)}"
    assert found.gravity is Gravity.WARNING
    one, other = (int(word) for word in found.where.removeprefix("rows ").removesuffix(" of the data, counted from 0").split(" and "))
    assert abs(one - other) == 120
    assert (one in plan.split.validation, other in plan.split.training) == (True, True)


def test_rows_of_a_few_yes_or_no_columns_are_alike_by_nature():
    table = {name: normal(200, seed=seed) > 0 for seed, name in enumerate("abc")}
    (found,) = look("shared rows", before({**table, "y": classes(normal(200, seed=9) > 0)}))
    assert found.gravity is Gravity.NOTE


def test_class_shares_are_counted_over_all_training_rows():
    patient = SICK["class balance"]()
    counts = np.bincount(patient.plan.targets[patient.plan.split.training].ravel().astype(int))
    (found,) = look("class balance", patient)
    assert found.numbers["accuracy of always saying the most frequent"] == counts.max() / counts.sum()
    assert "class_weights=balanced" in found.advice[1]


def test_a_column_that_is_the_target_in_other_words_is_found_by_the_leak_note():
    (found,) = look("leaking columns", before({**TWO, "code": np.where(np.array(TWO["y"]) == "yes", 7, 3)}))
    assert found.what == "a column may leak the answer: 'code' is one-to-one with the target in the training rows"


def test_a_column_in_the_order_of_a_numeric_target_is_found_and_a_related_one_is_not():
    table = columns(y=lambda x1, x2: np.exp(x1), near=lambda x1, x2: x1 + 0.2 * x2)
    found = look("leaking columns", before(table))
    assert [one.where for one in found] == ["column 'x1'"]
    assert found[0].numbers["rank correlation"] == pytest.approx(1)


def test_words_that_tell_the_class_are_found():
    word = np.array(["ab"[place % 2] + "uvwx"[place % 4] for place in range(120)])
    (found,) = look("leaking columns", before({**columns(), "word": word, "y": classes(np.arange(120) % 2 == 0)}))
    assert found.where == "column 'word'"


# ── learning by heart ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_lowest_loss_is_that_of_rows_which_contradict_each_other():
    inputs = np.array([[0.0], [0.0], [1.0], [2.0]])
    rows = Rows(inputs, np.array([[1.0], [3.0], [5.0], [7.0]]))
    assert lowest_loss(losses["mean_squared_error"], {}, rows, 1) == pytest.approx(0.5)
    rows = Rows(inputs, np.array([0.0, 1.0, 1.0, 2.0]))
    assert lowest_loss(losses["cross_entropy"], {}, rows, 3) == pytest.approx(log(2) / 2, abs=1e-6)


def test_the_rows_to_learn_are_not_all_of_one_class():
    plan = before(columns(y=lambda x1, x2: classes(x1 > 2.2)), batch=4).plan
    rows = rows_to_learn(plan)
    assert set(rows) <= set(plan.split.training)
    assert len(set(rows)) == len(rows)
    assert len(np.unique(plan.targets[rows])) == 2


def test_a_rehearsal_is_the_training_of_the_run_itself():
    plan = before(LINE, batch=1000, hidden=(4,)).plan
    rows = plan.rows_of_step(1)
    seen = rehearse(plan, rows, goal=0.0, steps=20, seconds=60)
    # Batches of all rows, in another order: the same sums, up to rounding.
    run = train(LINE, target="y", engine="reference", batch=1000, hidden=(4,), epochs=21)
    np.testing.assert_allclose(seen.losses, run.losses[:21], rtol=1e-9)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"learning_rate": 1e-7}, "the loss hardly moves"),
        ({"learning_rate": 50.0, "optimizer": "gradient_descent", "hidden": ()}, "a number was not finite"),
        ({"l2": 100.0}, "the loss is stuck"),
        ({"optimizer": "gradient_descent", "learning_rate": 5e-5}, "still falling, but slowly"),
    ],
)
def test_why_rows_cannot_be_learnt_by_heart_is_said(choices, said):
    (found,) = look("one batch by heart", before(LINE, **choices))
    assert said in found.what


def test_a_run_that_was_sick_on_the_way_is_measured_at_its_end():
    patient = dying()
    assert patient.loss_after(patient.last) == pytest.approx(patient.run.history["training_loss"][-1], rel=1e-9)
    assert patient.loss_of(patient.run.parameters, patient.judging) == pytest.approx(patient.run.history["validation_loss"][patient.run.best["epoch"] - 1])
