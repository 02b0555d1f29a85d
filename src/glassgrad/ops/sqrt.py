"""Square root: the number ≥ 0 whose square is x."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, per_entry

sqrt = Op(
    name="sqrt",
    says="the square root of $x",
    notation=Notation(text="sqrt($x)", latex=r"\sqrt{$x}", symbol="√"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.sqrt(x),
    derivative=lambda upstream, y, x: (upstream / (2 * y),),
    because="power rule with the exponent ½: one over twice the root",
    cost=per_entry(1),
    domain=curve(0.2, 4.0, avoid=(0.0,), far=((1e-300,), (1e300,), (1e4,))),
    recipe=lambda x: x**0.5,
    example=Example(inputs=(9.0,), output=3.0),
    source="I. Newton, De analysi, 1669",
)
