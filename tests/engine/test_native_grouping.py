"""What is computed in one walk over memory, and what lies where: the plan behind the machine code."""

import numpy as np
import pytest

from glassgrad.engine.native import Machine
from glassgrad.engine.native.arrays import Way
from glassgrad.engine.native.building import Roles, draw
from glassgrad.engine.native.groups import FUSED_PRODUCT
from glassgrad.graph import Graph, pages
from glassgrad.nn import Dense, Network, optimizer_names, training_step

FLOAT32 = np.dtype(np.float32)


def drawn(graph, mode="pass", roles=None):
    return draw(graph, mode, FLOAT32, Machine(), roles or Roles()).layout


def step_layout(step):
    rows = frozenset(number for number, node in enumerate(step.graph.nodes) if node in (step.x, step.y))
    return drawn(step.graph, "steps", Roles(rows=rows))


def test_a_chain_of_functions_is_one_walk_and_nothing_in_between_lies_in_memory():
    x = pages.variable(shape=(50, 7), name="x")
    layout = drawn(Graph(outputs=(pages.tanh(pages.square(x) * 2 + 1) - x,)))
    (group,) = layout.groups
    assert len(group.members) == 5
    assert [array for array in group.members if array in layout.places] == group.members[-1:]


def test_a_softmax_over_few_classes_is_one_walk():
    x = pages.variable(shape=(50, 7), name="x")
    assert len(drawn(Graph(outputs=(pages.softmax(x), pages.logsumexp(x, axis=-1)))).groups) == 1


def test_a_total_is_added_up_in_the_walk_that_computes_its_entries():
    x = pages.variable(shape=(50, 40), name="x")
    assert len(drawn(Graph(outputs=(pages.sum(pages.square(x)),))).groups) == 1


def test_bias_and_activation_join_a_large_product_and_the_whole_update_joins_its_gradient():
    step = training_step(Network([Dense(256, "relu"), Dense(256, "relu"), Dense(3)], inputs=100), "cross_entropy", "adam", rows=64)
    layout = step_layout(step)
    large = [group for group in layout.groups if group.root is not None and group.root.way is Way.PRODUCT and group.root.size >= FUSED_PRODUCT]
    finished = sorted(len(group.members) for group in large)
    assert len(large) == 6  # two forward, two gradients of weights, two of activations
    assert min(finished) >= 1
    assert finished[-2:] == [14, 14]  # Adam
    assert all(group.root not in layout.places for group in large)


@pytest.mark.parametrize("optimizer", optimizer_names())
def test_new_state_is_written_over_the_old_without_copies(optimizer):
    step = training_step(Network([Dense(200, "tanh"), Dense(3)], inputs=90), "cross_entropy", optimizer, rows=16)
    layout = step_layout(step)
    assert not any(array.function == "copy" for group in layout.groups for array in group.members)
    assert sum(place.watched for places in layout.places.values() for place in places) == len(step.graph.updates)


def test_who_reads_the_old_state_comes_before_who_writes_the_new_one():
    step = training_step(Network([Dense(20, "tanh"), Dense(3)], inputs=9), "cross_entropy", "adam", rows=16)
    layout = step_layout(step)
    slots = {place.slot: group.number for group in layout.groups for array in group.arrays for place in layout.places.get(array, ()) if place.watched}
    for group in layout.groups:
        for _, view in group.reads():
            place = layout.places.get(view.array, [None])[0]
            if view.array.way is Way.GIVEN and place is not None and place.slot in slots:
                assert group.number <= slots[place.slot]


def test_memory_is_used_again_when_nobody_needs_it_any_more():
    x = pages.variable(shape=(1000,), name="x")
    y = x
    for _ in range(10):
        y = pages.cumulative_sum(y)
    layout = drawn(Graph(outputs=(y,)))
    assert len(layout.groups) == 10
    assert layout.arena_bytes <= 3 * (4000 + 128)
    assert drawn(Graph(outputs=(y,)), "all").arena_bytes >= 10 * 4000


def test_what_is_asked_for_twice_is_computed_once():
    x = pages.variable(shape=(5,), name="x")
    (group,) = drawn(Graph(outputs=(pages.exp(x) * 2, pages.exp(x) + 1))).groups
    assert [array.function for array in group.members].count("exp") == 1


def test_entries_that_only_move_are_never_computed():
    x = pages.variable(shape=(4, 6), name="x")
    (group,) = drawn(Graph(outputs=(pages.exp(pages.reshape(pages.transpose(x), shape=(6, 4))),))).groups
    assert [array.function for array in group.members] == ["exp"]
