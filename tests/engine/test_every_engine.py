"""Promises that every engine keeps. A new engine is tested by being in the table of contents."""

import numpy as np
import pytest

from glassgrad.engine import engine, engine_names, engines, first_non_finite
from glassgrad.graph import Graph, MissingValueError, SettingError, ShapeError, ancestors, pages
from glassgrad.nn import optimizer_names
from glassgrad.readers import evaluate

from .training_problem import problem

every_engine = pytest.mark.parametrize("one", engines(), ids=engine_names())
every_optimizer = pytest.mark.parametrize("optimizer", optimizer_names())


def same_bits(one, other):
    return {leaf.name: np.asarray(value).tobytes() for leaf, value in one.items()} == {leaf.name: np.asarray(value).tobytes() for leaf, value in other.items()}


@every_engine
def test_an_engine_can_be_found_by_its_name_and_says_what_it_is(one):
    assert engine(one.name) is one
    assert one.says


@every_engine
def test_a_process_that_has_not_joined_others_agrees_with_itself(one):
    with one.together() as processes:
        assert (processes.count, processes.writes) == (1, True)
        assert processes.agreed(0.1, True) == (0.1, True)
        processes.check_same("settings", "anything")


@every_engine
def test_a_pass_is_what_evaluate_says(one):
    """Compared to the definition of right; other engines may differ from it in the last bits, not more."""
    task = problem()
    given = {**task.batch(0), **task.state}
    expected = evaluate(task.graph.nodes, given)
    everything = one.compile(task.graph, keep="all").run(given)
    assert set(everything) == set(task.graph.nodes)
    for node in task.graph.nodes:
        np.testing.assert_allclose(everything[node], expected[node], rtol=1e-12, atol=1e-14, err_msg=repr(node))
    outputs = one.compile(task.graph).run(given)
    assert set(outputs) == set(task.graph.outputs)
    assert outputs[task.step.total] == everything[task.step.total]


@every_engine
@every_optimizer
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_many_steps_in_a_row_are_the_steps_one_by_one_bit_for_bit(one, optimizer, dtype):
    task = problem(optimizer)
    program = one.compile(task.graph, dtype=dtype)
    trace = program.steps(task.state, task.given, task.data, task.rows)
    state, losses = task.state, []
    for number in range(len(task.rows)):
        state, values = program.step(state, task.batch(number))
        losses.append(values[task.step.total])
    assert trace.completed == len(task.rows) == len(trace.losses)
    assert trace.losses.tobytes() == np.array(losses, dtype=dtype).tobytes()
    assert same_bits(trace.state, state)
    assert {np.asarray(value).dtype for value in trace.state.values()} == {np.dtype(dtype)}


@every_engine
def test_steps_can_be_cut_anywhere_without_changing_a_bit(one):
    task = problem()
    program = one.compile(task.graph)
    whole = program.steps(task.state, task.given, task.data, task.rows)
    first = program.steps(task.state, task.given, task.data, task.rows[:5])
    second = program.steps(first.state, task.given, task.data, task.rows[5:])
    assert same_bits(whole.state, second.state)
    assert whole.losses.tobytes() == np.concatenate([first.losses, second.losses]).tobytes()


@every_engine
def test_keeping_everything_changes_no_bit(one):
    """Or a replayed step would not be the step that was made."""
    task = problem()
    lean, full = (one.compile(task.graph, keep=keep).step(task.state, task.batch(0)) for keep in ("outputs", "all"))
    assert same_bits(lean[0], full[0])
    assert lean[1][task.step.total] == full[1][task.step.total]


@every_engine
def test_more_threads_change_no_bit(one):
    """Fault 134."""
    task = problem()
    traces = [one.compile(task.graph, threads=threads).steps(task.state, task.given, task.data, task.rows) for threads in (1, 2)]
    assert same_bits(traces[0].state, traces[1].state)


@every_engine
def test_training_lowers_the_loss(one):
    task = problem(rate=0.1)
    rows = np.tile(np.arange(20).reshape(5, 4), (20, 1))
    losses = one.compile(task.graph).steps(task.state, task.given, task.data, rows).losses
    assert losses[-5:].mean() < 0.8 * losses[:5].mean()


@every_engine
def test_no_steps_leave_the_state_as_it_was(one):
    task = problem()
    trace = one.compile(task.graph).steps(task.state, task.given, task.data, np.empty((0, 4), dtype=int))
    assert (trace.completed, trace.losses.shape) == (0, (0,))
    assert same_bits(trace.state, task.state)


@every_engine
def test_a_leaf_can_have_a_value_of_its_own_at_every_step(one):
    task = problem("gradient_descent")
    program = one.compile(task.graph)
    rates = np.linspace(0.1, 0.0, 12)
    trace = program.steps(task.state, {}, task.data, task.rows, each={task.step.learning_rate: rates})
    state = task.state
    for number, rate in enumerate(rates):
        state, _ = program.step(state, {**task.batch(number), task.step.learning_rate: rate})
    assert same_bits(trace.state, state)


@every_engine
@pytest.mark.parametrize("rate", [1e30, 1e300])
def test_it_stops_before_the_first_step_that_is_not_finite_and_the_step_can_be_made_again(one, rate):
    """Fault 116."""
    task = problem("gradient_descent", loss="squared_error", rate=rate)
    program = one.compile(task.graph)
    trace = program.steps(task.state, task.given, task.data, task.rows)
    assert trace.completed < len(task.rows)
    assert len(trace.losses) == trace.completed
    assert np.isfinite(trace.losses).all()
    assert all(np.isfinite(value).all() for value in trace.state.values())
    following, values = program.step(trace.state, task.batch(trace.completed))
    assert not np.isfinite([values[task.step.total], *(np.abs(value).max() for value in following.values())]).all()
    assert first_non_finite(program, trace.state, task.batch(trace.completed)) is not None


@every_engine
def test_not_a_number_in_the_data_stops_at_the_step_that_meets_it(one):
    """Fault 117."""
    task = problem()
    bad = int(task.rows[7, 2])
    task.data[task.step.x][bad, 1] = np.nan
    met = next(number for number, rows in enumerate(task.rows) if bad in rows)
    trace = one.compile(task.graph).steps(task.state, task.given, task.data, task.rows)
    assert trace.completed == met


@every_engine
def test_what_is_given_is_never_changed_and_what_comes_back_cannot_be(one):
    task = problem()
    before = {leaf: np.array(value) for leaf, value in {**task.state, **task.data}.items()}
    program = one.compile(task.graph, keep="all")
    trace = program.steps(task.state, task.given, task.data, task.rows)
    state, values = program.step(task.state, task.batch(0))
    assert all(np.array_equal(before[leaf], value) for leaf, value in {**task.state, **task.data}.items())
    for array in (*trace.state.values(), *state.values(), *values.values(), trace.losses):
        assert not np.asarray(array).flags.writeable or np.ndim(array) == 0
        with pytest.raises((ValueError, TypeError)):
            array[...] = 0.0


@every_engine
def test_all_updates_take_the_old_values(one):
    a, b = pages.variable(shape=(), name="a"), pages.variable(shape=(), name="b")
    swap = Graph(outputs=(a + b,), updates={a: b, b: a})
    state, values = one.compile(swap).step({a: 1.0, b: 2.0}, {})
    assert (state[a], state[b], values[swap.outputs[0]]) == (2.0, 1.0, 3.0)


@every_engine
def test_whole_numbers_are_taken_and_float64_is_rounded_to_float32(one):
    """Fault 129."""
    x = pages.variable(shape=(2,), name="x")
    y = pages.sum(x)
    third = one.compile(Graph(outputs=(y,)), dtype=np.float32).run({x: np.array([1 / 3, 0.0])})[y]
    assert third == np.float32(1 / 3)
    assert third.dtype == np.float32
    assert one.compile(Graph(outputs=(y,))).run({x: np.array([1, 2])})[y] == 3.0
    assert one.compile(Graph(outputs=(y,))).run({x: [True, False]})[y] == 1.0


@every_engine
def test_two_leaves_that_share_an_array_are_updated_apart(one):
    """Fault 130."""
    a, b = pages.variable(shape=(2,), name="a"), pages.variable(shape=(2,), name="b")
    graph = Graph(outputs=(pages.sum(a * b),), updates={a: a + 1, b: b - 1})
    shared = np.array([1.0, 2.0])
    state, _ = one.compile(graph).step({a: shared, b: shared}, {})
    assert (state[a].tolist(), state[b].tolist(), shared.tolist()) == ([2.0, 3.0], [0.0, 1.0], [1.0, 2.0])


@every_engine
def test_a_batch_of_one_row_is_a_batch(one):
    """Fault 121."""
    task = problem(batch=1)
    trace = one.compile(task.graph).steps(task.state, task.given, task.data, task.rows)
    assert trace.completed == 12


@every_engine
def test_a_pass_needs_only_what_the_outputs_depend_on(one):
    task = problem()
    graph = Graph(outputs=(task.step.layers[0].before,), updates=task.graph.updates)
    parameters = {task.step.parameters[name]: task.state[task.step.parameters[name]] for name in ("W1", "b1")}
    assert one.compile(graph).run({**parameters, task.step.x: task.batch(0)[task.step.x]})[graph.outputs[0]].shape == (4, 5)


@every_engine
def test_a_graph_of_a_hundred_thousand_nodes_runs(one):
    x = pages.variable(shape=(), name="x")
    y = x
    for _ in range(100_000 if one.name == "reference" else 2_000):
        y = y + 1
    graph = Graph(outputs=(y,))
    assert one.compile(graph).run({x: 0.0})[y] == len(ancestors([y])) // 2


@every_engine
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"dtype": np.int64}, "dtype is int64; expected float32 or float64"),
        ({"dtype": np.float16}, "dtype is float16; expected float32 or float64"),
        ({"dtype": "decimal"}, "dtype is 'decimal'; expected float32 or float64"),
        ({"threads": 0}, "threads is 0; expected a whole number of at least 1"),
        ({"threads": True}, "threads is True"),
        ({"threads": 1.5}, "threads is 1.5"),
        ({"keep": "some"}, "keep is 'some'; expected 'outputs' or 'all'"),
    ],
)
def test_a_wrong_setting_is_refused(one, settings, said):
    with pytest.raises(SettingError, match=said):
        one.compile(problem().graph, **settings)


@every_engine
def test_updates_that_do_not_fit_are_refused_when_compiling(one):
    a, b = pages.variable(shape=(2,), name="a"), pages.variable(shape=(), name="b")
    with pytest.raises(ShapeError, match="a is 2, its new value a single number"):
        one.compile(Graph(outputs=(b,), updates={a: b + 1}))
    with pytest.raises(SettingError, match="only leaves take a new value"):
        one.compile(Graph(outputs=(b,), updates={b + 1: b}))


@every_engine
def test_what_does_not_fit_is_named_before_the_first_step(one):
    task = problem()
    program, step = one.compile(task.graph), task.step
    X, y = task.data[step.x], task.data[step.y]
    wrong = [
        (MissingValueError, "no value given for α", lambda: program.steps(task.state, {}, task.data, task.rows)),
        (MissingValueError, "no value given for y", lambda: program.steps(task.state, task.given, {step.x: X}, task.rows)),
        (MissingValueError, "no value given for W1, b1", lambda: program.step({}, task.batch(0))),
        (
            ShapeError,
            r"X is \(4, 2\), but batches of 4 rows of the data \(20, 3\)",
            lambda: program.steps(task.state, task.given, {step.x: np.zeros((20, 3)), step.y: y}, task.rows),
        ),
        (ShapeError, r"X is \(4, 2\), but batches of 3 rows", lambda: program.steps(task.state, task.given, task.data, task.rows[:, :3])),
        (
            ShapeError,
            r"rows run from 0 to 20, but the data of X has only the rows 0 to 19",
            lambda: program.steps(task.state, task.given, task.data, [[0, 1, 2, 20]]),
        ),
        (ShapeError, "rows run from -1 to 2", lambda: program.steps(task.state, task.given, task.data, [[0, 1, 2, -1]])),
        (ShapeError, "rows must be whole numbers", lambda: program.steps(task.state, task.given, task.data, [[0.0, 1.0, 2.0, 3.0]])),
        (ShapeError, "rows must be whole numbers", lambda: program.steps(task.state, task.given, task.data, [0, 1, 2, 3])),
        (
            ShapeError,
            r"α needs one value for each of the 12 steps: \(12,\), not \(3,\)",
            lambda: program.steps(task.state, {}, task.data, task.rows, each={step.learning_rate: np.ones(3)}),
        ),
        (ShapeError, "W1 has the shape 2×5", lambda: program.step({**task.state, step.parameters["W1"]: np.zeros((2, 2))}, task.batch(0))),
    ]
    for error, said, attempt in wrong:
        with pytest.raises(error, match=said):
            attempt()


@every_engine
def test_many_steps_need_a_loss_to_be_watched_by(one):
    w = pages.variable(shape=(), name="w")
    with pytest.raises(SettingError, match="need a graph with an output, the loss"):
        one.compile(Graph(outputs=(), updates={w: w + 1})).steps({w: 0.0}, {}, {}, np.zeros((3, 1), dtype=int))


def test_an_unknown_engine_is_named_with_those_there_are():
    with pytest.raises(SettingError, match=r"there is no engine 'refrence'; did you mean reference\? There are: reference"):
        engine("refrence")
    with pytest.raises(SettingError, match="there is no engine None"):
        engine(None)
