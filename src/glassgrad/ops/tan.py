"""Tangent: sine over cosine."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

tan = Op(
    name="tan",
    says="the tangent of $x",
    notation=Notation(text="tan($x)", latex=r"\tan\left($x\right)", symbol="tan"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.tan(x),
    derivative=lambda upstream, y, x: (upstream * (1 + y * y),),
    because="chain rule with the tangent: its derivative is 1 + tan²",
    cost=per_entry(1),
    domain=curve(-1.2, 1.2),
    recipe=lambda x: pages.sin(x) / pages.cos(x),
    example=Example(inputs=(0.0,), output=0.0),
    source="L. Euler, Institutiones calculi differentialis, 1755",
)
