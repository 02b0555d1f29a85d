"""Logarithm: the natural one; the power to which e must be raised to give x."""

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, per_entry

log = Op(
    name="log",
    says="the natural logarithm of $x",
    notation=Notation(text="log($x)", latex=r"\ln\left($x\right)", symbol="ln", spellings=("ln",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.log(x),
    derivative=lambda upstream, y, x: (upstream / x,),
    because="chain rule with the logarithm: its derivative is 1/x",
    cost=per_entry(1),
    domain=curve(0.2, 4.0, avoid=(0.0,), far=((1e-300,), (1e300,), (1e4,))),
    example=Example(inputs=(1.0,), output=0.0),
    source="L. Euler, Institutiones calculi differentialis, 1755",
)
