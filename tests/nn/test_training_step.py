"""One training step as one graph: the course's two examples to 1e-12, its errata, and gradients against numbers and against JAX."""

import numpy as np
import pytest

from glassgrad.engine import engine
from glassgrad.graph import SettingError, ShapeError
from glassgrad.nn import Dense, Network, initial_state, loss_names, losses, measuring, optimizer_names, training_step
from glassgrad.readers import evaluate

from .trying import central_differences

# The course, section 9: x=1, y=5, w1=2, b1=0, w2=3, b2=1, no activation, L = ½(a2 − y)².
TWO_NEURONS = Network([Dense(1), Dense(1)], inputs=1)
COURSE = {"W1": [[2.0]], "b1": [0.0], "W2": [[3.0]], "b2": [1.0]}


def one_step(step, parameters, x, y, *, rate):
    """The new state by name, and the values of all nodes."""
    program = engine("reference").compile(step.graph, keep="all")
    new, values = program.step(initial_state(step, parameters), {step.x: x, step.y: y, step.learning_rate: rate})
    return {leaf.name: value for leaf, value in new.items()}, values


def course_step():
    return training_step(TWO_NEURONS, "half_squared_error", "gradient_descent", rows=1)


def test_section_9_forward_backward_and_update_by_hand():
    step = course_step()
    new, values = one_step(step, COURSE, [[1.0]], [[5.0]], rate=0.1)
    assert values["z1"].item() == pytest.approx(2.0, abs=1e-12)
    assert values["z2"].item() == pytest.approx(7.0, abs=1e-12)
    assert values[step.loss].item() == pytest.approx(2.0, abs=1e-12)
    slopes = {node.name: values[total].item() for node, total in step.gradients.totals.items() if node.name}
    wanted = {"z2": 2.0, "b2": 2.0, "W2": 4.0, "z1": 6.0, "W1": 6.0, "b1": 6.0}
    assert {name: slopes[name] for name in wanted} == pytest.approx(wanted, abs=1e-12)
    assert {name: new[name].item() for name in COURSE} == pytest.approx({"W2": 2.6, "b2": 0.8, "W1": 1.4, "b1": -0.6}, abs=1e-12)


def test_erratum_the_gradient_of_the_hidden_neuron_is_6_not_the_printed_4():
    step = course_step()
    _, values = one_step(step, COURSE, [[1.0]], [[5.0]], rate=0.1)
    for name in ("W1", "b1"):
        assert values[step.gradients[name]].item() == 6.0
        assert values[step.gradients[name]].item() != 2 * 2  # it multiplied by 2 where w2 = 3


def test_erratum_the_right_step_raises_the_loss_and_the_wrong_one_lowers_it():
    seen = measuring(TWO_NEURONS, "half_squared_error", rows=1)

    def loss_at(parameters):
        return evaluate(seen.loss, {**parameters, "X": [[1.0]], "y": [[5.0]]})[seen.loss].item()

    step = course_step()
    new, _ = one_step(step, COURSE, [[1.0]], [[5.0]], rate=0.1)
    assert loss_at(new) == pytest.approx(2.2472, abs=1e-12)
    with_the_printed_4 = {"W1": [[1.6]], "b1": [-0.4], "W2": [[2.6]], "b2": [0.8]}
    assert loss_at(with_the_printed_4) == pytest.approx(0.5832, abs=1e-12)
    smaller, _ = one_step(step, COURSE, [[1.0]], [[5.0]], rate=0.0966)
    larger, _ = one_step(step, COURSE, [[1.0]], [[5.0]], rate=0.0968)
    assert loss_at(smaller) < 2.0 < loss_at(larger)


def test_section_7_one_neuron_learns_in_one_step():
    step = training_step(Network([Dense(1)], inputs=1), "half_squared_error", "gradient_descent", rows=1)
    new, values = one_step(step, {"W1": [[0.0]], "b1": [0.0]}, [[1.0]], [[2.0]], rate=0.5)
    assert values[step.loss].item() == pytest.approx(2.0, abs=1e-12)
    assert [values[step.gradients[name]].item() for name in ("W1", "b1")] == pytest.approx([-2.0, -2.0], abs=1e-12)
    assert [new["W1"].item(), new["b1"].item()] == pytest.approx([1.0, 1.0], abs=1e-12)
    assert one_step(step, new, [[1.0]], [[2.0]], rate=0.5)[1][step.loss].item() == pytest.approx(0.0, abs=1e-12)


def test_erratum_without_the_half_section_7_oscillates_for_ever_at_loss_4():
    step = training_step(Network([Dense(1)], inputs=1), "squared_error", "gradient_descent", rows=1)
    parameters = {"W1": [[0.0]], "b1": [0.0]}
    for _ in range(6):
        parameters, values = one_step(step, parameters, [[1.0]], [[2.0]], rate=0.5)
        assert values[step.loss].item() == 4.0


def test_all_updates_are_worked_out_from_the_old_values():
    """Layer 1 must see the old w2 = 3; with the new one, 2.6, its gradient would be 5.2."""
    new, _ = one_step(course_step(), COURSE, [[1.0]], [[5.0]], rate=0.1)
    assert new["W1"].item() == pytest.approx(2 - 0.1 * 6, abs=1e-12)
    assert new["W1"].item() != pytest.approx(2 - 0.1 * 5.2, abs=1e-3)


@pytest.mark.parametrize("loss", loss_names())
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_the_gradients_of_a_whole_network_are_the_numeric_ones(loss, l2):
    network = Network([Dense(4, "tanh"), Dense(3, "sigmoid", bias=False), Dense(3)], inputs=2)
    step = training_step(network, loss, "gradient_descent", rows=5, l2=l2)
    generator = np.random.default_rng(8)
    X = generator.normal(size=(5, 2))
    y = generator.integers(0, 2, size=step.y.shape).astype(float)
    parameters = network.initial_parameters(seed=4)
    values = evaluate([step.total, *step.gradients.totals.values()], {**parameters, "X": X, "y": y})
    for name, at in parameters.items():

        def total(moved, name=name):
            return evaluate(step.total, {**parameters, name: moved, "X": X, "y": y})[step.total].item()

        np.testing.assert_allclose(values[step.gradients[name]], central_differences(total, at), rtol=1e-6, atol=1e-9, err_msg=name)


def test_the_penalty_is_on_weights_but_not_on_biases_and_the_total_is_loss_plus_penalty():
    network = Network([Dense(2, "relu"), Dense(1)], inputs=2)
    step = training_step(network, "mean_squared_error", "gradient_descent", rows=1, l2=0.5)
    parameters = {"W1": [[1.0, 2.0], [3.0, 4.0]], "b1": [100.0, 100.0], "W2": [[1.0], [-1.0]], "b2": [100.0]}
    _, values = one_step(step, parameters, [[0.0, 0.0]], [[0.0]], rate=0.0)
    assert (step.penalty.name, step.total.name, step.loss.name) == ("R", "J", "L")
    assert values["R"].item() == 0.25 * (1 + 4 + 9 + 16 + 1 + 1)
    assert values["J"] == values["L"] + values["R"]


def test_without_a_penalty_the_total_is_the_loss():
    step = course_step()
    assert step.penalty is None
    assert step.total is step.loss
    assert step.loss.name == "L"


@pytest.mark.parametrize("name", optimizer_names())
def test_every_part_of_a_step_can_be_found_by_its_name(name):
    step = training_step(Network([Dense(3, "relu"), Dense(2)], inputs=4), "cross_entropy", name, rows=6)
    assert (step.x.name, step.x.shape) == ("X", (6, 4))
    assert (step.y.name, step.y.shape) == ("y", (6,))
    assert (step.step.name, step.learning_rate.name) == ("t", "α")
    assert list(step.parameters) == ["W1", "b1", "W2", "b2"]
    assert all(leaf.name == name for name, leaf in {**step.parameters, **step.memory}.items())
    assert set(step.graph.updates) == {*step.parameters.values(), *step.memory.values(), step.step}
    assert step.updated == {name: step.graph.updates[leaf] for name, leaf in step.parameters.items()}
    assert {leaf.name for leaf in step.graph.leaves} == {"X", "y", "t", "α", *step.parameters, *step.memory}
    for leaf in (*step.parameters.values(), *step.memory.values(), step.x, step.y):
        assert step.graph[leaf.name] is leaf


def test_the_memory_of_adam_starts_at_0_and_t_at_1():
    step = training_step(Network([Dense(2)], inputs=3), "mean_squared_error", "adam", rows=4)
    state = initial_state(step, {"W1": np.ones((3, 2)), "b1": np.ones(2)})
    assert list(step.memory) == ["m_W1", "v_W1", "m_b1", "v_b1"]
    assert {leaf.name: np.sum(value) for leaf, value in state.items()} == {"W1": 6, "b1": 2, "m_W1": 0, "v_W1": 0, "m_b1": 0, "v_b1": 0, "t": 1}
    assert all(value.shape == leaf.shape for leaf, value in state.items())


def test_the_step_counter_moves_on_by_one():
    new, _ = one_step(course_step(), COURSE, [[1.0]], [[5.0]], rate=0.1)
    assert new["t"] == 2


@pytest.mark.parametrize("loss", loss_names())
def test_a_batch_of_one_row_is_a_batch(loss):
    """Fault 121."""
    network = Network([Dense(3, "relu"), Dense(2)], inputs=2)
    step = training_step(network, loss, "adam", rows=1)
    new, values = one_step(step, network.initial_parameters(0), [[1.0, -1.0]], np.ones(step.y.shape), rate=0.01)
    assert np.isfinite(values[step.total])
    assert all(np.isfinite(value).all() for value in new.values())


def test_two_parameters_that_share_an_array_are_each_updated_once_from_their_own_gradient():
    """Fault 130: parameters are told apart by name, not by where their numbers lie."""
    shared = np.array([[3.0]])
    together, _ = one_step(course_step(), {**COURSE, "W1": shared, "W2": shared}, [[1.0]], [[5.0]], rate=0.1)
    apart, _ = one_step(course_step(), {**COURSE, "W1": shared.copy(), "W2": shared.copy()}, [[1.0]], [[5.0]], rate=0.1)
    assert together == apart
    assert shared.tolist() == [[3.0]]


def test_measuring_has_the_predictions_in_the_loss_s_own_terms():
    network = Network([Dense(3)], inputs=2)
    seen = measuring(network, "cross_entropy", rows=2)
    given = {**network.initial_parameters(1), "X": [[1.0, 2.0], [3.0, 4.0]], "y": [0.0, 2.0]}
    values = evaluate(seen.graph.outputs, given)
    assert seen.graph.outputs == (seen.loss, seen.prediction)
    assert values[seen.prediction].sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-15)
    assert values[seen.loss] == pytest.approx(-np.log(values[seen.prediction][[0, 1], [0, 2]]).mean(), rel=1e-14)
    assert values[seen.loss].item() == losses["cross_entropy"].measure(values[seen.output], [0.0, 2.0])


def test_measuring_and_training_agree_on_the_loss():
    step, seen = course_step(), measuring(TWO_NEURONS, "half_squared_error", rows=1)
    assert not seen.graph.updates
    given = {**COURSE, "X": [[1.0]], "y": [[5.0]]}
    assert evaluate(seen.loss, given)[seen.loss] == evaluate(step.loss, given)[step.loss]


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"rows": 0}, SettingError, "rows is 0; expected a whole number"),
        ({"rows": 2.5}, SettingError, "rows is 2.5; expected a whole number"),
        ({"l2": -1.0}, SettingError, "l2 of the training step is -1; expected a number that is at least 0"),
        ({"l2": float("nan")}, SettingError, "l2 of the training step is nan"),
        ({"l2": "a lot"}, SettingError, "l2 of the training step is 'a lot'; expected a number"),
        ({"loss": "cross_entropy"}, ShapeError, "needs one output for each class, at least 2, not 1"),
        ({"loss": "hubber"}, SettingError, "did you mean huber"),
        ({"optimizer": "sgd"}, SettingError, "there is no optimizer 'sgd'"),
        ({"optimizer_settings": {"momentum": 0.5}}, SettingError, "gradient_descent has no setting 'momentum'"),
        ({"loss_settings": {"delta": 0.5}}, SettingError, "mean_squared_error has no setting 'delta'"),
    ],
)
def test_what_does_not_fit_together_is_refused(change, error, said):
    wanted = {"loss": "mean_squared_error", "optimizer": "gradient_descent", "rows": 4, **change}
    with pytest.raises(error, match=said):
        training_step(TWO_NEURONS, wanted.pop("loss"), wanted.pop("optimizer"), **wanted)


@pytest.mark.parametrize(("last", "loss"), [("softmax", "cross_entropy"), ("sigmoid", "binary_cross_entropy"), ("relu", "cross_entropy")])
def test_squashing_the_scores_twice_is_refused(last, loss):
    with pytest.raises(SettingError, match=f"already applies {last}; make it linear"):
        training_step(Network([Dense(2, last)], inputs=2), loss, "adam", rows=4)


def test_an_array_of_another_shape_is_refused_before_the_first_step():
    with pytest.raises(ShapeError, match="W1 is 2×2 instead of 1×1; W2"):
        initial_state(course_step(), {**COURSE, "W1": np.zeros((2, 2)), "W2": [3.0]})


def test_jax_agrees_on_every_gradient():
    jax = pytest.importorskip("jax")
    network = Network([Dense(5, "tanh"), Dense(4, "relu"), Dense(3)], inputs=3)
    step = training_step(network, "cross_entropy", "gradient_descent", rows=7, l2=0.1)
    generator = np.random.default_rng(5)
    X, y, parameters = generator.normal(size=(7, 3)), generator.integers(0, 3, 7), network.initial_parameters(2)

    def by_jax(p):
        a1 = jax.numpy.tanh(X @ p["W1"] + p["b1"])
        z3 = jax.numpy.maximum(a1 @ p["W2"] + p["b2"], 0) @ p["W3"] + p["b3"]
        chosen = jax.nn.log_softmax(z3)[np.arange(7), y]
        return -chosen.mean() + 0.05 * sum((p[name] ** 2).sum() for name in ("W1", "W2", "W3"))

    values = evaluate([step.total, *step.gradients.values()], {**parameters, "X": X, "y": y})
    with jax.enable_x64(True):
        expected, slopes = jax.value_and_grad(by_jax)(parameters)
    assert values[step.total] == pytest.approx(float(expected), rel=1e-13)
    for name in parameters:
        np.testing.assert_allclose(values[step.gradients[name]], np.asarray(slopes[name]), rtol=1e-12, atol=1e-14, err_msg=name)
