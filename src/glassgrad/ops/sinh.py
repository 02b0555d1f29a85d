"""Hyperbolic sine: half the difference of eˣ and e⁻ˣ."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

sinh = Op(
    name="sinh",
    says="the hyperbolic sine of $x",
    notation=Notation(text="sinh($x)", latex=r"\sinh\left($x\right)", symbol="sinh"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.sinh(x),
    derivative=lambda upstream, y, x: (upstream * pages.cosh(x),),
    because="chain rule with sinh: its derivative is cosh",
    cost=per_entry(1),
    domain=curve(far=((700.0,), (-700.0,))),
    recipe=lambda x: (pages.exp(x) - pages.exp(-x)) / 2,
    example=Example(inputs=(0.0,), output=0.0),
    source="V. Riccati, Opusculorum ad res physicas et mathematicas pertinentium, 1757",
)
