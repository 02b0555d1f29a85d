"""A step with everything on at once, against NumPy and JAX; penalties, schedules, and what a step says of its nodes."""

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.nn import Dense, Network, initial_state, loss_names, optimizer_names, training_step
from glassgrad.nn.schedules import schedule_names, schedules
from glassgrad.readers import evaluate

from .trying import central_differences

ROWS = 5
NETWORK = Network([Dense(4, "tanh", dropout=0.5), Dense(3, "sigmoid", bias=False, dropout=0.2), Dense(3)], inputs=2)


def numbers(step, seed=8):
    """Rows, targets, weights of rows with a 0 among them, and masks."""
    generator = np.random.default_rng(seed)
    given = {"X": generator.normal(size=(ROWS, 2)), "y": generator.integers(0, 2, size=step.y.shape).astype(float)}
    given |= {name: (generator.random(mask.shape) < 0.7) / 0.7 for name, mask in step.masks.items()}
    return given if step.sample_weights is None else given | {"ω": np.array([1.0, 0.0, 2.5, 0.3, 1.2])}


@pytest.mark.parametrize("loss", loss_names())
def test_the_gradients_with_weights_penalties_and_masks_are_the_numeric_ones(loss):
    step = training_step(NETWORK, loss, "gradient_descent", rows=ROWS, l2=0.3, l1=0.2, weighted=True, clip_norm=0.01)
    parameters = {name: value + 0.05 for name, value in NETWORK.initial_parameters(seed=4).items()}
    given = numbers(step)
    values = evaluate([step.total, *step.gradients.totals.values()], {**parameters, **given})
    for name, at in parameters.items():

        def total(moved, name=name):
            return evaluate(step.total, {**parameters, name: moved, **given})[step.total].item()

        np.testing.assert_allclose(values[step.gradients[name]], central_differences(total, at), rtol=1e-6, atol=1e-9, err_msg=name)


def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_a_whole_step_with_everything_on_at_once_is_the_one_written_out_in_numpy():
    """Cross-entropy with weights of rows and classes, two penalties, two masks, both clippings, a warm-up, momentum."""
    classes = (1.0, 2.0, 0.5)
    step = training_step(
        NETWORK,
        "cross_entropy",
        "momentum",
        rows=ROWS,
        l2=0.3,
        l1=0.2,
        loss_settings={"class_weights": classes},
        optimizer_settings={"momentum": 0.8},
        schedule="warm_up",
        schedule_settings={"share": 0.2},
        epoch_steps=10,
        length=100,
        clip_norm=0.6,
        clip_value=0.25,
        weighted=True,
    )
    p, given, t, rate = NETWORK.initial_parameters(seed=4), numbers(step), 7, 0.05
    velocity = {name: np.full(value.shape, 0.01) for name, value in p.items()}
    X, D1, D2, y = given["X"], given["D1"], given["D2"], given["y"].astype(int)

    d1 = D1 * (a1 := np.tanh(X @ p["W1"] + p["b1"]))
    d2 = D2 * (a2 := 1 / (1 + np.exp(-(d1 @ p["W2"]))))
    shares = softmax(d2 @ p["W3"] + p["b3"])
    counts = given["ω"] * np.array(classes)[y]
    loss = -(counts * np.log(shares[np.arange(ROWS), y])).sum() / counts.sum()
    penalty = sum(0.15 * (p[name] ** 2).sum() + 0.2 * np.abs(p[name]).sum() for name in ("W1", "W2", "W3"))

    by_z3 = counts[:, None] / counts.sum() * (shares - np.eye(3)[y])
    by_z2 = (by_z3 @ p["W3"].T) * D2 * a2 * (1 - a2)
    by_z1 = (by_z2 @ p["W2"].T) * D1 * (1 - a1**2)
    slopes = {"W1": X.T @ by_z1, "b1": by_z1.sum(axis=0), "W2": d1.T @ by_z2, "W3": d2.T @ by_z3, "b3": by_z3.sum(axis=0)}
    slopes = {name: slope + (0.3 * p[name] + 0.2 * np.sign(p[name]) if name.startswith("W") else 0) for name, slope in slopes.items()}
    clipped = {name: np.clip(slope, -0.25, 0.25) for name, slope in slopes.items()}
    norm = np.sqrt(sum((one**2).sum() for one in clipped.values()))
    assert norm > 0.6
    assert any((np.abs(slope) > 0.25).any() for slope in slopes.values())
    moved = {name: 0.8 * velocity[name] + one * 0.6 / norm for name, one in clipped.items()}
    expected = {name: value - rate * 7 / 20 * moved[name] for name, value in p.items()}

    leaves = {**p, **given, **{f"v_{name}": value for name, value in velocity.items()}, "t": t, "α0": rate}
    values = evaluate([*step.graph.outputs, *step.graph.updates.values(), *step.gradients.values()], leaves)
    assert values[step.loss] == pytest.approx(loss, rel=1e-13)
    assert values[step.total] == pytest.approx(loss + penalty, rel=1e-13)
    assert values[step.rate] == pytest.approx(rate * 7 / 20, rel=1e-14)
    for name in p:
        np.testing.assert_allclose(values[step.gradients[name]], slopes[name], rtol=1e-12, atol=1e-15, err_msg=name)
        np.testing.assert_allclose(values[step.updated[name]], expected[name], rtol=1e-12, atol=1e-15, err_msg=name)


def test_jax_agrees_on_every_gradient_with_everything_on():
    jax = pytest.importorskip("jax")
    network = Network([Dense(5, "tanh", dropout=0.5), Dense(1)], inputs=2)
    step = training_step(network, "huber", "gradient_descent", rows=ROWS, l2=0.1, l1=0.05, weighted=True)
    given, parameters = numbers(step), network.initial_parameters(2)

    def by_jax(p):
        z = given["D1"] * jax.numpy.tanh(given["X"] @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
        size = abs(z - given["y"])[:, 0]
        each = jax.numpy.where(size < 1, size**2 / 2, size - 0.5)
        return (given["ω"] * each).sum() / given["ω"].sum() + sum(0.05 * (p[name] ** 2).sum() + 0.05 * abs(p[name]).sum() for name in ("W1", "W2"))

    values = evaluate([step.total, *step.gradients.values()], {**parameters, **given})
    with jax.enable_x64(True):
        expected, slopes = jax.value_and_grad(by_jax)(parameters)
    assert values[step.total] == pytest.approx(float(expected), rel=1e-13)
    for name in parameters:
        np.testing.assert_allclose(values[step.gradients[name]], np.asarray(slopes[name]), rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize(("l2", "l1", "expected"), [(0.5, 0.0, 0.25 * 32), (0.0, 0.1, 0.1 * 12), (0.5, 0.1, 0.25 * 32 + 0.1 * 12)])
def test_the_penalties_by_hand_are_on_weights_of_either_sign_but_not_on_biases(l2, l1, expected):
    network = Network([Dense(2, "relu"), Dense(1)], inputs=2)
    step = training_step(network, "mean_squared_error", "gradient_descent", rows=1, l2=l2, l1=l1)
    parameters = {"W1": [[1.0, -2.0], [3.0, 4.0]], "b1": [100.0, 100.0], "W2": [[1.0], [-1.0]], "b2": [100.0]}
    values = evaluate([step.total], {**parameters, "X": [[0.0, 0.0]], "y": [[0.0]]})
    assert (step.penalty.name, step.total.name) == ("R", "J")
    assert values["R"].item() == pytest.approx(expected, rel=1e-15)
    assert values["J"] == values["L"] + values["R"]


def test_the_l1_penalty_pulls_with_the_same_force_at_every_weight_but_0():
    step = training_step(Network([Dense(3, bias=False)], inputs=1), "squared_error", "gradient_descent", rows=1, l1=0.25)
    values = evaluate(step.gradients["W1"], {"W1": [[4.0, -0.1, 0.0]], "X": [[0.0]], "y": np.zeros((1, 3))})
    assert values[step.gradients["W1"]].tolist() == [[0.25, -0.25, 0.0]]


@pytest.mark.parametrize("name", schedule_names())
def test_the_step_goes_by_the_rate_of_its_schedule(name):
    step = training_step(Network([Dense(1)], inputs=1), "half_squared_error", "gradient_descent", rows=1, schedule=name, epoch_steps=4, length=40)
    alone = schedules[name].rate(step.learning_rate, step.step, epoch=4, length=40)
    given = {"W1": [[0.0]], "b1": [0.0], "X": [[1.0]], "y": [[2.0]]}
    for number in (1, 3, 17, 40, 55):
        values = evaluate([*step.updated.values(), step.rate, alone], {**given, step.step: number, step.learning_rate: 0.5})
        assert values[step.rate] == values[alone]
        assert values[step.updated["W1"]].item() == pytest.approx(2 * values[alone], rel=1e-15)


@pytest.mark.parametrize("name", schedule_names())
def test_the_learning_rate_has_another_name_only_where_a_schedule_changes_it(name):
    step = training_step(Network([Dense(1)], inputs=1), "huber", "adam", rows=1, schedule=name, length=1000)
    assert step.rate.name == "α"
    assert not step.learning_rate.inputs
    if step.rate is step.learning_rate:
        assert step.learning_rate not in step.words
    else:
        assert step.learning_rate.name == "α0"
        assert step.words[step.rate] == schedules[name].says


def test_a_constant_schedule_leaves_the_leaf_itself():
    step = training_step(NETWORK, "cross_entropy", "adam", rows=2)
    assert step.rate is step.learning_rate
    assert step.graph["α"] is step.rate


@pytest.mark.parametrize("optimizer", optimizer_names())
def test_every_part_of_a_full_step_can_be_found_by_its_name(optimizer):
    step = training_step(NETWORK, "cross_entropy", optimizer, rows=6, l1=0.1, weighted=True, schedule="cosine", length=50, clip_norm=1.0, clip_value=0.5)
    assert {"X", "y", "ω", "D1", "D2", "α0", *step.parameters} <= {leaf.name for leaf in step.graph.leaves} <= {
        "X", "y", "ω", "D1", "D2", "α0", "t", *step.parameters, *step.memory
    }  # fmt: skip
    for name in ("ω", "α0", "α", "‖g‖", "g_W1", "ĝ_W1", "ĝ_b3", "d1", "d2", "R", "J", "L"):
        assert step.graph[name].name == name
    assert set(initial_state(step, NETWORK.initial_parameters(0))) == set(step.graph.updates)


def test_a_step_says_what_the_nodes_are_that_no_layer_names():
    step = training_step(NETWORK, "cross_entropy", "adam", rows=6, l2=0.5, l1=0.1, weighted=True, schedule="cosine", length=50, clip_norm=2.0)
    told = {node.name: words for node, words in step.words.items()}
    assert told["D2"] == "the dropout mask of layer 2: 0 for units left out, 1/(1 − 0.2) for the others"
    assert told["R"] == "the penalty on large weights, λ2/2·Σw² + λ1·Σ|w| with λ2 = 0.5 and λ1 = 0.1"
    assert told["ĝ_W1"].endswith("so that it is c; c = 2")
    assert {"ω", "d1", "α0", "α", "‖g‖"} <= set(told)
    assert not training_step(Network([Dense(1)], inputs=1), "huber", "adam", rows=2).words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"l1": -1.0}, "l1 of the training step is -1; expected a number that is at least 0"),
        ({"l1": "a lot"}, "l1 of the training step is 'a lot'; expected a number"),
        ({"clip_norm": 0.0}, "the limit c of clipping by norm is 0; expected a number that is more than 0"),
        ({"clip_value": -2}, "the limit c of clipping by value is -2"),
        ({"schedule": "cosin"}, "there is no schedule 'cosin'; did you mean cosine"),
        ({"schedule_settings": {"share": 0.5}}, "constant has no setting 'share'"),
        ({"schedule": "cosine", "length": 0}, "the steps of the run are 0; expected a whole number of at least 1"),
    ],
)
def test_what_does_not_fit_is_refused(change, said):
    with pytest.raises(SettingError, match=f"^{said}"):
        training_step(NETWORK, "cross_entropy", "adam", rows=4, **change)
