"""Arc tangent: the angle whose tangent is x, between −π/2 and π/2."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, per_entry

atan = Op(
    name="atan",
    says="the arc tangent of $x",
    notation=Notation(text="atan($x)", latex=r"\arctan\left($x\right)", symbol="atan", spellings=("arctan",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.arctan(x),
    derivative=lambda upstream, y, x: (upstream / (1 + x * x),),
    because="chain rule with the arc tangent: its derivative is 1/(1 + x²)",
    cost=per_entry(1),
    domain=curve(-4.0, 4.0),
    example=Example(inputs=(0.0,), output=0.0),
    source="J. Gregory, letter to J. Collins, 1671 (its series)",
)
