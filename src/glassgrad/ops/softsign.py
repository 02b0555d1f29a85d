"""Softsign: squeezes any number into the open interval from −1 to 1, more gently than tanh."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    # The same as 1 − |y|, which would lose its last digits where y is close to 1.
    slack = 1 / (1 + pages.absolute(x))
    return (upstream * (slack * slack),)


softsign = Op(
    name="softsign",
    says="the softsign of $x",
    notation=Notation(text="softsign($x)", latex=r"\operatorname{softsign}\left($x\right)", symbol="softsign"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x / (1 + m.abs(x)),
    derivative=_derivative,
    because="quotient rule: one over the square of 1 + |x|",
    cost=per_entry(3),
    domain=curve(-4.0, 4.0, avoid=(0.0,)),  # smooth, but its slope has a corner at 0
    recipe=lambda x: x / (1 + pages.absolute(x)),
    example=Example(inputs=(3.0,), output=0.75),
    source="J. Bergstra and others, Quadratic Polynomials Learn Better Image Features, 2009",
)
