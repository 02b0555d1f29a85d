"""Place: an array of zeros with the input written into it where a key in square brackets says; the inverse of a slice."""

from typing import Any

from glassgrad.graph import Case, Domain, Example, Kind, Notation, Op, Shape, ShapeError, checked_shape, only_moves, say_shape

from .keys import EVERYTHING, Key


def _shape(x: Shape, *, key: Key, shape: Shape) -> Shape:
    whole = checked_shape(shape)
    if key.shape(whole) != x:
        raise ShapeError(f"[{key}] of {say_shape(whole)} has room for {say_shape(key.shape(whole))}, not for {say_shape(x)}")
    return whole


def _compute(m: Any, x: Any, *, key: Key = EVERYTHING, shape: Shape = ()) -> Any:
    return m.place(x, key.python, shape)


place = Op(
    name="place",
    says="zeros of the shape $shape with $x placed at [$key]",
    notation=Notation(
        text='place($x, key="$key", shape=$shape)',
        latex=r"\operatorname{place}_{\left[$key\right],\,$shape}\left($x\right)",
        symbol="[←]",
    ),
    kind=Kind.REARRANGEMENT,
    shape=_shape,
    compute=_compute,
    derivative=lambda upstream, y, x: (upstream[y.settings["key"]],),
    because="placed entries take their gradient from the places they went to",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((2,),), settings={"key": "0:2", "shape": (4,)}),
            Case(shapes=((2,),), settings={"key": ":, 1", "shape": (2, 3)}),
            Case(shapes=((2,),), settings={"key": "1, ::-2", "shape": (2, 4)}),
            Case(shapes=((),), settings={"key": "-1", "shape": (3,)}),
        )
    ),
    normal=lambda settings: {**settings, "key": Key.read(settings["key"])},
    example=Example(inputs=([5.0, 6.0],), output=[0.0, 5.0, 6.0], settings={"key": "1:", "shape": (3,)}),
    source="the adjoint of indexing",
)
