"""Scatter-add: rows added up at the places whose numbers are given; the adjoint of gather."""

from typing import Any

from glassgrad.graph import Case, Domain, Example, Interval, Kind, Node, Notation, Op, SettingError, Shape, ShapeError, pages, per_input_entry, say_shape


def _shape(x: Shape, indices: Shape, *, length: int) -> Shape:
    if isinstance(length, bool) or not isinstance(length, int) or length < 0:
        raise SettingError(f"scatter_add needs to know how many rows the result has, like length=3; a whole number ≥ 0, not {length!r:.60}")
    if x[: len(indices)] != indices:
        raise ShapeError(f"every row needs its place: {say_shape(indices)} places do not fit {say_shape(x)} rows")
    return (length, *x[len(indices) :])


def _compute(m: Any, x: Any, indices: Any, *, length: int = 0) -> Any:
    return m.scatter_add(x, indices, length)


def _derivative(upstream: Node, y: Node, x: Node, indices: Node) -> tuple[Node, None]:
    return pages.gather(upstream, indices), None


scatter_add = Op(
    name="scatter_add",
    says="the rows of $x added up at the places $indices",
    notation=Notation(text="scatter_add($x, $indices, length=$length)", latex=r"\operatorname{scatter}_{$length}\left($x, $indices\right)", symbol="☟"),
    kind=Kind.INDEXING,
    shape=_shape,
    compute=_compute,
    derivative=_derivative,
    because="sum rule: every row takes the gradient of the place it was added to",
    cost=per_input_entry(1),
    domain=Domain(
        inputs=(Interval(), Interval(low=0, high=2, whole=True)),
        cases=(
            Case(shapes=((), ()), settings={"length": 3}),
            Case(shapes=((4,), (4,)), settings={"length": 3}),
            Case(shapes=((4, 2), (4,)), settings={"length": 3}),
            Case(shapes=((2, 2, 3), (2, 2)), settings={"length": 4}),
            Case(shapes=((0, 2), (0,)), settings={"length": 0}),
        ),
    ),
    example=Example(inputs=([5.0, 6.0, 7.0], [2.0, 0.0, 2.0]), output=[6.0, 0.0, 12.0], settings={"length": 3}),
    source="a definition",
)
