"""Broadcast: entries repeated along new axes, or along axes of length 1."""

from glassgrad.graph import Case, Domain, Example, Kind, Notation, Op, Shape, ShapeError, checked_shape, only_moves, say_shape
from glassgrad.graph import broadcast as common_shape


def _shape(x: Shape, *, shape: Shape) -> Shape:
    new = checked_shape(shape)
    if common_shape(x, new) != new:
        raise ShapeError(f"{say_shape(x)} does not stretch to {say_shape(new)}")
    return new


broadcast = Op(
    name="broadcast",
    says="$x repeated to the shape $shape",
    notation=Notation(text="broadcast($x, shape=$shape)", latex=r"\operatorname{broadcast}_{$shape}\left($x\right)", symbol="⇶"),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=lambda m, x, *, shape=(): m.broadcast_to(x, shape),
    # `gradients` adds the entries up where the shapes differ, here as for every operation.
    derivative=lambda upstream, y, x: (upstream,),
    because="a repeated entry collects the gradients of all its copies",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((3,),), settings={"shape": (2, 3)}),
            Case(shapes=((2, 1),), settings={"shape": (2, 3)}),
            Case(shapes=((),), settings={"shape": (2,)}),
        )
    ),
    example=Example(inputs=([1.0, 2.0],), output=[[1.0, 2.0], [1.0, 2.0]], settings={"shape": (2, 2)}),
    source="NumPy's broadcasting rule",
)
