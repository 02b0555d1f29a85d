import numpy as np
import pytest

from glassgrad.engine import engine
from glassgrad.graph import SettingError
from glassgrad.training import train
from glassgrad.training.replay import factors_of
from glassgrad.training.stepping import cut, given_to_step, pieces_between, starting_state


def every_state(run):
    """The states of the whole run, one after each step, made one by one by the engine's plain program, without any snapshot."""
    states = [starting_state(run.plan)]
    for number in range(1, run.steps + 1):
        compiled = run.plan.compiled(len(run.plan.rows_of_step(number)))
        state, _ = compiled.program.step(
            compiled.enter(states[-1]), given_to_step(run.plan, number, factors_of(run.plan, run.file)(1 + (number - 1) // run.plan.steps_per_epoch))
        )
        states.append({leaf.name: value for leaf, value in state.items()})
    return states


KINDS = {
    "adam with a schedule": {"schedule": "cosine"},
    "dropout": {"dropout": 0.4},
    "everything clipped": {"clip_norm": 0.1, "clip_value": 0.05, "optimizer": "nesterov"},
    "penalties": {"l1": 0.01, "l2": 0.01, "optimizer": "adagrad"},
    "a rate that follows the losses": {"schedule": "reduce_on_plateau", "schedule_settings": {"patience": 1, "tolerance": 0.3}, "optimizer": "rmsprop"},
    "classes that count differently": {"class_weights": {"setosa": 3.0}, "label_smoothing": 0.1, "optimizer": "adamw"},
    "float64": {"precision": "float64", "optimizer": "nadam"},
}


@pytest.mark.parametrize("choices", [None, *KINDS.values()], ids=["usual", *KINDS])
def test_any_step_is_replayed_bit_for_bit(iris, choices):
    run = iris if choices is None else train("iris", hidden=(6, 5), epochs=12, batch=16, **choices)
    states = every_state(run)
    for number in (1, 2, 7, 8, 9, 50, run.steps):
        step = run.step(number)
        for name, leaf in step.nodes.parameters.items():
            assert step.old[name].tobytes() == states[number - 1][leaf.name].tobytes()
            assert step.new[name].tobytes() == states[number][leaf.name].tobytes()
        assert all(np.asarray(step.memory[name]).tobytes() == np.asarray(states[number - 1][name]).tobytes() for name in step.memory)
        assert {name: np.asarray(value).tobytes() for name, value in step.state_after.items()} == {
            name: np.asarray(value).tobytes() for name, value in states[number].items()
        }
        assert step.loss == run.losses[number - 1]


def test_the_loss_of_a_replayed_step_is_the_loss_of_the_run_to_the_bit(iris):
    for number in (1, 8, 33, iris.steps):
        assert iris.step(number).loss == iris.losses[number - 1]


def test_replay_is_the_same_when_most_snapshots_are_gone(iris, tmp_path):
    from glassgrad.training import open_run

    path = iris.save(tmp_path / "thin.glass")
    with open_run(path) as run:
        want = run.step(40).new["W1"]
    import sqlite3

    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM snapshots WHERE step > 0 AND step < 90")
    database.close()
    with open_run(path) as run:
        assert run.step(40).new["W1"].tobytes() == want.tobytes()


def test_the_pieces_between_two_steps_are_the_steps_one_by_one(iris):
    for done, last in ((0, 1), (0, 8), (3, 3), (3, 4), (5, 20), (7, 8), (8, 9), (8, 24), (0, iris.steps)):
        pieces = list(pieces_between(iris.plan, done, last))
        steps = [(piece.first + place, rows.tolist()) for piece in pieces for place, rows in enumerate(piece.rows)]
        assert steps == [(number, iris.plan.rows_of_step(number).tolist()) for number in range(done + 1, last + 1)]
        small = [(piece.first + place, rows.tolist()) for piece in cut(pieces, 3) for place, rows in enumerate(piece.rows)]
        assert small == steps


def test_replaying_many_steps_draws_each_epochs_order_once(iris, monkeypatch):
    from glassgrad.training import plan

    drawn = []
    stream = plan.random_stream
    monkeypatch.setattr(plan, "random_stream", lambda *key: drawn.append(key) or stream(*key))
    iris.step(39)
    own, *before = drawn  # for its own rows, and for the steps before it
    assert before == sorted(set(before))
    assert own[-1] == 5


def test_a_step_has_every_value_gradient_and_weight(diabetes):
    step = diabetes.step(3)
    batch = len(step.rows)
    assert step["X"].shape == (batch, 10)
    assert step["z1"].shape == step["a1"].shape == step.gradients["z1"].shape == (batch, 6)
    assert {"W1", "b1", "W2", "b2", "z1", "a1", "z2"} <= set(step.gradients)
    assert step["J"] == step["L"] + step["R"]
    np.testing.assert_allclose(step.gradients["b1"], step.gradients["z1"].sum(axis=0), rtol=1e-10, atol=1e-14)


def test_the_update_of_gradient_descent_is_w_minus_alpha_times_the_gradient():
    run = train("diabetes", hidden=(3,), optimizer="gradient_descent", learning_rate=0.05, epochs=1)
    step = run.step(2)
    for name in step.old:
        np.testing.assert_allclose(step.new[name], step.old[name] - 0.05 * step.gradients[name], rtol=1e-13)


def test_values_cannot_be_changed_in_place(iris):
    with pytest.raises(ValueError, match="read-only"):
        iris.step(1)["W1"][0, 0] = 7.0


@pytest.mark.parametrize("number", [0, -1, 97, 10**12, 1.5, True, "3"])
def test_a_step_that_was_not_made_is_refused_with_the_range(iris, number):
    with pytest.raises(SettingError, match="1 to 96"):
        iris.step(number)


def test_the_batch_of_a_step_is_the_rows_it_names(iris):
    step = iris.step(5)
    np.testing.assert_array_equal(step["X"], iris.plan.inputs[step.rows])


def test_a_step_tells_its_story_at_each_level(iris):
    step = iris.step(9)
    assert "W1" in str(step.explain())
    neuron = str(step.explain(row=3, unit="1.2"))
    assert "z1[3,2]" in neuron
    with pytest.raises(SettingError):
        step.explain(row=10_000, unit="1.2")
    with pytest.raises(SettingError):
        step.explain(row=0, unit="9.9")


def test_the_native_engine_in_float32_is_the_usual_one():
    run = train("iris", hidden=(4,), epochs=1)
    assert run.plan.engine() == engine("native")
    assert run.step(1)["W1"].dtype == np.float32


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_the_precision_asked_for_is_that_of_every_number(precision):
    run = train("iris", hidden=(4,), epochs=2, precision=precision)
    step = run.step(3)
    assert {np.asarray(step.values[node]).dtype for node in step.values} == {np.dtype(precision)}
    assert run.losses.dtype == precision
