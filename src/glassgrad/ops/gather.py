"""Gather: the rows whose numbers are asked for, in the order asked for."""

from glassgrad.graph import Case, Domain, Example, Interval, Kind, Node, Notation, Op, Shape, normal_axes, only_moves, pages

from .settings import one_axis


def _shape(x: Shape, indices: Shape, *, axis: int) -> Shape:
    (along,) = normal_axes(axis, len(x))
    return (*x[:along], *indices, *x[along + 1 :])


def _derivative(upstream: Node, y: Node, x: Node, indices: Node) -> tuple[Node, None]:
    along, rank, chosen = y.settings["axis"] % len(x.shape), len(y.shape), len(indices.shape)
    # scatter_add places rows, so the gathered axes come to the front first and go back afterwards.
    front = (*range(along, along + chosen), *range(along), *range(along + chosen, rank))
    rows = upstream if along == 0 else pages.transpose(upstream, axes=front)
    added = pages.scatter_add(rows, indices, length=x.shape[along])
    back = (*range(1, along + 1), 0, *range(along + 1, len(x.shape)))
    return (added if along == 0 else pages.transpose(added, axes=back)), None


gather = Op(
    name="gather",
    says="the entries of $x at the places $indices",
    notation=Notation(text="gather($x, $indices$settings)", latex=r"\operatorname{gather}$settings\left($x, $indices\right)", symbol="☞"),
    kind=Kind.INDEXING,
    shape=_shape,
    compute=lambda m, x, indices, *, axis=0: m.take(x, m.whole(indices), axis=axis),
    derivative=_derivative,
    because="a chosen row carries its gradient back to its place; a row chosen twice receives both",
    cost=only_moves,
    domain=Domain(
        inputs=(Interval(), Interval(low=0, high=2, whole=True)),
        cases=(
            Case(shapes=((3,), ())),
            Case(shapes=((3, 2), (4,))),
            Case(shapes=((2, 3), (4,)), settings={"axis": 1}),
            Case(shapes=((2, 3, 2), (2, 2)), settings={"axis": -2}),
            Case(shapes=((3, 2), (2, 2))),
        ),
    ),
    normal=one_axis,
    example=Example(inputs=([5.0, 6.0, 7.0], [2.0, 0.0, 2.0]), output=[7.0, 5.0, 7.0]),
    source="a definition",
)
