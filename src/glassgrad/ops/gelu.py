"""GELU, the Gaussian error linear unit: a number times the chance that a standard normal draw is smaller."""

import math

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    chance = 0.5 * (1 + pages.erf(x / math.sqrt(2)))
    density = pages.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    return (upstream * (chance + x * density),)


gelu = Op(
    name="gelu",
    says="$x times the chance that a standard normal draw is below it",
    notation=Notation(text="gelu($x)", latex=r"\operatorname{GELU}\left($x\right)", symbol="GELU"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x * (0.5 * (1 + m.erf(x / math.sqrt(2)))),
    derivative=_derivative,
    because="product rule: the chance Φ(x), plus x times the bell curve φ(x)",
    cost=per_entry(5),
    domain=curve(-3.0, 3.0),
    recipe=lambda x: x * (1 + pages.erf(x / math.sqrt(2))) / 2,
    example=Example(inputs=(0.0,), output=0.0),
    source="D. Hendrycks and K. Gimpel, Gaussian Error Linear Units, 2016",
)
