"""Flip: the entries in the opposite order, along an axis."""

from glassgrad.graph import Algebra, Case, Domain, Example, Kind, Notation, Op, Shape, normal_axes, only_moves, pages

from .along_axes import Axis


def _shape(x: Shape, *, axis: Axis) -> Shape:
    normal_axes(axis, len(x))
    return x


flip = Op(
    name="flip",
    says="$x in the opposite order",
    notation=Notation(text="flip($x$settings)", latex=r"\operatorname{flip}$settings\left($x\right)", symbol="⇄"),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=lambda m, x, *, axis=None: m.flip(x, axis=axis),
    derivative=lambda upstream, y, x: (pages.flip(upstream, axis=y.settings["axis"]),),
    because="moved entries carry their gradient back to where they came from",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((3,),)),
            Case(shapes=((2, 3),)),
            Case(shapes=((2, 3),), settings={"axis": -1}),
            Case(shapes=((2, 3, 2),), settings={"axis": (0, 1)}),
        )
    ),
    algebra=Algebra(involution=True),
    example=Example(inputs=([1.0, 2.0, 3.0],), output=[3.0, 2.0, 1.0]),
    source="a definition",
)
