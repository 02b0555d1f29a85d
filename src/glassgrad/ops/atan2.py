"""Arc tangent of two numbers: the angle at which the point (x, y) is seen from the origin, from −π to π."""

from glassgrad.graph import Example, Interval, Kind, Node, Notation, Op, Textbook, broadcast, pair, per_entry


def _derivative(upstream: Node, output: Node, y: Node, x: Node) -> tuple[Node, Node]:
    # At the origin itself there is no angle, and no gradient: 0/0.
    distance = x * x + y * y
    return upstream * x / distance, -upstream * y / distance


atan2 = Op(
    name="atan2",
    says="the angle of the point with height $y and width $x",
    notation=Notation(text="atan2($y, $x)", latex=r"\operatorname{atan2}\left($y, $x\right)", symbol="atan2", spellings=("arctan2",)),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, y, x: m.arctan2(y, x),
    derivative=_derivative,
    because="chain rule with the angle: it turns faster the closer the point is to the origin",
    textbook=Textbook(
        whole="an angle",
        says="derivative of the angle: atan2($u, $v)′ = ($u′·$v − $u·$v′) / ($u² + $v²)",
        slope=lambda output, y, x, y_slope, x_slope: (y_slope * x - y * x_slope) / (y**2 + x**2),
    ),
    cost=per_entry(1),
    domain=pair(Interval(low=0.2), Interval(low=0.2), far=((1e4, -1e4), (-800.0, 1e-4), (1e-4, 800.0))),
    example=Example(inputs=(0.0, 2.0), output=0.0),
    source="the two-argument arc tangent of Fortran, 1966",
)
