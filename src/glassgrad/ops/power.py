"""Power: a base multiplied by itself as often as the exponent says."""

import numpy as np

from glassgrad.graph import Algebra, Binds, Example, Interval, Kind, Node, Notation, Op, Textbook, broadcast, is_constant, pages, pair, per_entry


def _for_base(upstream: Node, a: Node, b: Node) -> Node | None:
    if is_constant(b) and b.shape == ():
        exponent = float(b.settings["value"])
        if exponent == 0:
            return None
        return upstream * exponent * (a if exponent == 2 else a ** (exponent - 1))
    # An exponent of 0 must not be lowered to −1: at base 0 that would be 0 · 0⁻¹, which is not a number.
    lowered = pages.where(pages.equal(b, 0), 1, b - 1)
    return upstream * b * a**lowered


def _for_exponent(upstream: Node, y: Node, a: Node, b: Node) -> Node | None:
    if is_constant(b):
        return None
    if is_constant(a) and (np.asarray(a.settings["value"]) > 0).all():
        return upstream * y * pages.log(a)
    # ln of a base ≤ 0 is never taken. By convention nothing flows there: at 0 that is the limit, below 0 there is no derivative.
    positive = a > 0
    return pages.where(positive, upstream * y * pages.log(pages.where(positive, a, 1)), 0)


power = Op(
    name="power",
    sign="**",
    says="$a to the power of $b",
    notation=Notation(text="$a^$b", latex="$a^{$b}", symbol="xⁿ", binds=Binds.POWER, left=Binds.ATOM, right=Binds.SIGN, spellings=("pow",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, a, b: a**b,
    derivative=lambda upstream, y, a, b: (_for_base(upstream, a, b), _for_exponent(upstream, y, a, b)),
    because="power rule: bring the exponent down and lower it by one; for the exponent, the power times ln of the base",
    because_each=(
        "power rule: bring the exponent down and lower it by one",
        "exponential rule: the power times ln of the base",
    ),
    textbook=Textbook(
        whole="a power whose base and exponent both change",
        says="general power rule: ($u^$v)′ = $u^$v·($v′·ln $u + $v·$u′ / $u), for $u > 0",
        slope=lambda y, a, b, a_slope, b_slope: y * (b_slope * pages.log(a) + b * a_slope / a),
        each=(lambda y, a, b: b * a ** (b - 1), lambda y, a, b: y * pages.log(a)),
    ),
    cost=per_entry(1),
    domain=pair(
        Interval(low=0.3, high=3.0, avoid=(0.0,)),
        Interval(),
        far=((-2.0, 3.0), (-2.0, -2.0), (-1.5, 0.0), (0.0, 0.0), (0.0, 1.0), (0.0, 3.0), (1e4, 2.0), (1e-4, -2.0)),
    ),
    algebra=Algebra(neutral=1.0, side="right"),
    example=Example(inputs=(2.0, 3.0), output=8.0),
    source="I. Newton, De analysi, 1669 (any exponent); L. Euler, Institutiones calculi differentialis, 1755 (the exponent as variable)",
)
