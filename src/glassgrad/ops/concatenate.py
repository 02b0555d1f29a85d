"""Concatenate: arrays laid end to end along an axis."""

from typing import Any

from glassgrad.graph import Case, Domain, Example, Kind, Node, Notation, Op, Shape, ShapeError, normal_axes, only_moves, pages, say_shape

from .keys import Key
from .settings import one_axis


def _shape(*xs: Shape, axis: int) -> Shape:
    first = xs[0]
    (along,) = normal_axes(axis, len(first))
    for other in xs[1:]:
        if len(other) != len(first) or any(one != two for i, (one, two) in enumerate(zip(first, other, strict=True)) if i != along):
            raise ShapeError(f"{say_shape(first)} and {say_shape(other)} cannot be laid end to end along axis {axis}: all other lengths must agree")
    return (*first[:along], sum(x[along] for x in xs), *first[along + 1 :])


def _compute(m: Any, *xs: Any, axis: int = 0) -> Any:
    return m.concatenate(xs, axis=axis)


def _derivative(upstream: Node, y: Node, *xs: Node) -> tuple[Node, ...]:
    along = y.settings["axis"] % len(y.shape)
    pieces, start = [], 0
    for x in xs:
        stop = start + x.shape[along]
        key = Key(((None, None, None),) * along + ((start, stop, None),))
        pieces.append(pages.slice(upstream, key=key))
        start = stop
    return tuple(pieces)


concatenate = Op(
    name="concatenate",
    says="$xs laid end to end",
    notation=Notation(text="concatenate($xs$settings)", latex=r"\operatorname{concat}$settings\left($xs\right)", symbol="⧺", spellings=("concat",)),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=_compute,
    derivative=_derivative,
    because="moved entries carry their gradient back to where they came from",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((3,), (2,))),
            Case(shapes=((2,),)),
            Case(shapes=((2, 3), (1, 3), (2, 3))),
            Case(shapes=((2, 1), (2, 3)), settings={"axis": -1}),
        )
    ),
    normal=one_axis,
    example=Example(inputs=([1.0, 2.0], [3.0]), output=[1.0, 2.0, 3.0]),
    source="a definition",
)
