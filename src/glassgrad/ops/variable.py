"""Variable: a number, or an array of numbers, that is given from outside."""

from glassgrad.graph import Domain, Example, Kind, Notation, Op, checked_shape, only_moves

variable = Op(
    name="variable",
    says="a given value",
    notation=Notation(text="variable", latex=r"\mathrm{variable}", symbol="x"),
    kind=Kind.LEAF,
    shape=lambda *, shape: checked_shape(shape),
    compute=lambda m, *, shape=(): m.broadcast_to(m.asarray(float("nan")), shape),
    derivative=lambda upstream, y: (),
    because="a given value depends on nothing",
    cost=only_moves,
    domain=Domain(inputs=()),
    example=Example(inputs=(), output=None),
    source="a definition",
)
