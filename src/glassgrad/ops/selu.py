"""SELU, the scaled exponential linear unit: an ELU whose two constants keep mean 0 and variance 1 from layer to layer."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, Textbook, broadcast, curve, pages, per_entry

ALPHA = 1.6732632423543772
SCALE = 1.0507009873554805


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    falling = ALPHA * pages.exp(pages.minimum(x, 0))
    return (upstream * (SCALE * pages.where(x > 0, 1, falling)),)


selu = Op(
    name="selu",
    says="the scaled exponential linear unit of $x",
    notation=Notation(text="selu($x)", latex=r"\operatorname{SELU}\left($x\right)", symbol="SELU"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: SCALE * m.where(x > 0, x, ALPHA * m.expm1(m.minimum(x, 0))),
    derivative=_derivative,
    because="chain rule with SELU: its slope is the scale where the input is positive, scale·alpha·exp(x) elsewhere",
    textbook=Textbook(each=(lambda y, x: SCALE * pages.where(x > 0, 1, ALPHA * pages.exp(x)),)),
    cost=per_entry(6),
    domain=curve(avoid=(0.0,)),
    recipe=lambda x: SCALE * pages.elu(x, alpha=ALPHA),
    example=Example(inputs=([0.0, 2.0],), output=[0.0, 2 * SCALE]),
    source="G. Klambauer and others, Self-Normalizing Neural Networks, 2017",
)
