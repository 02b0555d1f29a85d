"""Square: a number times itself."""

from glassgrad.graph import Binds, Example, Kind, Notation, Op, broadcast, curve, per_entry

square = Op(
    name="square",
    says="the square of $x",
    notation=Notation(text="$x²", latex="$x^{2}", symbol="x²", binds=Binds.POWER, left=Binds.ATOM),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: x * x,
    derivative=lambda upstream, y, x: (upstream * (2 * x),),
    because="power rule: bring the exponent 2 down and lower it by one",
    cost=per_entry(1),
    domain=curve(),
    recipe=lambda x: x * x,
    example=Example(inputs=(3.0,), output=9.0),
    source="I. Newton, De analysi, 1669",
)
