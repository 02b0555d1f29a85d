"""SiLU, or swish: a number times its own sigmoid."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    share = pages.sigmoid(x)
    return (upstream * (share * (1 + x * (1 - share))),)


silu = Op(
    name="silu",
    says="$x times its sigmoid",
    notation=Notation(text="silu($x)", latex=r"\operatorname{SiLU}\left($x\right)", symbol="SiLU", spellings=("swish",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x * pages.sigmoid.compute(m, x),
    derivative=_derivative,
    because="product rule: σ(x), plus x times the sigmoid's derivative σ(x)·(1 − σ(x))",
    cost=per_entry(10),
    domain=curve(-6.0, 6.0),
    recipe=lambda x: x * pages.sigmoid(x),
    example=Example(inputs=(0.0,), output=0.0),
    source="S. Elfwing, E. Uchibe and K. Doya, Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning, 2017",
)
