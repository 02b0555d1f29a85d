"""Sine: the height of a point that runs round a circle of radius 1."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

sin = Op(
    name="sin",
    says="the sine of $x",
    notation=Notation(text="sin($x)", latex=r"\sin\left($x\right)", symbol="sin"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.sin(x),
    derivative=lambda upstream, y, x: (upstream * pages.cos(x),),
    because="chain rule with the sine: its derivative is the cosine",
    cost=per_entry(1),
    domain=curve(-4.0, 4.0),
    example=Example(inputs=(0.0,), output=0.0),
    source="L. Euler, Institutiones calculi differentialis, 1755",
)
