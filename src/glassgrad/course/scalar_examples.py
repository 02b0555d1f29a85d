"""The two networks of the course, written in single numbers."""

from __future__ import annotations

from collections.abc import Callable

from glassgrad.graph import Node, pages

NEURON_WEIGHTS = ("w", "b")
TWO_LAYER_WEIGHTS = ("w1", "b1", "w2", "b2")
COURSE_NUMBERS = {"x": 1.0, "y": 5.0, "w1": 2.0, "b1": 0.0, "w2": 3.0, "b2": 1.0}
"""The working example of the course."""
COURSE_RATE = 0.1


def half_squared(error: Node) -> Node:
    """½·error², whose derivative is the error itself."""
    return 0.5 * error**2


def one_neuron(loss: Callable[[Node], Node] = half_squared) -> Node:
    """The loss L of one neuron, ŷ = w·x + b, with a target y."""
    x, y, w, b = _leaves("x", "y", "w", "b")
    predicted = (w * x + b).named("ŷ")
    return loss(predicted - y).named("L")


def two_layers() -> Node:
    """The loss J = ½·(a2 − y)² of two layers without activation, a1 = w1·x + b1 and a2 = w2·a1 + b2."""
    x, y, w1, b1, w2, b2 = _leaves("x", "y", *TWO_LAYER_WEIGHTS)
    a1 = (w1 * x + b1).named("a1")
    a2 = (w2 * a1 + b2).named("a2")
    return half_squared(a2 - y).named("J")


def _leaves(*names: str) -> tuple[Node, ...]:
    return tuple(pages.variable(shape=(), name=name) for name in names)
