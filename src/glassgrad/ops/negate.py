"""Negate: the number with the opposite sign."""

from glassgrad.graph import Algebra, Binds, Example, Kind, Notation, Op, Textbook, broadcast, curve, per_entry

negate = Op(
    name="negate",
    sign="-x",
    says="minus $x",
    notation=Notation(text="−$x", latex="-$x", symbol="−", binds=Binds.SIGN, right=Binds.SIGN),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: -x,
    derivative=lambda upstream, y, x: (-upstream,),
    because="constant-factor rule: the sign carries over to the gradient",
    textbook=Textbook(says="constant-factor rule: (−$u)′ = −$u′"),
    cost=per_entry(1),
    domain=curve(),
    algebra=Algebra(involution=True),
    example=Example(inputs=(2.0,), output=-2.0),
    source="linearity of the derivative",
)
