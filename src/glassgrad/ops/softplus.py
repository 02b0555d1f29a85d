"""Softplus: a ReLU with its corner rounded off."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

softplus = Op(
    name="softplus",
    says="the softplus of $x",
    notation=Notation(text="softplus($x)", latex=r"\operatorname{softplus}\left($x\right)", symbol="softplus"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    # ln(1 + eˣ) with the large part taken out first: exp only ever sees a number ≤ 0.
    compute=lambda m, x: m.maximum(x, 0) + m.log1p(m.exp(-m.abs(x))),
    derivative=lambda upstream, y, x: (upstream * pages.sigmoid(x),),
    because="chain rule with softplus: its derivative is the sigmoid",
    cost=per_entry(6),
    domain=curve(-6.0, 6.0),
    recipe=lambda x: pages.log(1 + pages.exp(x)),
    example=Example(inputs=(1e4,), output=1e4),
    source="C. Dugas and others, Incorporating Second-Order Functional Knowledge for Better Option Pricing, 2001",
)
