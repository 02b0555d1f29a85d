"""Multiply: the product of two numbers."""

from glassgrad.graph import Algebra, Binds, Example, Kind, Notation, Op, Textbook, broadcast, pair, per_entry

multiply = Op(
    name="multiply",
    sign="*",
    says="$a times $b",
    # A product on the right keeps its parentheses: `a·(B @ c)` is not `a·B @ c`.
    notation=Notation(text="$a·$b", latex=r"$a \cdot $b", symbol="×", binds=Binds.PRODUCT),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: a * b,
    derivative=lambda upstream, y, a, b: (upstream * b, upstream * a),
    because="product rule: each factor is scaled by the other",
    textbook=Textbook(
        whole="a product",
        says="product rule: ($u·$v)′ = $u′·$v + $u·$v′",
        slope=lambda y, a, b, a_slope, b_slope: a_slope * b + a * b_slope,
        factors=(0, 1),
        says_factor="constant-factor rule: ($c·$u)′ = $c·$u′",
    ),
    cost=per_entry(1),
    domain=pair(),
    algebra=Algebra(neutral=1.0, absorbing=0.0, commutes=True, associates=True, undone_by="divide", odd="negate", grows_by="power"),
    example=Example(inputs=(2.0, 3.0), output=6.0),
    source="Leibniz's product rule",
)
