"""Log1p: the natural logarithm of 1 + x, with all digits even where x is tiny."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

log1p = Op(
    name="log1p",
    says="the natural logarithm of 1 plus $x",
    notation=Notation(text="log1p($x)", latex=r"\ln\left(1 + $x\right)", symbol="ln(1+x)"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.log1p(x),
    derivative=lambda upstream, y, x: (upstream / (1 + x),),
    because="chain rule with the logarithm: its derivative is one over what stands in it",
    cost=per_entry(1),
    domain=curve(-0.8, 4.0, avoid=(-1.0,), far=((1e-300,), (1e300,), (1e4,))),
    recipe=lambda x: pages.log(1 + x),
    example=Example(inputs=(0.0,), output=0.0),
    source="a definition",
)
