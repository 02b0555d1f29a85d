"""Slice: the entries that a key in square brackets asks for."""

from glassgrad.graph import Binds, Case, Domain, Example, Kind, Notation, Op, only_moves, pages

from .keys import EVERYTHING, Key

slice = Op(
    name="slice",
    sign="[]",
    says="the entries [$key] of $x",
    notation=Notation(text="$x[$key]", latex=r"${x}\left[$key\right]", symbol="[ ]", left=Binds.ATOM),
    kind=Kind.REARRANGEMENT,
    shape=lambda x, *, key: key.shape(x),
    compute=lambda m, x, *, key=EVERYTHING: x[key.python],
    derivative=lambda upstream, y, x: (pages.place(upstream, key=y.settings["key"], shape=x.shape),),
    because="chosen entries carry their gradient back to where they came from; the others receive nothing",
    cost=only_moves,
    domain=Domain(
        cases=(
            Case(shapes=((4,),), settings={"key": "0:2"}),
            Case(shapes=((4,),), settings={"key": "-1"}),
            Case(shapes=((2, 3),), settings={"key": ":, 1"}),
            Case(shapes=((2, 4),), settings={"key": "1, ::-2"}),
            Case(shapes=((2, 3, 2),), settings={"key": "..., 0"}),
            Case(shapes=((3,),), settings={"key": "2:2"}),
        )
    ),
    normal=lambda settings: {"key": Key.read(settings["key"])},
    example=Example(inputs=([1.0, 2.0, 3.0],), output=[1.0, 2.0], settings={"key": "0:2"}),
    source="Python's and NumPy's basic indexing",
)
