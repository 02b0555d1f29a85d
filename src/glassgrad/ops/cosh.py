"""Hyperbolic cosine: the mean of eˣ and e⁻ˣ; a hanging chain."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

cosh = Op(
    name="cosh",
    says="the hyperbolic cosine of $x",
    notation=Notation(text="cosh($x)", latex=r"\cosh\left($x\right)", symbol="cosh"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.cosh(x),
    derivative=lambda upstream, y, x: (upstream * pages.sinh(x),),
    because="chain rule with cosh: its derivative is sinh",
    cost=per_entry(1),
    domain=curve(far=((700.0,), (-700.0,))),
    recipe=lambda x: (pages.exp(x) + pages.exp(-x)) / 2,
    example=Example(inputs=(0.0,), output=1.0),
    source="V. Riccati, Opusculorum ad res physicas et mathematicas pertinentium, 1757",
)
