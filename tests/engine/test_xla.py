"""The xla engine on one device: every page agrees with the reference engine, refusals are its own words, and JAX stays a quiet guest."""

import gc
import subprocess
import sys
import weakref
from math import prod

import numpy as np
import pytest

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.engine import Reference
from glassgrad.engine.sessions import Stretch, Survey
from glassgrad.engine.xla import Xla, XlaError, compiled_step, guest, installed, is_writer, join, joined
from glassgrad.graph import DataError, Graph, Kind, SettingError, ShapeError, pages

from ..ops import checkers
from ..ops.drawing import interval_of
from .training_problem import problem

jax = pytest.importorskip("jax")

PAGES = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)
TRIALS = [checkers.tried(page, number) for page in PAGES for number in range(len(page.domain.cases))]
PAGES_AT_ONCE = Graph(outputs=tuple(node for trial in TRIALS for node in (trial.output, *trial.gradients)))
"""All pages on all their cases, values and gradients: compiled apart from each other they would take minutes."""
TOLERANCES = {np.float64: {"rtol": 2e-13, "atol": 1e-14}, np.float32: {"rtol": 1e-4, "atol": 1e-6}}
"""At least 3 digits less than the type has: XLA joins multiplications and additions, and has its own exp, log and tanh."""


def at_home(trial):
    """Numbers well inside every interval, no two of them alike."""
    total = sum(map(prod, trial.case.shapes))
    places = np.random.default_rng(total).permutation(total) + 0.37
    arrays = []
    for position, shape in enumerate(trial.case.shapes):
        interval = interval_of(trial.page, position)
        mine, places = places[: prod(shape)], places[prod(shape) :]
        spread = interval.low + (interval.high - interval.low) * mine / total
        arrays.append((np.round(spread) if interval.whole else spread).reshape(shape))
    return arrays


def given_to(trial, far):
    """The inputs at home, or at the far point of that number, and something from upstream."""
    points = trial.page.domain.far
    arrays = checkers.far_inputs(trial, points[far % len(points)]) if far is not None and points else at_home(trial)
    return trial.given(arrays, 0.5 + np.arange(prod(trial.output.shape)).reshape(trial.output.shape) / 4)


@pytest.fixture(scope="module", params=[np.float64, np.float32], ids=["float64", "float32"])
def passes(request):
    """For the numbers at home and for each far point: what the two engines compute from the same inputs."""
    mine, right = (one.compile(PAGES_AT_ONCE, dtype=request.param) for one in (Xla(), Reference()))
    made = []
    with pytest.MonkeyPatch.context() as patch:
        # So many pages at once: better compiled in half the time than run in half the time.
        patch.setattr(compiled_step, "compiler_options", lambda platform: {"xla_backend_optimization_level": 0})
        for far in (None, *range(max(len(page.domain.far) for page in PAGES))):
            given = {node: np.asarray(value, request.param) for trial in TRIALS for node, value in given_to(trial, far).items()}
            made.append((far, mine.run(given), right.run(given)))
    return request.param, made


@pytest.mark.xdist_group("the pages by xla")  # so that all are compiled by one worker
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.filterwarnings("ignore:overflow encountered in cast")  # a far point may lie beyond float32
def test_values_and_gradients_of_every_page_are_those_of_the_reference_engine(passes, page):
    dtype, made = passes
    for far, mine, right in made:
        for trial in (one for one in TRIALS if one.page is page):
            for node in (trial.output, *trial.gradients):
                assert mine[node].dtype == dtype
                where = f"{checkers.about(page, trial.case)}, {'at home' if far is None else f'far point {far}'}: {node}"
                np.testing.assert_allclose(mine[node], right[node], **TOLERANCES[dtype], err_msg=where)


def said_by(act):
    with pytest.raises(DataError) as caught:
        act()
    return str(caught.value)


@pytest.mark.parametrize("bad", [3.0, -1.0, 0.5, np.nan, np.inf, 1e300])
def test_a_place_that_is_not_there_is_refused_in_the_words_of_the_reference_engine(bad):
    places, rows = pages.variable(shape=(2,), name="places"), pages.variable(shape=(3, 2), name="rows")
    for node in (pages.gather(rows, places), pages.scatter_add(rows[:2], places, length=3)):
        graph = Graph(outputs=(pages.sum(node),), updates={rows: rows + 1})
        table = np.array([0.0, 1.0, 2.0, bad])
        said = [
            [
                said_by(lambda: program.run({places: table[2:], rows: np.ones((3, 2))})),  # noqa: B023 - called at once
                said_by(lambda: program.step({rows: np.ones((3, 2))}, {places: table[2:]})),  # noqa: B023
                said_by(lambda: program.steps({rows: np.ones((3, 2))}, {}, {places: table}, [[0, 1], [1, 2], [2, 3]])),  # noqa: B023
                said_by(lambda: program.over({rows: np.ones((3, 2))}, {places: table}, [[0, 1], [2, 3]])),  # noqa: B023
            ]
            for program in (engine.compile(graph) for engine in (Reference(), Xla()))
        ]
        assert said[0] == said[1]


def test_a_bad_place_that_no_batch_meets_is_let_pass():
    places, rows = pages.variable(shape=(2,), name="places"), pages.variable(shape=(3,), name="rows")
    graph = Graph(outputs=(pages.sum(pages.gather(rows, places)),), updates={rows: rows + 1})
    trace = Xla().compile(graph).steps({rows: np.arange(3.0)}, {}, {places: np.array([2.0, 0.0, 7.5])}, [[0, 1]] * 3)
    assert trace.losses.tolist() == [2.0, 4.0, 6.0]


def test_an_entry_of_nothing_is_refused_too():
    places, nothing = pages.variable(shape=(2,), name="places"), pages.variable(shape=(0, 2), name="nothing")
    program = Xla().compile(Graph(outputs=(pages.gather(nothing, places),)))
    assert said_by(lambda: program.run({places: [0.0, 1.0], nothing: np.zeros((0, 2))})).startswith("there is no entry 0 among 0")


def test_refusals_come_before_numbers_that_are_not_finite_as_in_the_reference_engine():
    places, rows = pages.variable(shape=(1,), name="places"), pages.variable(shape=(3,), name="rows")
    graph = Graph(outputs=(pages.sum(pages.gather(rows, places)) + pages.log(rows[0] - 1),), updates={rows: rows * 1})
    for engine in (Reference(), Xla()):
        assert "no entry 4" in said_by(lambda: engine.compile(graph).steps({rows: np.zeros(3)}, {}, {places: np.array([4.0])}, [[0]]))  # noqa: B023


def same_bits(one, other):
    return {leaf.name: np.asarray(value).tobytes() for leaf, value in one.items()} == {leaf.name: np.asarray(value).tobytes() for leaf, value in other.items()}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_more_steps_than_are_laid_out_at_a_time_are_still_the_steps_one_by_one(dtype):
    task = problem()
    rows = np.random.default_rng(1).integers(0, 20, (300, 4))
    program = Xla().compile(task.graph, dtype=dtype)
    trace = program.steps(task.state, task.given, task.data, rows)
    state, losses = task.state, []
    for batch in rows:
        state, values = program.step(state, {**task.given, **{leaf: table[batch] for leaf, table in task.data.items()}})
        losses.append(values[task.step.total])
    assert same_bits(trace.state, state)
    assert trace.losses.tobytes() == np.array(losses).tobytes()


def test_a_stop_after_many_steps_is_exact():
    """The stop lies beyond what is laid out at a time, so the good steps before it are made again."""
    w, x = pages.variable(shape=(), name="w"), pages.variable(shape=(1,), name="x")
    graph = Graph(outputs=(pages.sum(x) * w,), updates={w: w + 1})
    table = np.array([1.0, np.inf])
    rows = np.zeros((600, 1), dtype=int)
    rows[411] = 1
    trace = Xla().compile(graph).steps({w: 0.0}, {}, {x: table}, rows)
    assert (trace.completed, trace.state[w]) == (411, 411.0)
    assert trace.losses.tolist() == list(range(411))


def test_an_update_that_is_not_finite_stops_though_the_loss_is():
    w, x = pages.variable(shape=(), name="w"), pages.variable(shape=(1,), name="x")
    graph = Graph(outputs=(pages.sum(x),), updates={w: w * 1e30})
    trace = Xla().compile(graph, dtype=np.float32).steps({w: 1.0}, {}, {x: np.ones(1)}, np.zeros((3, 1), dtype=int))
    assert (trace.completed, trace.state[w]) == (1, np.float32(1e30))


def test_values_in_between_agree_within_rounding_and_what_a_step_hands_out_to_the_bit():
    task = problem()
    given = {**task.state, **task.batch(0)}
    lean, full = (Xla().compile(task.graph, keep=keep) for keep in ("outputs", "all"))
    state, values = lean.step(task.state, task.batch(0))
    everything, right = full.run(given), Reference().compile(task.graph, keep="all").run(given)
    for node in task.graph.nodes:
        np.testing.assert_allclose(everything[node], right[node], rtol=1e-12, atol=1e-14, err_msg=repr(node))
    assert all(everything[new].tobytes() == state[leaf].tobytes() for leaf, new in task.graph.updates.items())
    assert all(everything[node].tobytes() == values[node].tobytes() for node in task.graph.outputs)


def test_many_passes_are_the_passes_one_by_one_and_may_be_infinite():
    x, w = pages.variable(shape=(2, 3), name="x"), pages.variable(shape=(3,), name="w")
    graph = Graph(outputs=(x @ w,))
    table, weights = np.arange(15.0).reshape(5, 3), np.array([0.5, -1.0, 2.0])
    table[2, 1] = np.inf
    over = Xla().compile(graph).over({w: weights}, {x: table}, [[0, 1], [2, 3], [4, 0]])
    expected = Reference().compile(graph).over({w: weights}, {x: table}, [[0, 1], [2, 3], [4, 0]])
    np.testing.assert_allclose(over, expected, rtol=1e-13)
    assert np.isinf(over[1, 0])
    assert not over.flags.writeable
    assert Xla().compile(graph).over({w: weights}, {x: table}, np.empty((0, 2), dtype=int)).shape == (0, 2)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_data_that_are_held_on_the_devices_give_the_same_bits(dtype):
    task = problem()
    held = {leaf: Xla().hold(table, dtype=dtype) for leaf, table in task.data.items()}
    program = Xla().compile(task.graph, dtype=dtype)
    one, other = (program.steps(task.state, task.given, data, task.rows) for data in (task.data, held))
    assert same_bits(one.state, other.state)
    assert one.losses.tobytes() == other.losses.tobytes()
    with pytest.raises(ShapeError, match="rows run from 0 to 20, but the data of X has only the rows 0 to 19"):
        program.steps(task.state, task.given, held, [[0, 1, 2, 20]])


def test_data_changed_after_a_call_are_read_anew():
    task = problem()
    program = Xla().compile(task.graph)
    before = program.steps(task.state, task.given, task.data, task.rows)
    task.data[task.step.x][:] += 1
    after = program.steps(task.state, task.given, task.data, task.rows)
    assert before.losses[0] != after.losses[0]


def test_a_session_makes_the_same_steps_and_measures_what_the_reference_engine_measures():
    task = problem()
    state = {leaf.name: value for leaf, value in task.state.items()}
    x, z = pages.variable(shape=(4, 2), name="X"), pages.variable(shape=(20, 5), name="z")
    weights = pages.variable(shape=(2, 5), name="W1")
    survey = Survey(
        forward=Graph(outputs=(x @ weights,)),
        x=x,
        table=task.data[task.step.x],
        rows=np.arange(20),
        judge=Graph(outputs=(pages.mean(z * z), pages.max(z))),
        z=z,
        given={},
    )
    stretch = Stretch(graph=task.graph, data=task.data, given=task.given)
    mine, right = (engine.session([stretch], [survey], state) for engine in (Xla(), Reference()))
    trace = Xla().compile(task.graph).steps(task.state, task.given, task.data, task.rows)
    assert mine.advance(0, task.rows).tobytes() == trace.losses.tobytes()
    assert mine.state.keys() == state.keys()
    assert all(mine.state[leaf.name].tobytes() == value.tobytes() for leaf, value in trace.state.items())
    right.load(mine.state)
    np.testing.assert_allclose(mine.survey(), right.survey(), rtol=1e-12)


def test_the_settings_a_user_made_for_jax_are_left_alone_and_do_not_disturb():
    names = ("jax_enable_x64", "jax_debug_nans", "jax_numpy_dtype_promotion", "jax_numpy_rank_promotion", "jax_default_matmul_precision")
    before = [getattr(jax.config, name) for name in names]
    x = pages.variable(shape=(2,), name="x")

    def root(dtype):  # made anew, so that it is compiled anew
        y = pages.sqrt(x + np.ones((2, 2)) @ x)
        return Xla().compile(Graph(outputs=(y,), updates={x: y}), dtype=dtype).step({x: [2.0, -3.0]}, {})[0][x]

    expected = {dtype: root(dtype).tobytes() for dtype in (np.float64, np.float32)}
    assert [getattr(jax.config, name) for name in names] == before
    assert jax.numpy.ones(1).dtype == np.float32
    with jax.debug_nans(True), jax.numpy_dtype_promotion("strict"), jax.numpy_rank_promotion("raise"), jax.default_matmul_precision("bfloat16"):
        assert root(np.float64).tobytes() == expected[np.float64]
    with jax.enable_x64(True):
        assert root(np.float32).tobytes() == expected[np.float32]


def test_matrix_products_are_asked_for_in_all_digits():
    a, b = (pages.variable(shape=(32, 32), name=name) for name in "ab")
    text = Xla().compile(Graph(outputs=(pages.sum(a @ b),)), dtype=np.float32).compiled_text()
    assert "operand_precision={highest,highest}" in text


def test_what_xla_is_told_on_a_gpu_is_something_that_it_knows():
    assert guest.compiler_options("cpu") == {}
    assert jax.jit(lambda x: x + 1, compiler_options=guest.compiler_options("gpu"))(1) == 2


def test_a_step_is_compiled_once_for_all_programs_of_a_graph_and_let_go_with_it(monkeypatch):
    from glassgrad.engine.xla import program as room

    compiled, compile_step = [], room.compile_step
    monkeypatch.setattr(room, "compile_step", lambda *args, **settings: compiled.append(1) or compile_step(*args, **settings))
    x = pages.variable(shape=(3,), name="x")
    graph = Graph(outputs=(pages.sum(x),), updates={x: x * 2})
    for keep in ("outputs", "all"):
        program = Xla().compile(graph, keep=keep)
        program.step({x: np.ones(3)}, {})
        program.steps({x: np.ones(3)}, {}, {}, np.zeros((5, 1), dtype=int))
        program.run({x: np.ones(3)})
    assert len(compiled) == 1
    gone = weakref.ref(graph)
    del graph, program
    gc.collect()
    assert gone() is None


def test_without_jax_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(guest.importlib.util, "find_spec", lambda name: None)
    assert not installed()
    assert Xla().trouble.startswith("JAX is not installed")
    for act in (lambda: Xla().compile(problem().graph), lambda: Xla().hold([1.0]), join):
        with pytest.raises(SettingError, match=r'the xla engine cannot work here: JAX is not installed; install it with: pip install "glassgrad\[jax\]"'):
            act()


def test_jax_is_not_imported_before_it_is_needed():
    code = (
        "import sys, glassgrad.engine.xla as xla; from glassgrad.graph import Graph, pages; import glassgrad.ops; "
        "xla.Xla().compile(Graph(outputs=(pages.constant(value=1.0),))); assert xla.installed() and xla.is_writer(); "
        "xla.Xla().together().__enter__(); "
        "print('jax' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("devices", [0, 1000, True, "2"])
def test_devices_that_are_not_there_are_refused(devices):
    x = pages.variable(shape=(3,), name="x")
    with pytest.raises(SettingError, match=rf"devices is {devices!r}; expected a whole number from 1 to {len(jax.devices())}"):
        Xla(devices=devices).compile(Graph(outputs=(x + 1,))).run({x: np.ones(3)})


def test_a_failure_of_xla_is_an_error_of_ours():
    with pytest.raises(XlaError, match="XLA could not compute this: RESOURCE_EXHAUSTED: out of memory"), guest.house_rules(np.dtype(np.float32)):
        raise jax.errors.JaxRuntimeError("RESOURCE_EXHAUSTED: out of memory")


def test_a_failure_between_devices_may_come_as_a_value_error_and_others_pass():
    with pytest.raises(XlaError, match="UNKNOWN: Gloo all-reduce failed"), guest.house_rules(np.dtype(np.float32)):
        raise ValueError("UNKNOWN: Gloo all-reduce failed: Connection closed by peer")
    with pytest.raises(ShapeError, match="X: it has 3 columns"), guest.house_rules(np.dtype(np.float32)):
        raise ShapeError("X: it has 3 columns")


def test_a_process_that_has_not_joined_writes():
    assert is_writer()
    assert not joined()
