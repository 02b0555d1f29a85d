"""Greater or equal: 1 where it is true, 0 where it is not."""

from glassgrad.graph import Binds, Example, Kind, Notation, Op, broadcast, pair, per_entry

greater_equal = Op(
    name="greater_equal",
    sign=">=",
    says="1 where $a is at least $b, else 0",
    notation=Notation(text="$a ≥ $b", latex=r"$a \ge $b", symbol="≥", binds=Binds.COMPARISON, left=Binds.SUM, right=Binds.SUM),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: m.where(a >= b, 1.0, 0.0),
    derivative=lambda upstream, y, a, b: (None, None),
    because="an answer of 1 or 0 does not change with small changes, so nothing flows back",
    cost=per_entry(2),
    domain=pair(apart=True, far=((1e4, -1e4), (1e300, 1e300))),
    example=Example(inputs=(2.0, 3.0), output=0.0),
    source="a definition",
)
