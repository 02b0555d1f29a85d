"""Transpose: rows become columns."""

from glassgrad.graph import Binds, Case, Domain, Example, Kind, Node, Notation, Op, Shape, ShapeError, normal_axes, only_moves, pages


def _shape(x: Shape, *, axes: tuple[int, ...] | None = None) -> Shape:
    if axes is None:
        return x[::-1]
    if normal_axes(axes, len(x)) != tuple(range(len(x))):
        raise ShapeError(f"axes={axes} must name each of the {len(x)} axes once")
    return tuple(x[axis] for axis in axes)


def _derivative(upstream: Node, output: Node, x: Node) -> tuple[Node]:
    axes = output.settings["axes"]
    if axes is None:
        return (upstream.T,)
    back = [0] * len(axes)
    for position, axis in enumerate(axes):
        back[axis % len(axes)] = position
    return (pages.transpose(upstream, axes=tuple(back)),)


transpose = Op(
    name="transpose",
    sign=".T",
    says="the transpose of $x",
    notation=Notation(text="$x.T", latex=r"$x^{\mathsf{T}}", symbol="ᵀ", binds=Binds.POWER, left=Binds.ATOM),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=lambda m, x, *, axes=None: m.transpose(x, axes),
    derivative=_derivative,
    because="moved entries carry their gradient back to where they came from",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((2, 3),)),
            Case(shapes=((3,),)),
            Case(shapes=((2, 3, 4),), settings={"axes": (1, 2, 0)}),
            Case(shapes=((2, 3, 1),), settings={"axes": (0, -1, 1)}),
        )
    ),
    example=Example(inputs=([[1.0, 2.0], [3.0, 4.0]],), output=[[1.0, 3.0], [2.0, 4.0]]),
    source="A. Cayley, A Memoir on the Theory of Matrices, 1858",
)
