"""Add: the sum of two numbers."""

from glassgrad.graph import Algebra, Binds, Example, Kind, Notation, Op, Textbook, broadcast, pair, per_entry

add = Op(
    name="add",
    sign="+",
    says="$a plus $b",
    notation=Notation(text="$a + $b", latex="$a + $b", symbol="+", binds=Binds.SUM, right=Binds.SUM),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: a + b,
    derivative=lambda upstream, y, a, b: (upstream, upstream),
    because="sum rule: each term passes the gradient on unchanged",
    textbook=Textbook(says="sum rule: ($u + $v)′ = $u′ + $v′"),
    cost=per_entry(1),
    domain=pair(),
    algebra=Algebra(neutral=0.0, commutes=True, associates=True, inverse="negate", undone_by="subtract", repeats="multiply"),
    example=Example(inputs=(2.0, 3.0), output=5.0),
    source="linearity of the derivative",
)
