"""Reshape: the same entries in the same order, counted off in rows of another length."""

from glassgrad.graph import Case, Domain, Example, Kind, Notation, Op, Shape, ShapeError, checked_shape, only_moves, pages, say_shape, size


def _shape(x: Shape, *, shape: Shape) -> Shape:
    new = checked_shape(shape)
    if size(new) != size(x):
        raise ShapeError(f"{say_shape(x)} has {size(x)} entries, {say_shape(new)} would have {size(new)}")
    return new


reshape = Op(
    name="reshape",
    says="$x reshaped to $shape",
    notation=Notation(text="reshape($x, shape=$shape)", latex=r"\operatorname{reshape}_{$shape}\left($x\right)", symbol="▭"),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=lambda m, x, *, shape=(): m.reshape(x, shape),
    derivative=lambda upstream, y, x: (pages.reshape(upstream, shape=x.shape),),
    because="moved entries carry their gradient back to where they came from",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((2, 3),), settings={"shape": (3, 2)}),
            Case(shapes=((4,),), settings={"shape": (2, 1, 2)}),
            Case(shapes=((1, 1),), settings={"shape": ()}),
        )
    ),
    example=Example(inputs=([[1.0, 2.0], [3.0, 4.0]],), output=[1.0, 2.0, 3.0, 4.0], settings={"shape": (4,)}),
    source="a definition",
)
