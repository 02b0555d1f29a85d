"""Hyperbolic tangent: squeezes any number into the open interval from −1 to 1."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, broadcast, curve, pages, per_entry


def _recipe(x: Node) -> Node:
    rising, falling = pages.exp(x), pages.exp(-x)
    return (rising - falling) / (rising + falling)


tanh = Op(
    name="tanh",
    says="the hyperbolic tangent of $x",
    notation=Notation(text="tanh($x)", latex=r"\tanh\left($x\right)", symbol="tanh"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.tanh(x),
    derivative=lambda upstream, y, x: (upstream * (1 - y * y),),
    because="chain rule with tanh: its derivative is 1 − tanh²",
    cost=per_entry(1),
    domain=curve(-3.0, 3.0),
    recipe=_recipe,
    example=Example(inputs=(0.0,), output=0.0),
    source="V. Riccati, Opusculorum ad res physicas et mathematicas pertinentium, 1757",
)
