"""Error function: the area under a bell curve, from −x to x."""

import math

from glassgrad.graph import Example, Kind, Notation, Op, broadcast, curve, pages, per_entry

erf = Op(
    name="erf",
    says="the error function of $x",
    notation=Notation(text="erf($x)", latex=r"\operatorname{erf}\left($x\right)", symbol="erf"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.erf(x),
    derivative=lambda upstream, y, x: (upstream * (2 / math.sqrt(math.pi) * pages.exp(-x * x)),),
    because="chain rule with the error function: its derivative is the bell curve 2/√π · exp(−x²)",
    cost=per_entry(1),
    domain=curve(-3.0, 3.0),
    example=Example(inputs=(0.0,), output=0.0),
    source="J. W. L. Glaisher, On a class of definite integrals, 1871",
)
