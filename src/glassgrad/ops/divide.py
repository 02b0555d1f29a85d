"""Divide: one number shared out by another."""

from glassgrad.graph import Algebra, Binds, Example, Interval, Kind, Notation, Op, Textbook, broadcast, pair, per_entry

divide = Op(
    name="divide",
    sign="/",
    says="$a divided by $b",
    notation=Notation(text="$a / $b", latex=r"\frac{$a}{$b}", symbol="÷", binds=Binds.PRODUCT),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: a / b,
    # −y/b, not −a/b²: b² underflows long before a/b overflows.
    derivative=lambda upstream, y, a, b: (upstream / b, -upstream * y / b),
    because="quotient rule: the dividend is scaled by 1/divisor, the divisor by −quotient/divisor",
    because_each=(
        "quotient rule: the dividend is scaled by 1/divisor",
        "quotient rule: the divisor is scaled by −quotient/divisor",
    ),
    textbook=Textbook(
        whole="a quotient",
        says="quotient rule: ($u / $v)′ = ($u′·$v − $u·$v′) / $v²",
        slope=lambda y, a, b, a_slope, b_slope: (a_slope * b - a * b_slope) / b**2,
        factors=(0,),
        says_factor="constant-factor rule: ($u / $c)′ = $u′ / $c",
    ),
    cost=per_entry(1),
    domain=pair(Interval(), Interval(low=0.5, high=3.0, avoid=(0.0,)), far=((1e4, 1e-4), (1.0, 1e200), (1e-200, 1e-200), (-800.0, 1e4))),
    algebra=Algebra(neutral=1.0, side="right", undoes="multiply", odd="negate"),
    example=Example(inputs=(3.0, 2.0), output=1.5),
    source="G. W. Leibniz, Nova methodus pro maximis et minimis, 1684",
)
