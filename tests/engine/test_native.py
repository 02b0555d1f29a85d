"""What only the native engine promises: the same bits whatever it is compiled for, and that everything is compiled."""

import hashlib

import numpy as np
import pytest

from glassgrad.data import random_stream
from glassgrad.engine import engine
from glassgrad.engine.native import Machine, Native
from glassgrad.graph import DataError, Graph, pages
from glassgrad.nn import Dense, Network, activation_names, initial_state, training_step

from .training_problem import problem

AVX2 = Machine("haswell", "+avx,+avx2,+fma,+sse4.2,-avx512f")
HAS_AVX2 = "avx2" in Machine().feature_names
narrower = pytest.mark.skipif(not HAS_AVX2, reason="this machine has no AVX2 to narrow down to")


def wide_problem(optimizer="adam", *, rows=96, activation="tanh", units=(300, 200), outputs=10, l2=0.0):
    """A network large enough for several threads, tiles that are finished in the cache, and rows that end in the middle of a vector."""
    network = Network([*[Dense(count, activation) for count in units], Dense(outputs)], inputs=37)
    step = training_step(network, "cross_entropy", optimizer, rows=rows, l2=l2)
    rng = np.random.default_rng(5)
    data = {step.x: rng.standard_normal((250, 37)), step.y: rng.integers(0, outputs, 250).astype(float)}
    order = np.array([rng.permutation(250)[:rows] for _ in range(4)])
    return step, initial_state(step, network.initial_parameters(1)), data, order


def traces(problem, **machines):
    step, state, data, order = problem
    made = {}
    for name, (one, threads) in machines.items():
        made[name] = one.compile(step.graph, dtype=np.float32, threads=threads).steps(state, {step.learning_rate: 0.01}, data, order)
    return made


def bits(trace):
    return trace.losses.tobytes(), {leaf.name: np.asarray(value).tobytes() for leaf, value in trace.state.items()}


@pytest.mark.parametrize("threads", [2, 3, 5])
def test_any_number_of_threads_gives_the_same_bits(threads):
    made = traces(wide_problem(), one=(Native(), 1), several=(Native(), threads))
    assert bits(made["one"]) == bits(made["several"])
    assert made["one"].completed == 4


@narrower
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu"])
def test_narrow_vectors_give_the_same_bits_as_wide_ones(activation):
    made = traces(wide_problem(activation=activation, units=(70, 50), rows=33), wide=(Native(), 1), narrow=(Native(machine=AVX2), 1))
    assert bits(made["wide"]) == bits(made["narrow"])


@narrower
def test_the_narrow_code_has_no_wide_registers():
    from glassgrad.engine.native.building import draw
    from glassgrad.engine.native.machine import assembly

    x = pages.variable(shape=(100,), name="x")
    module = draw(Graph(outputs=(pages.tanh(x),)), "pass", np.dtype(np.float32), AVX2).module
    assert "zmm" not in assembly(module, AVX2)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rows", [96, 33])
def test_keeping_everything_changes_no_bit_of_a_step_whose_tiles_are_finished_in_the_cache(dtype, rows):
    step, state, data, order = wide_problem(rows=rows, l2=0.001)
    batch = {leaf: table[order[0]] for leaf, table in data.items()} | {step.learning_rate: 0.01}
    lean, full = (Native().compile(step.graph, dtype=dtype, keep=keep, threads=2) for keep in ("outputs", "all"))
    trace = lean.steps(state, {step.learning_rate: 0.01}, data, order[:1])
    following, values = full.step(state, batch)
    assert {leaf.name: np.asarray(value).tobytes() for leaf, value in following.items()} == bits(trace)[1]
    assert np.asarray(values[step.total]).tobytes() == trace.losses[0].tobytes()
    assert set(values) == set(step.graph.nodes)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 10, 16, 17, 40])
def test_short_rows_many_at_a_time_have_the_bits_of_one_row_at_a_time(count):
    rng = np.random.default_rng(count)
    scores = (rng.standard_normal((37, count)) * 4).astype(np.float32)
    many, one = (pages.variable(shape=(rows, count), name="z") for rows in (37, 1))
    outputs = [(pages.softmax(z), pages.logsumexp(z, axis=-1), pages.sum(z, axis=-1), pages.max(z, axis=-1), pages.product(z, axis=-1)) for z in (many, one)]
    together = Native().compile(Graph(outputs=outputs[0]), dtype=np.float32).run({many: scores})
    program = Native().compile(Graph(outputs=outputs[1]), dtype=np.float32)
    for row in range(37):
        alone = program.run({one: scores[row : row + 1]})
        for node, other in zip(*outputs, strict=True):
            assert together[node][row].tobytes() == alone[other][0].tobytes()


@pytest.mark.parametrize("count", [1, 5, 16, 33, 4096, 4097, 10_000, 20_480])
@pytest.mark.parametrize("page", [pages.sum, pages.mean, pages.max, pages.min], ids=lambda page: page.name)
def test_a_total_worked_out_on_the_way_has_the_bits_of_one_worked_out_by_itself(page, count):
    numbers = np.random.default_rng(count).standard_normal(count).astype(np.float32)
    x, squares = pages.variable(shape=(count,), name="x"), pages.variable(shape=(count,), name="squares")
    on_the_way = page(pages.square(x))
    by_itself = page(squares)
    one = Native().compile(Graph(outputs=(on_the_way,)), dtype=np.float32).run({x: numbers})[on_the_way]
    other = Native().compile(Graph(outputs=(by_itself,)), dtype=np.float32).run({squares: numbers * numbers})[by_itself]
    assert one.tobytes() == other.tobytes()


def test_a_long_sum_of_floats_loses_few_digits():
    x = pages.variable(shape=(2_000_000,), name="x")
    numbers = np.full(2_000_000, 0.1, dtype=np.float32)
    total = Native().compile(Graph(outputs=(pages.sum(x),)), dtype=np.float32)
    assert total.run({x: numbers})[total.graph.outputs[0]] == pytest.approx(numbers.astype(np.float64).sum(), rel=5e-6)  # one after the other: 1e-2


def test_a_place_that_is_not_there_is_refused_in_the_words_of_the_reference_engine():
    x, places = pages.variable(shape=(3, 2), name="x"), pages.variable(shape=(2,), name="places")
    program = Native().compile(Graph(outputs=(pages.gather(x, places),)))
    numbers = np.arange(6.0).reshape(3, 2)
    assert program.run({x: numbers, places: [2, 0]})[program.graph.outputs[0]].tolist() == [[4.0, 5.0], [0.0, 1.0]]
    for wrong, said in (
        ([3, 0], "there is no entry 3 among 3"),
        ([0, -1], "there is no entry -1"),
        ([0.5, 0], "0.5 cannot be the number"),
        ([np.nan, 0], "nan cannot"),
    ):
        with pytest.raises(DataError, match=said):
            program.run({x: numbers, places: wrong})


def test_a_place_that_is_not_there_is_refused_on_the_way_through_many_steps():
    w, places = pages.variable(shape=(3,), name="w"), pages.variable(shape=(2,), name="places")
    loss = pages.sum(pages.gather(w, places))
    graph = Graph(outputs=(loss,), updates={w: w - 0.1})
    data = {places: np.array([0.0, 1.0, 2.0, 7.0])}
    program = Native().compile(graph)
    assert program.steps({w: np.ones(3)}, {}, data, [[0, 1], [1, 2]]).completed == 2
    with pytest.raises(DataError, match="there is no entry 7 among 3"):
        program.steps({w: np.ones(3)}, {}, data, [[0, 1], [1, 3], [0, 0]])


def test_a_loss_that_is_the_old_state_is_not_overwritten_before_it_is_recorded():
    w = pages.variable(shape=(), name="w")
    rows = np.zeros((3, 1), dtype=int)
    trace = Native().compile(Graph(outputs=(w,), updates={w: w + 1})).steps({w: 5.0}, {}, {}, rows)
    assert trace.losses.tolist() == [5.0, 6.0, 7.0]
    assert Native().compile(Graph(outputs=(pages.constant(value=2.0),), updates={w: w * 2})).steps({w: 1.0}, {}, {}, rows).state[w] == 8.0


@pytest.mark.parametrize("one", [engine("reference"), Native()], ids=["reference", "native"])
def test_updates_that_need_each_others_old_values_in_other_places_get_them(one):
    a, b = pages.variable(shape=(2, 3), name="a"), pages.variable(shape=(3, 2), name="b")
    graph = Graph(outputs=(pages.sum(a),), updates={a: b.T + a, b: a.T * 2})
    first, second = np.arange(6.0).reshape(2, 3), np.ones((3, 2))
    trace = one.compile(graph).steps({a: first, b: second}, {}, {}, np.zeros((2, 1), dtype=int))
    after_one = (second.T + first, first.T * 2)
    assert trace.state[a].tolist() == (after_one[1].T + after_one[0]).tolist()
    assert trace.state[b].tolist() == (after_one[0].T * 2).tolist()


def test_programs_of_the_same_structure_are_compiled_once(monkeypatch):
    from glassgrad.engine.native import building, library

    made = []
    compile_module = building.compile_module
    monkeypatch.setattr(building, "compile_module", lambda *given, **how: made.append(1) or compile_module(*given, **how))
    monkeypatch.setattr(library.LIBRARY, "_known", type(library.LIBRARY._known)())
    for _ in range(3):
        task = problem()
        Native().compile(task.graph).steps(task.state, task.given, task.data, task.rows)
    assert len(made) == 1
    other = problem("momentum")
    Native().compile(other.graph).steps(other.state, other.given, other.data, other.rows)
    assert len(made) == 2


def test_many_passes_over_rows_of_a_table_are_the_passes_one_by_one():
    x, w = pages.variable(shape=(3, 2), name="x"), pages.variable(shape=(2, 4), name="w")
    table, weights = np.random.default_rng(0).standard_normal((10, 2)), np.random.default_rng(1).standard_normal((2, 4))
    rows = np.array([[0, 1, 2], [9, 9, 3], [4, 5, 6]])
    for one in (engine("reference"), Native()):
        program = one.compile(Graph(outputs=(pages.tanh(x @ w),)))
        got = program.over({w: weights}, {x: table}, rows)
        alone = [program.run({w: weights, x: table[batch]})[program.graph.outputs[0]] for batch in rows]
        assert got.tobytes() == np.array(alone).tobytes()
        assert not got.flags.writeable


def test_today_and_tomorrow_and_on_every_machine_the_bits_are_the_same(golden):
    """The digest of what a few steps come to. If it changes, old runs can no longer be replayed to the bit: say so in the changelog."""
    lines = []
    for activation in activation_names():
        network = Network([Dense(9, activation), Dense(20, activation), Dense(4)], inputs=5)
        step = training_step(network, "cross_entropy", "adam", rows=19, l2=0.01)
        data = {step.x: random_stream(0, "inputs").normal((40, 5)), step.y: np.arange(40.0) % 4}
        order = np.array([random_stream(0, "order", number).permutation(40)[:19] for number in range(6)])
        state = initial_state(step, network.initial_parameters(0))
        for dtype in (np.float32, np.float64):
            trace = Native().compile(step.graph, dtype=dtype).steps(state, {step.learning_rate: 0.05}, data, order)
            content = b"".join(np.asarray(value).tobytes() for value in (trace.losses, *trace.state.values()))
            lines.append(f"{activation:12} {np.dtype(dtype).name} {hashlib.blake2b(content, digest_size=8).hexdigest()}")
    golden("bits.txt", "\n".join(lines) + "\n")
