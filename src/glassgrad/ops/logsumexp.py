"""Log-sum-exp: the logarithm of a sum of exponentials; a smooth maximum."""

from dataclasses import replace
from typing import Any

from glassgrad.graph import FAR, Example, Kind, Node, Notation, Op, Shape, along_axes, pages, size

from .along_axes import Axis, lay_against, reduced_from_some


def _compute(m: Any, x: Any, *, axis: Axis = None, keepdims: bool = False) -> Any:
    # Take the largest entry out first and add it again at the end: exp(89) already overflows float32.
    top = m.max(x, axis=axis, keepdims=True)
    return m.log(m.sum(m.exp(x - top), axis=axis, keepdims=keepdims)) + m.max(top, axis=axis, keepdims=keepdims)


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    axis = y.settings["axis"]
    share = pages.softmax(x, axis=axis) if isinstance(axis, int) else pages.exp(x - lay_against(y, y, x))
    return (lay_against(upstream, y, x) * share,)


def _cost(inputs: tuple[Shape, ...], output: Shape, **settings: Any) -> int:
    return 4 * size(inputs[0]) + 3 * size(output)


logsumexp = Op(
    name="logsumexp",
    says="the logarithm of the sum of the exponentials of $x",
    notation=Notation(text="logsumexp($x$settings)", latex=r"\operatorname{LSE}$settings\left($x\right)", symbol="LSE"),
    kind=Kind.REDUCTION,
    shape=reduced_from_some,
    compute=_compute,
    derivative=_derivative,
    because="derivative of log-sum-exp: each entry receives its softmax share",
    cost=_cost,
    domain=replace(along_axes(), far=FAR),
    recipe=lambda x, *, axis, keepdims: pages.log(pages.sum(pages.exp(x), axis=axis, keepdims=keepdims)),
    example=Example(inputs=([7.0],), output=7.0),
    source="P. Blanchard, D. J. Higham and N. J. Higham, Accurately Computing the Log-Sum-Exp and Softmax Functions, 2021",
)
