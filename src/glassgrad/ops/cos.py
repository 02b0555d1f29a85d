"""Cosine: how far to the right a point stands that runs round a circle of radius 1."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

cos = Op(
    name="cos",
    says="the cosine of $x",
    notation=Notation(text="cos($x)", latex=r"\cos\left($x\right)", symbol="cos"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.cos(x),
    derivative=lambda upstream, y, x: (upstream * -pages.sin(x),),
    because="chain rule with the cosine: its derivative is minus the sine",
    cost=per_entry(1),
    domain=curve(-4.0, 4.0),
    example=Example(inputs=(0.0,), output=1.0),
    source="L. Euler, Institutiones calculi differentialis, 1755",
)
