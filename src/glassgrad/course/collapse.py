"""Layers without an activation function are one layer: the matrices multiply. With ReLU between them they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from glassgrad.data import random_stream
from glassgrad.explain.blocks import Aside, Block, Table
from glassgrad.explain.line import given, line
from glassgrad.graph import pages
from glassgrad.nn import Dense, Network
from glassgrad.readers import evaluate
from glassgrad.writing.arrays import shown
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.mathematics import Words
from glassgrad.writing.symbols import symbol

from .words import aside, cells, heads

INPUTS, UNITS, OUTPUTS = 2, 3, 2
Numbers = dict[str, Any]


def two_layers(seed: int) -> Numbers:
    """Random weights of two small layers, and a row, all to one decimal. Shapes: x (1, 2), W1 (2, 3), b1 (3,), W2 (3, 2), b2 (2,)."""
    shapes = {"x": (1, INPUTS), "W1": (INPUTS, UNITS), "b1": (UNITS,), "W2": (UNITS, OUTPUTS), "b2": (OUTPUTS,)}
    return {name: random_stream(seed, f"collapse {name}").normal(shape).round(1) for name, shape in shapes.items()}


def multiplied(numbers: Numbers) -> tuple[Any, Any]:
    """The weights and the bias of the one layer that two linear layers are: W = W1 @ W2 and b = b1 @ W2 + b2."""
    return numbers["W1"] @ numbers["W2"], numbers["b1"] @ numbers["W2"] + numbers["b2"]


def collapse_told(seed: int) -> Iterator[Block]:
    """The two layers, the one they amount to, and the same row through both."""
    numbers = two_layers(seed)
    leaves = {name: pages.variable(shape=np.shape(value), name=name) for name, value in numbers.items()}
    x, W1, b1, W2, b2 = leaves.values()
    W, b = pages.matmul(W1, W2, name="W"), pages.add(pages.matmul(b1, W2), b2, name="b")
    results = [
        W,
        b,
        pages.add(pages.matmul(pages.add(pages.matmul(x, W1), b1), W2), b2, name="y_two"),
        pages.add(pages.matmul(x, W), b, name="y_one"),
    ]
    values = evaluate(results, {leaf: numbers[name] for name, leaf in leaves.items()})
    known = {node: symbol(node.name, array=True) for node in (*leaves.values(), *results)}
    for leaf in leaves.values():
        yield given(known[leaf], values[leaf])
    yield aside("Two layers without an activation function: (x @ W1 + b1) @ W2 + b2. Multiplied out, that is x @ (W1 @ W2) + (b1 @ W2 + b2): one layer.")
    for node in results:
        yield line(known[node], excerpt(node, known), known, values, values[node])
    same = np.allclose(values[results[2]], values[results[3]], rtol=1e-12, atol=1e-12)
    yield aside("The two results are the same, up to rounding. In the same way ten such layers are one." if same else "The two results differ.")
    yield from _with_relu(numbers)


def middle_of_opposites(network: Network, numbers: Numbers) -> tuple[Any, Any]:
    """The output halfway between those for x and −x, and the output at 0: equal for every layer that is only linear. Shapes: (outputs,) each."""
    x = numbers["x"]
    outputs = network.predict(numbers, np.vstack([x, -x, 0 * x]))
    return (outputs[0] + outputs[1]) / 2, outputs[2]


def _with_relu(numbers: Numbers) -> Iterator[Block]:
    yield aside(
        "And with ReLU between them? A single linear layer draws a straight line from the output at −x to the output at x, so halfway, at 0, "
        "it must give the mean of the two. Here are both numbers:",
    )
    yield Table(heads("between the layers", "mean of the outputs at −x and x", "output at 0"), tuple(_both(numbers)))
    relu = Network([Dense(UNITS, "relu"), Dense(OUTPUTS)], inputs=INPUTS)
    bends = not np.allclose(*middle_of_opposites(relu, numbers))
    yield Aside(
        ("With ReLU they differ: no single layer, whatever its weights, does what these two do.",)
        if bends
        else ("With ReLU they happen to agree for this row. Another seed shows the bend.",)
    )


def _both(numbers: Numbers) -> Iterator[tuple[Words, ...]]:
    for words, activation in (("nothing", "linear"), ("ReLU", "relu")):
        network = Network([Dense(UNITS, activation), Dense(OUTPUTS)], inputs=INPUTS)
        # Rounded: what one decimal times one decimal leaves is rounding of the machine.
        told = (shown(np.asarray(one).round(12)) for one in middle_of_opposites(network, numbers))
        yield cells(words, *((one.fragment.mathematics,) for one in told))
