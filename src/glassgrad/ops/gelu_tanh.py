"""GELU by tanh: the usual approximation of the Gaussian error linear unit, off by less than 0.0005."""

import math

from glassgrad.graph import FAR, Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry

SCALE = math.sqrt(2 / math.pi)
CUBIC = 0.044715


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    bend = pages.tanh(SCALE * (x + CUBIC * x * x * x))
    # Where tanh is flat this is 0 before x² can overflow.
    bent = 0.5 * x * (1 - bend * bend) * SCALE
    return (upstream * (0.5 * (1 + bend) + bent + 3 * CUBIC * bent * x * x),)


gelu_tanh = Op(
    name="gelu_tanh",
    says="the GELU of $x, approximated by a hyperbolic tangent",
    notation=Notation(text="gelu_tanh($x)", latex=r"\operatorname{GELU}_{\tanh}\left($x\right)", symbol="GELU≈"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x * (0.5 * (1 + m.tanh(SCALE * (x + CUBIC * x * x * x)))),
    derivative=_derivative,
    because="product rule: the factor of x, plus x times how that factor changes",
    cost=per_entry(9),
    domain=curve(-3.0, 3.0, far=(*FAR, (1e200,), (-1e200,))),
    recipe=lambda x: x * (1 + pages.tanh(SCALE * (x + CUBIC * x**3))) / 2,
    example=Example(inputs=(0.0,), output=0.0),
    source="D. Hendrycks and K. Gimpel, Gaussian Error Linear Units, 2016",
)
