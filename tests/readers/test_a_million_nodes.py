"""Nothing recurses, and nothing takes more than its share: work grows with the number of nodes."""

import gc
import time
from collections.abc import Callable

import pytest

from glassgrad.graph import Node, ancestors, pages
from glassgrad.readers import evaluate, gradients, simplify, substitute

x, w = (pages.variable(shape=(), name=name) for name in "xw")


def chain(count: int) -> Node:
    node = x
    for i in range(count):
        node = node + w if i % 2 else -node
    return node


@pytest.mark.parametrize(
    "reader", [lambda node: evaluate(node, x=1.0, w=0.0), gradients, lambda node: substitute(node, {x: w}), lambda node: simplify(node, exact=True)]
)
def test_time_is_in_proportion_to_the_nodes(reader: Callable[[Node], object]) -> None:
    def seconds(count: int) -> float:
        node = chain(count)
        gc.collect()
        gc.disable()  # it goes through all that other tests have left, as often as it likes
        try:
            start = time.process_time()
            reader(node)
            return time.process_time() - start
        finally:
            gc.enable()

    seconds(1000)
    short = min(seconds(2_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(2)) < 40 * short  # ten times the nodes; with recursion or a search per node it would be a hundred


def test_the_graph_of_gradients_grows_in_proportion_to_the_graph() -> None:
    sizes = [len(ancestors(gradients(chain(count)).values())) for count in (1_000, 10_000)]
    assert sizes[1] < 10.1 * sizes[0]


@pytest.mark.slow
def test_a_million_nodes_are_built_evaluated_and_differentiated() -> None:
    node = chain(1_000_000)
    assert evaluate(node, x=3.0, w=0.5)[node] == 3.0
    g = gradients(node)
    values = evaluate(g.values(), x=3.0, w=0.5)
    assert values[g["x"]] == 1.0
    assert values[g["w"]] == 0.0
