"""Expm1: e to the power of x, less 1, with all digits even where x is tiny."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

expm1 = Op(
    name="expm1",
    says="e to the power of $x, less 1",
    notation=Notation(text="expm1($x)", latex=r"\left(e^{$x} - 1\right)", symbol="eˣ−1"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.expm1(x),
    derivative=lambda upstream, y, x: (upstream * pages.exp(x),),
    because="chain rule with the exponential; the 1 does not change",
    cost=per_entry(1),
    domain=curve(far=((700.0,), (-800.0,), (-1e4,))),
    recipe=lambda x: pages.exp(x) - 1,
    example=Example(inputs=(0.0,), output=0.0),
    source="a definition",
)
