"""Log-softmax: the logarithms of the shares that softmax gives, without ever taking the logarithm of 0."""

from typing import Any

from glassgrad.graph import Example, Kind, Node, Notation, Op, Shape, normal_axes, pages, reduced, size

from .along_axes import Axis, along_one_or_more, unchanged


def _compute(m: Any, x: Any, *, axis: Axis = -1) -> Any:
    shifted = x - m.max(x, axis=axis, keepdims=True)
    return shifted - m.log(m.sum(m.exp(shifted), axis=axis, keepdims=True))


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    return (upstream - pages.exp(y) * pages.sum(upstream, axis=y.settings["axis"], keepdims=True),)


def _cost(inputs: tuple[Shape, ...], output: Shape, *, axis: Axis = -1) -> int:
    return 5 * size(output) + size(reduced(output, axis=normal_axes(axis, len(output))))


log_softmax = Op(
    name="log_softmax",
    says="the logarithm of the softmax of $x",
    notation=Notation(text="log_softmax($x$settings)", latex=r"\ln\operatorname{softmax}$settings\left($x\right)", symbol="ln softmax"),
    kind=Kind.REDUCTION,
    shape=unchanged,
    compute=_compute,
    derivative=_derivative,
    because="derivative of log-softmax: its own gradient − its share of the gradients' sum",
    cost=_cost,
    domain=along_one_or_more(),
    recipe=lambda x, *, axis: x - pages.logsumexp(x, axis=axis, keepdims=True),
    example=Example(inputs=([1.0],), output=[0.0]),
    source="J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990",
)
