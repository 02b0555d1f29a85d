"""Backpropagation costs about N + P, not N × P: the work actually done is counted, whatever the pages say about it.

N is the work of one forward pass, P the number of parameters. Perturbing one parameter at a time costs P + 1 passes.
"""

from collections.abc import Sequence

import numpy as np
import pytest

from glassgrad.graph import Kind, Node, ancestors, pages
from glassgrad.readers import evaluate, gradients
from tests.ops.counting import CountingArray, CountingMathematics


def counted(nodes: Sequence[Node], values: dict[Node, np.ndarray]) -> int:
    """The elementary operations that are performed when these nodes are computed, all others being known."""
    ledger: list[int] = []
    mathematics = CountingMathematics(ledger)
    wrapped = {node: CountingArray(value, ledger) for node, value in values.items()}
    for node in nodes:
        if node.op.kind is not Kind.LEAF:
            result = node.op.compute(mathematics, *[wrapped[one] for one in node.inputs], **node.settings)
            np.testing.assert_array_equal(result.value, values[node])
    return sum(ledger)


def random_network(parameters: int, *, nodes: int, seed: int) -> tuple[Node, list[Node]]:
    """A graph of about `nodes` single-number operations whose leaves are the parameters, used in a random order."""
    random = np.random.default_rng(seed)
    leaves = [pages.parameter(shape=(), name=f"p{i}") for i in range(parameters)]
    pool = list(leaves)
    unused = list(leaves)
    for _ in range(max(nodes, parameters)):
        one = unused.pop() if unused else pool[random.integers(len(pool))]
        other = pool[-1 - random.integers(min(20, len(pool)))]
        pool.append([pages.add, pages.multiply, pages.subtract][random.integers(3)](pages.tanh(one), other))
    total = pool[-1]
    for node in pool[-30:-1]:
        total = total + node
    return total, leaves


def work(target: Node, leaves: list[Node], seed: int) -> tuple[int, int]:
    random = np.random.default_rng(seed)
    g = gradients(target, leaves)
    everything = ancestors([target, *g.values()])
    values = dict(evaluate([target, *g.values()], {leaf: random.uniform(-1, 1, leaf.shape) for leaf in leaves}))
    forward = ancestors([target])
    known = set(forward)
    return counted(forward, values), counted([node for node in everything if node not in known], values)


@pytest.mark.parametrize("parameters", [1, 10, 100, 1_000, 10_000])
def test_backward_costs_at_most_five_forward_passes_however_many_the_parameters(parameters: int) -> None:
    target, leaves = random_network(parameters, nodes=2_000, seed=parameters)
    forward, backward = work(target, leaves, seed=1)
    assert forward >= 1_000
    assert backward <= 5 * forward
    one_at_a_time = (parameters + 1) * forward
    if parameters >= 10:
        assert one_at_a_time > 2 * (forward + backward)
    if parameters >= 10_000:
        assert one_at_a_time > 1_500 * (forward + backward)


@pytest.mark.parametrize("width", [1, 10, 100])
def test_the_same_holds_for_a_network_of_layers(width: int) -> None:
    x, y = pages.variable(shape=(8, 5), name="x"), pages.variable(shape=(8, 1), name="y")
    h, leaves = x, []
    for inputs, outputs in ((5, width), (width, width), (width, 1)):
        W, b = pages.parameter(shape=(inputs, outputs)), pages.parameter(shape=(outputs,))
        leaves += [W, b]
        h = pages.tanh(h @ W + b)
    loss = pages.mean((h - y) ** 2)
    random = np.random.default_rng(0)
    g = gradients(loss, leaves)
    given = {leaf: random.uniform(-1, 1, leaf.shape) for leaf in (x, y, *leaves)}
    values = dict(evaluate([loss, *g.values()], given))
    forward = ancestors([loss])
    known = set(forward)
    backward = [node for node in ancestors(g.values()) if node not in known]
    assert counted(backward, values) <= 5 * counted(forward, values)


def test_perturbing_costs_a_forward_pass_for_every_parameter() -> None:
    target, leaves = random_network(30, nodes=200, seed=5)
    random = np.random.default_rng(2)
    point = {leaf: random.uniform(-1, 1) for leaf in leaves}
    g = gradients(target, leaves)
    exact = evaluate(g.values(), point)
    total = 0
    for leaf in leaves:
        values = dict(evaluate(target, {**point, leaf: point[leaf] + 1e-6}))
        total += counted(ancestors([target]), values)
        slope = (values[target] - evaluate(target, {**point, leaf: point[leaf] - 1e-6})[target]) / 2e-6
        np.testing.assert_allclose(slope, exact[g[leaf]], rtol=1e-5, atol=1e-7)
    forward, backward = work(target, leaves, seed=2)
    assert total == 30 * forward
    assert backward < total / 5
