"""Sign: 1 for positive numbers, −1 for negative ones, 0 for 0."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

sign = Op(
    name="sign",
    says="the sign of $x",
    notation=Notation(text="sign($x)", latex=r"\operatorname{sign}\left($x\right)", symbol="±"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.sign(x),
    derivative=lambda upstream, y, x: (None,),
    because="a step does not change with small changes, so nothing flows back",
    cost=per_entry(1),
    domain=curve(avoid=(0.0,)),
    recipe=lambda x: pages.where(x > 0, 1, pages.where(x < 0, -1, 0)),
    example=Example(inputs=([-2.0, 0.0, 3.0],), output=[-1.0, 0.0, 1.0]),
    source="a definition",
)
