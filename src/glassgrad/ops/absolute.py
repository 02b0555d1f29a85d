"""Absolute value: how far a number is from 0."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

absolute = Op(
    name="absolute",
    sign="|x|",
    says="the absolute value of $x",
    notation=Notation(text="abs($x)", latex=r"\left|$x\right|", symbol="|x|", spellings=("abs",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.abs(x),
    derivative=lambda upstream, y, x: (upstream * pages.sign(x),),
    because="chain rule with |x|: its slope is the sign of x",
    cost=per_entry(1),
    domain=curve(avoid=(0.0,)),
    recipe=lambda x: pages.maximum(x, -x),
    example=Example(inputs=([-2.0, 3.0],), output=[2.0, 3.0]),
    source="a definition",
)
