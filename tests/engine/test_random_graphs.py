"""Graphs that nobody thought of: the native engine gives what the pages say, and the same bits whatever is kept."""

import numpy as np
import pytest

from glassgrad.engine import engine
from glassgrad.engine.native import Native
from glassgrad.graph import Graph, Kind, Node, pages
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers import gradients

ALONE = ("tanh", "sigmoid", "square", "relu", "negate", "exp", "softplus", "sin", "absolute")
TOGETHER = ("add", "subtract", "multiply", "maximum")
ALONG = ("sum", "mean", "max", "product", "logsumexp")
LENGTHS = (1, 2, 3, 5, 15, 16, 17, 33)


class Garden:
    """A graph grown at random from a few leaves."""

    def __init__(self, seed: int, *, empty: bool) -> None:
        self.rng = np.random.default_rng(seed)
        self.lengths = (*LENGTHS, 0) if empty else LENGTHS
        shapes = [self._shape() for _ in range(3)]
        self.leaves = [pages.parameter(shape=shape, name=f"p{number}") for number, shape in enumerate(shapes)]
        self.nodes: list[Node] = list(self.leaves)
        for _ in range(int(self.rng.integers(5, 18))):
            self.nodes.append(self._grown())
        total = pages.sum(self.nodes[-1])
        for node in self.nodes[len(self.leaves) : -1]:
            total = total + pages.mean(node) if 0 not in node.shape else total
        self.total = total
        self.given = {leaf: self.rng.uniform(-1, 1, leaf.shape) for leaf in self.leaves}

    def _shape(self) -> tuple[int, ...]:
        return tuple(int(self.rng.choice(self.lengths)) for _ in range(self.rng.integers(0, 4)))

    def _pick(self) -> Node:
        return self.nodes[self.rng.integers(len(self.nodes))]

    def _grown(self) -> Node:
        x = self._pick()
        way = self.rng.integers(8)
        rank = len(x.shape)
        if way == 0:
            return pages[str(self.rng.choice(TOGETHER))](x, self._fitting(x))
        if way == 1 and rank:
            name = str(self.rng.choice(ALONG))
            axis = int(self.rng.integers(rank))
            return pages[name](x, axis=axis, keepdims=bool(self.rng.integers(2))) if x.shape[axis] else pages.sum(x, axis=axis)
        if way == 2 and rank:
            axis = int(self.rng.integers(rank))
            return pages.flip(x, axis=axis) if self.rng.integers(2) else pages.cumulative_sum(x, axis=axis)
        if way == 3 and rank:
            first, step = int(self.rng.integers(0, max(x.shape[0], 1))), int(self.rng.choice([1, 1, 2, -1]))
            return x[first:] if step == 1 else x[::step]
        if way == 4 and rank:
            return pages.transpose(x, axes=tuple(int(one) for one in self.rng.permutation(rank)))
        if way == 5 and rank >= 2:
            return x @ pages.transpose(x, axes=(*range(rank - 2), rank - 1, rank - 2))
        if way == 6 and rank and x.shape[-1]:
            return pages.softmax(x, axis=-1)
        if way == 7 and rank:
            return pages.concatenate(x, pages.tanh(x), axis=int(self.rng.integers(rank)))
        return pages[str(self.rng.choice(ALONE))](x * 0.5)

    def _fitting(self, x: Node) -> Node:
        others = [node for node in self.nodes if node.shape == x.shape]
        return others[self.rng.integers(len(others))]


def check_every_node(graph: Graph, values, dtype) -> None:
    """Each node is what its own page makes of its inputs, as the engine computed those."""
    relative, absolute = (1e-12, 1e-13) if dtype == np.float64 else (2e-5, 2e-5)
    for node in graph.nodes:
        if node.op.kind is Kind.LEAF:
            continue
        with np.errstate(all="ignore"):
            expected = np.asarray(node.op.compute(NUMPY, *[np.asarray(values[one], dtype=np.float64) for one in node.inputs], **node.settings))
        np.testing.assert_allclose(
            values[node],
            np.broadcast_to(expected, node.shape),
            rtol=relative * 10,
            atol=absolute * max(1.0, np.abs(expected[np.isfinite(expected)]).max(initial=0.0)),
            err_msg=repr(node),
        )


@pytest.mark.parametrize("seed", range(60))
def test_every_node_is_what_its_page_says_and_every_way_of_asking_gives_the_same_bits(seed):
    garden = Garden(seed, empty=seed % 4 == 3)
    slopes = gradients(garden.total, garden.leaves)
    graph = Graph(outputs=(garden.total,), updates={leaf: leaf - 0.01 * slopes[leaf] for leaf in garden.leaves})
    dtype = np.float64 if seed % 2 else np.float32
    full = Native().compile(graph, dtype=dtype, keep="all")
    following, values = full.step(garden.given, {})
    check_every_node(graph, values, dtype)
    lean = Native().compile(graph, dtype=dtype)
    assert same(lean.run(garden.given)[garden.total], values[garden.total])
    trace = lean.steps(garden.given, {}, {}, np.zeros((1, 0), dtype=int))
    if trace.completed:
        assert same(trace.losses[0], values[garden.total])
        assert all(same(trace.state[leaf], following[leaf]) for leaf in garden.leaves)


def same(one, other) -> bool:
    return np.array_equal(one, other, equal_nan=True)


A, B = pages.parameter(shape=(3,), name="A"), pages.parameter(shape=(3,), name="B")


@pytest.mark.parametrize("one", [engine("reference"), Native()], ids=["reference", "native"])
class TestWhatOnceWentWrong:
    def test_a_total_of_a_part_is_not_that_of_the_whole(self, one):
        x = pages.variable(shape=(6,), name="x")
        for page, wanted in ((pages.sum, 3.0), (pages.mean, 1.5), (pages.max, 2.0)):
            y = page(pages.relu(x)[1:3])
            assert one.compile(Graph(outputs=(y,))).run({x: np.arange(6.0)})[y] == wanted

    @pytest.mark.parametrize("moved", [lambda leaf: leaf, lambda leaf: leaf[::-1]], ids=["whole", "backwards"])
    def test_a_leaf_takes_the_old_value_of_another(self, one, moved):
        graph = Graph(outputs=(pages.sum(A),), updates={A: A + 1, B: moved(A)})
        trace = one.compile(graph).steps({A: [1.0, 2, 3], B: [7.0, 8, 9]}, {}, {}, np.zeros((4, 0), int))
        assert sorted(trace.state[B]) == [4.0, 5.0, 6.0]

    def test_what_nothing_comes_to(self, one):
        for shape in ((0,), (3, 0), (20, 0), (0, 3)):
            x = pages.variable(shape=shape, name="x")
            outputs = (pages.sum(x), pages.product(x), pages.sum(pages.exp(x), axis=-1), pages.exp(x) + 1)
            got = one.compile(Graph(outputs=outputs)).run({x: np.zeros(shape)})
            assert [float(got[node]) for node in outputs[:2]] == [0.0, 1.0]
            assert not got[outputs[2]].any()
            assert got[outputs[3]].shape == shape

    @pytest.mark.parametrize("shapes", [((2, 0), (0, 3)), ((0, 2), (2, 3)), ((2, 3), (3, 0)), ((0,), (0,)), ((2, 0, 3), (3, 4)), ((2, 0), (0,))])
    def test_products_along_an_empty_axis_are_zero(self, one, shapes):
        a, b = (pages.variable(shape=shape, name=name) for shape, name in zip(shapes, "ab", strict=True))
        got = one.compile(Graph(outputs=(a @ b,))).run({a: np.zeros(shapes[0]), b: np.zeros(shapes[1])})
        assert not np.any(got[next(iter(got))])

    def test_every_entry_of_the_first_output_is_watched(self, one):
        graph = Graph(outputs=(pages.log(A - np.array([0.0, 0.0, 3.0])),), updates={A: A + 1})
        assert one.compile(graph).steps({A: [1.0, 2, 3]}, {}, {}, np.zeros((4, 0), int)).completed == 0

    def test_values_that_the_graph_does_not_need_are_let_pass_and_the_state_comes_first(self, one):
        x, other = pages.variable(shape=(3,), name="x"), pages.variable(shape=(3,), name="other")
        graph = Graph(outputs=(pages.sum(A * x),), updates={A: A - x})
        data = {x: np.arange(5.0), other: np.arange(5.0), A: np.full(5, 100.0)}
        assert one.compile(graph).steps({A: np.ones(3)}, {}, data, [[0, 1, 2]]).losses.tolist() == [3.0]
        for wrong in (["a", "b"], [None, 1.0], [[1.0], [1.0, 2.0]], [1j, 2j]):
            with pytest.raises(ValueError, match="x needs an array of numbers"):
                one.compile(graph).steps({A: np.ones(3)}, {}, {x: wrong}, [[0, 1, 1]])
