"""Subtract: one number less another."""

from glassgrad.graph import Algebra, Binds, Example, Kind, Notation, Op, Textbook, broadcast, pair, per_entry

subtract = Op(
    name="subtract",
    sign="-",
    says="$a minus $b",
    notation=Notation(text="$a − $b", latex="$a - $b", symbol="−", binds=Binds.SUM),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: a - b,
    derivative=lambda upstream, y, a, b: (upstream, -upstream),
    because="sum rule: what is added passes the gradient on, what is taken away turns its sign",
    because_each=(
        "sum rule: each term passes the gradient on unchanged",
        "sum rule: a term that is taken away turns the gradient's sign",
    ),
    textbook=Textbook(says="difference rule: ($u − $v)′ = $u′ − $v′"),
    cost=per_entry(1),
    domain=pair(),
    algebra=Algebra(neutral=0.0, side="right", undoes="add", repeats="multiply"),
    example=Example(inputs=(2.0, 3.0), output=-1.0),
    source="linearity of the derivative",
)
