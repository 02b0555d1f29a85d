"""Softmax: turns numbers into positive shares that add up to 1, along an axis."""

from typing import Any

from glassgrad.graph import Example, Kind, Node, Notation, Op, pages, per_input_entry

from .along_axes import Axis, along_one_or_more, unchanged


def _compute(m: Any, x: Any, *, axis: Axis = -1) -> Any:
    # Subtract the largest entry first: exp(89) already overflows float32, and the shares do not change.
    powers = m.exp(x - m.max(x, axis=axis, keepdims=True))
    return powers / m.sum(powers, axis=axis, keepdims=True)


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    return (y * (upstream - pages.sum(upstream * y, axis=y.settings["axis"], keepdims=True)),)


def _recipe(x: Node, *, axis: Axis) -> Node:
    powers = pages.exp(x)
    return powers / pages.sum(powers, axis=axis, keepdims=True)


softmax = Op(
    name="softmax",
    says="the softmax of $x",
    notation=Notation(text="softmax($x$settings)", latex=r"\operatorname{softmax}$settings\left($x\right)", symbol="softmax"),
    kind=Kind.REDUCTION,
    shape=unchanged,
    compute=_compute,
    derivative=_derivative,
    because="derivative of softmax: each share times (its own gradient − the average gradient, weighted by the shares)",
    cost=per_input_entry(5),
    domain=along_one_or_more(),
    recipe=_recipe,
    example=Example(inputs=([0.0, 0.0],), output=[0.5, 0.5]),
    source="J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990",
)
