"""Minimum: the smaller of two numbers."""

from glassgrad.graph import Algebra, Example, Kind, Node, Notation, Op, Textbook, broadcast, pages, pair, per_entry


def _derivative(upstream: Node, output: Node, a: Node, b: Node) -> tuple[Node, Node]:
    # A tie is shared equally, so that minimum(a, b) and minimum(b, a) agree in their gradients too.
    half = upstream / 2
    return pages.where(a < b, upstream, pages.where(a > b, 0, half)), pages.where(b < a, upstream, pages.where(b > a, 0, half))


minimum = Op(
    name="minimum",
    says="the smaller of $a and $b",
    notation=Notation(text="minimum($a, $b)", latex=r"\min\left($a, $b\right)", symbol="min", spellings=("min",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: m.minimum(a, b),
    derivative=_derivative,
    because="only the smaller number passes the gradient on; a tie shares it equally",
    textbook=Textbook(
        whole="the smaller of two functions",
        says="case by case: the slope of min($u, $v) is that of the smaller one; at a tie it is taken halfway",
        slope=lambda y, a, b, a_slope, b_slope: pages.where(a < b, a_slope, pages.where(a > b, b_slope, (a_slope + b_slope) / 2)),
    ),
    cost=per_entry(1),
    domain=pair(apart=True, far=((1e4, -1e4), (-800.0, 1e4))),
    algebra=Algebra(commutes=True, associates=True),
    recipe=lambda a, b: pages.where(a <= b, a, b),
    example=Example(inputs=(2.0, 3.0), output=2.0),
    source="a definition",
)
