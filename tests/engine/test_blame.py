"""Finding the operation that left the finite numbers."""

import numpy as np

from glassgrad.engine import engine, first_non_finite
from glassgrad.graph import Graph, pages

from .training_problem import problem


def test_the_oldest_node_whose_inputs_are_still_finite_is_blamed():
    x = pages.variable(shape=(3,), name="x")
    large = pages.exp(x)
    later = large - large
    found = first_non_finite(Graph(outputs=(pages.sum(later),)), given={x: [1.0, 800.0, 900.0]})
    assert found.node is large
    assert found.entry == (1,)
    assert found.value[1] == np.inf
    assert found.inputs[0].tolist() == [1.0, 800.0, 900.0]


def test_nothing_is_to_blame_where_all_is_finite():
    x = pages.variable(shape=(), name="x")
    assert first_non_finite(Graph(outputs=(pages.exp(x),)), given={x: 1.0}) is None


def test_a_leaf_that_was_given_so_is_blamed_itself():
    x = pages.variable(shape=(2, 2), name="x")
    found = first_non_finite(Graph(outputs=(pages.sum(x * 2),)), given={x: [[0.0, 1.0], [np.nan, 0.0]]})
    assert (found.node, found.entry) == (x, (1, 0))


def test_the_branch_that_was_not_chosen_is_innocent():
    x = pages.variable(shape=(), name="x")
    unused, root = pages.exp(x), pages.log(x - x)
    y = pages.where(x > 5, 1.0, unused) + root
    found = first_non_finite(Graph(outputs=(y,)), given={x: 1000.0})
    assert found.node is root


def test_an_update_is_looked_at_like_an_output():
    w = pages.variable(shape=(), name="w")
    new = w * 1e200 * 1e200
    found = first_non_finite(Graph(outputs=(w + 1,), updates={w: new}), {w: 1.0})
    assert found.node is new


def test_a_program_is_asked_in_its_own_type():
    x = pages.variable(shape=(), name="x")
    y = pages.exp(x)
    graph = Graph(outputs=(y,))
    assert first_non_finite(graph, given={x: 100.0}) is None
    assert first_non_finite(engine("reference").compile(graph, dtype=np.float32), given={x: 100.0}).node is y


def test_a_number_too_large_for_float32_is_blamed_on_the_leaf_that_holds_it():
    x = pages.variable(shape=(), name="x")
    program = engine("reference").compile(Graph(outputs=(x + 1,)), dtype=np.float32)
    assert first_non_finite(program, given={x: 1e300}).node is x


def test_in_a_training_step_the_square_of_the_error_is_found():
    task = problem("gradient_descent", loss="squared_error", rate=1e200)
    program = engine("reference").compile(task.graph)
    trace = program.steps(task.state, task.given, task.data, task.rows)
    found = first_non_finite(program, trace.state, task.batch(trace.completed))
    assert found.node.op is pages.square
    assert found.node.inputs[0].op is pages.subtract
