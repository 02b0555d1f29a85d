"""Random graphs of operations that are defined for all numbers, drawn by Hypothesis; and the graphs of every page."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Case, Kind, Node, Op, ShapeError, ancestors, pages
from glassgrad.readers import gradients
from tests.ops.drawing import inputs_of, weights_of

NUMBERS = (0.0, 1.0, -1.0, 2.0, 0.5, -3.0, 0.25)
SHAPES = ((), (3,), (2, 3), (2, 1))
ONE = ("negate", "negate", "sigmoid", "tanh", "sin", "absolute")
TWO = ("add", "add", "subtract", "subtract", "multiply", "multiply", "maximum", "minimum", "divide", "power")
some = settings(max_examples=80, derandomize=True, database=None, deadline=None)
few = settings(max_examples=4, derandomize=True, database=None, deadline=None)
COMPUTING = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)


class Drawn:
    """A graph, some of its nodes as outputs, and numbers for its leaves."""

    def __init__(self, outputs: tuple[Node, ...], given: dict[Node, np.ndarray]) -> None:
        self.outputs = outputs
        self.given = given

    def __repr__(self) -> str:
        label = {node: node.name or f"#{i}" for i, node in enumerate(ancestors(self.outputs))}
        lines = [f"{label[node]} = {node.op.name}({', '.join(label[one] for one in node.inputs)}) {dict(node.settings)}" for node in label]
        return "\n".join([*lines, *[f"{leaf.name} = {np.array2string(np.asarray(array))}" for leaf, array in self.given.items()]])


@st.composite
def graphs(draw: st.DrawFn, *, most: int = 20) -> Drawn:
    """A graph of up to `most` operations; many constants, many things done twice or undone, some names."""
    leaves = [pages.variable(shape=shape, name=name) for shape, name in zip((*SHAPES, ()), "abcde", strict=True)]
    pool = [*leaves, *[pages.constant(value=number) for number in NUMBERS], pages.constant(value=[1.0, 1.0, 1.0]), pages.constant(value=[[2.0], [3.0]])]
    random = draw(st.randoms(use_true_random=False))
    for number in range(random.randint(3, most)):
        node = _one_more(random, pool)
        if node is not None and not node.name and random.random() < 0.15:
            node = node.named(f"n{number}")
        if node is not None:
            pool += [node, node]  # the young ones are used more often
    generator = np.random.default_rng(random.randint(0, 2**32))
    given = {leaf: generator.uniform(-2, 2, leaf.shape) for leaf in leaves}
    return Drawn(tuple(pool[-4::2]), given)


def _one_more(random: Random, pool: list[Node]) -> Node | None:
    x, y = random.choice(pool), random.choice(pool)
    kind = random.randint(0, 9)
    try:
        if kind < 5:
            return _two(random.choice(TWO), x, y)
        if kind < 7:
            return pages[random.choice(ONE)](x)
        if kind == 7:
            return pages.sum(x, axis=random.choice([None, -1]) if x.shape else None, keepdims=random.random() < 0.5)
        return _moved(random, x)
    except ShapeError:
        return None


def _two(name: str, x: Node, y: Node) -> Node:
    if name == "divide":
        return pages.divide(x, pages.constant(value=4.0)) if y.op.kind is not Kind.LEAF else pages.divide(x, 1.5 + y * y)
    return pages.power(x, pages.constant(value=1.0)) if name == "power" else pages[name](x, y)


def _moved(random: Random, x: Node) -> Node:
    match random.randint(0, 5):
        case 0:
            return pages.reshape(x, shape=(int(np.prod(x.shape, dtype=int)),))
        case 1:
            return pages.reshape(x, shape=(*x.shape, 1)) if len(x.shape) < 3 else pages.reshape(x, shape=x.shape)
        case 2:
            return x.T
        case 3:
            return pages.broadcast(x, shape=(2, 3))
        case 4:
            return pages.flip(x) if x.shape else x
        case _:
            return pages.matmul(x, x.T)


@st.composite
def of_a_page(draw: st.DrawFn, page: Op, case: Case) -> Drawn:
    """The page on a case of its domain, and the gradients of all its inputs."""
    inputs = [pages.variable(shape=shape, name=f"x{i}") for i, shape in enumerate(case.shapes)]
    output = page(*inputs, **case.settings)
    upstream = pages.variable(shape=output.shape, name="upstream")
    given = {**dict(zip(inputs, draw(inputs_of(page, case)), strict=True)), upstream: draw(weights_of(output.shape))}
    return Drawn((output, *gradients(output, upstream=upstream).values()), given)
