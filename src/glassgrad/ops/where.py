"""Where: one number if a condition holds, another if it does not; a condition holds if it is not 0."""

from glassgrad.graph import Case, Domain, Example, Interval, Kind, Notation, Op, Textbook, broadcast, pages, size

where = Op(
    name="where",
    says="$a where $condition holds, else $b",
    notation=Notation(
        text="where($condition, $a, $b)",
        latex=r"\begin{cases} $a & \text{if } $condition \\ $b & \text{otherwise} \end{cases}",
        symbol="if",
    ),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, condition, a, b: m.where(condition != 0, a, b),
    derivative=lambda upstream, y, condition, a, b: (None, pages.where(condition, upstream, 0), pages.where(condition, 0, upstream)),
    because="the chosen number passes the gradient on, the other one receives nothing",
    textbook=Textbook(
        whole="a choice between two functions",
        says="case by case: where the choice falls on $u the slope is $u′, elsewhere it is $v′",
        slope=lambda y, condition, a, b, condition_slope, a_slope, b_slope: pages.where(condition, a_slope, b_slope),
    ),
    cost=lambda inputs, output, **settings: size(inputs[0]) + size(output),
    domain=Domain(
        inputs=(Interval(low=0, high=1, whole=True), Interval(), Interval()),
        cases=(
            Case(shapes=((), (), ())),
            Case(shapes=((3,), (3,), (3,))),
            Case(shapes=((2, 3), (3,), (2, 1))),
            Case(shapes=((3,), (), (2, 3))),
        ),
        far=((1.0, 1e4, -1e4), (0.0, 1e4, -1e4)),
    ),
    example=Example(inputs=([1.0, 0.0], [2.0, 3.0], [4.0, 5.0]), output=[2.0, 5.0]),
    source="a definition",
)
