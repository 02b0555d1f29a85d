"""Exponential: Euler's number e to the power of x."""

from glassgrad.graph import Binds, Example, Kind, Notation, Op, broadcast, curve, per_entry

exp = Op(
    name="exp",
    says="e to the power of $x",
    # A power as LaTeX writes it; its input stands in brackets or braces either way.
    notation=Notation(text="exp($x)", latex="e^{$x}", symbol="eˣ", binds=Binds.POWER, left=Binds.COMPARISON, right=Binds.COMPARISON),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.exp(x),
    derivative=lambda upstream, y, x: (upstream * y,),
    because="chain rule with the exponential, which is its own derivative",
    cost=per_entry(1),
    domain=curve(far=((700.0,), (-800.0,), (-1e4,))),
    example=Example(inputs=(0.0,), output=1.0),
    source="L. Euler, Institutiones calculi differentialis, 1755",
)
