"""Mish: a number times the hyperbolic tangent of its softplus."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    gate = pages.tanh(pages.softplus(x))
    return (upstream * (gate + x * (1 - gate * gate) * pages.sigmoid(x)),)


mish = Op(
    name="mish",
    says="$x times the hyperbolic tangent of its softplus",
    notation=Notation(text="mish($x)", latex=r"\operatorname{Mish}\left($x\right)", symbol="Mish"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x * m.tanh(pages.softplus.compute(m, x)),
    derivative=_derivative,
    because="product rule: the gate tanh(softplus(x)), plus x times how the gate changes",
    cost=per_entry(8),
    domain=curve(-6.0, 6.0),
    recipe=lambda x: x * pages.tanh(pages.softplus(x)),
    example=Example(inputs=(0.0,), output=0.0),
    source="D. Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019",
)
