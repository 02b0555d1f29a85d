"""Maximum: the larger of two numbers."""

from glassgrad.graph import Algebra, Example, Kind, Node, Notation, Op, Textbook, broadcast, pages, pair, per_entry


def _derivative(upstream: Node, output: Node, a: Node, b: Node) -> tuple[Node, Node]:
    # A tie is shared equally, so that maximum(a, b) and maximum(b, a) agree in their gradients too.
    half = upstream / 2
    return pages.where(a > b, upstream, pages.where(a < b, 0, half)), pages.where(b > a, upstream, pages.where(b < a, 0, half))


maximum = Op(
    name="maximum",
    says="the larger of $a and $b",
    notation=Notation(text="maximum($a, $b)", latex=r"\max\left($a, $b\right)", symbol="max", spellings=("max",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: m.maximum(a, b),
    derivative=_derivative,
    because="only the larger number passes the gradient on; a tie shares it equally",
    textbook=Textbook(
        whole="the larger of two functions",
        says="case by case: the slope of max($u, $v) is that of the larger one; at a tie it is taken halfway",
        slope=lambda y, a, b, a_slope, b_slope: pages.where(a > b, a_slope, pages.where(a < b, b_slope, (a_slope + b_slope) / 2)),
    ),
    cost=per_entry(1),
    domain=pair(apart=True, far=((1e4, -1e4), (-800.0, 1e4))),
    algebra=Algebra(commutes=True, associates=True),
    recipe=lambda a, b: pages.where(a >= b, a, b),
    example=Example(inputs=(2.0, 3.0), output=3.0),
    source="a definition",
)
