"""A step with weights, masks, penalties, clipping and a schedule, on every engine: in a row or one by one, the same bits."""

from functools import cache

import numpy as np
import pytest

from glassgrad.engine import engine, engine_names, engines
from glassgrad.nn import Dense, Network, initial_state, training_step

every_engine = pytest.mark.parametrize("one", engines(), ids=engine_names())
STEPS, BATCH, TABLE = 9, 6, 20


class Task:
    """A step with everything on, a table of rows with their weights, and for every step its rows and its masks."""

    def __init__(self):
        network = Network([Dense(7, "tanh", dropout=0.5), Dense(5, "relu", dropout=0.2), Dense(3)], inputs=4)
        self.step = training_step(
            network, "cross_entropy", "momentum", rows=BATCH, l2=0.01, l1=0.001, schedule="one_cycle", epoch_steps=3, length=STEPS,
            clip_norm=0.4, clip_value=0.15, weighted=True, loss_settings={"class_weights": (1.0, 2.0, 0.5)},
        )  # fmt: skip
        generator = np.random.default_rng(6)
        weights = np.where(generator.random(TABLE) < 0.3, 0.0, generator.uniform(0.5, 2.0, TABLE))
        X, y = generator.normal(size=(TABLE, 4)), generator.integers(0, 3, TABLE).astype(float)
        self.data = {self.step.x: X, self.step.y: y, self.step.sample_weights: weights}
        self.rows = generator.integers(0, TABLE, (STEPS, BATCH))
        self.rows[4] = np.flatnonzero(weights == 0)[0]  # a batch in which nothing counts
        shares = {name: one.share for name, one in network.dropouts.items()}
        self.each = {mask: (generator.random((STEPS, *mask.shape)) >= shares[name]) / (1 - shares[name]) for name, mask in self.step.masks.items()}
        self.given = {self.step.learning_rate: 0.1}
        self.state = initial_state(self.step, network.initial_parameters(0))

    def batch(self, number):
        of_rows = {leaf: table[self.rows[number]] for leaf, table in self.data.items()}
        return {**self.given, **of_rows, **{mask: series[number] for mask, series in self.each.items()}}


TASK = Task()


@cache
def program(one):
    """The step compiled once for all tests: with the XLA engine that takes seconds."""
    return one.compile(TASK.step.graph)


def bits(state):
    return {leaf.name: np.asarray(value).tobytes() for leaf, value in state.items()}


@every_engine
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_steps_in_a_row_with_masks_of_their_own_are_the_steps_one_by_one(one, dtype):
    steps = program(one) if dtype is np.float64 else one.compile(TASK.step.graph, dtype=dtype)
    trace = steps.steps(TASK.state, TASK.given, TASK.data, TASK.rows, each=TASK.each)
    state, losses = TASK.state, []
    for number in range(STEPS):
        state, values = steps.step(state, TASK.batch(number))
        losses.append(values[TASK.step.total])
    assert trace.completed == STEPS
    assert trace.losses.tobytes() == np.array(losses, dtype=dtype).tobytes()
    assert bits(trace.state) == bits(state)


@every_engine
def test_other_masks_make_other_steps(one):
    first = program(one).steps(TASK.state, TASK.given, TASK.data, TASK.rows, each=TASK.each)
    turned = {mask: series[::-1] for mask, series in TASK.each.items()}
    assert bits(program(one).steps(TASK.state, TASK.given, TASK.data, TASK.rows, each=turned).state) != bits(first.state)


def test_neither_more_threads_nor_keeping_everything_change_a_bit():
    """Or a replayed step would not be the step that was made."""
    native = engine("native")
    states = [native.compile(TASK.step.graph, threads=threads).steps(TASK.state, TASK.given, TASK.data, TASK.rows, each=TASK.each).state for threads in (1, 2)]
    assert bits(states[0]) == bits(states[1])
    lean, full = (native.compile(TASK.step.graph, keep=keep).step(TASK.state, TASK.batch(0))[0] for keep in ("outputs", "all"))
    assert bits(lean) == bits(full)


@every_engine
def test_a_step_is_that_of_the_reference_engine_within_rounding(one):
    (new, values), (expected, of_reference) = (program(by).step(TASK.state, TASK.batch(2)) for by in (one, engine("reference")))
    assert values[TASK.step.total] == pytest.approx(of_reference[TASK.step.total], rel=1e-12)
    for leaf, value in expected.items():
        np.testing.assert_allclose(new[leaf], value, rtol=1e-12, atol=1e-14, err_msg=leaf.name)


@every_engine
def test_a_batch_in_which_no_row_counts_has_no_loss_and_only_the_penalty_moves_it(one):
    new, values = program(one).step(TASK.state, TASK.batch(4))
    before, after = TASK.state, {leaf.name: value for leaf, value in new.items()}
    moved = {leaf.name for leaf in TASK.step.parameters.values() if (after[leaf.name] != before[leaf]).any()}
    assert values[TASK.step.loss] == 0.0
    assert moved == {"W1", "W2", "W3"}
