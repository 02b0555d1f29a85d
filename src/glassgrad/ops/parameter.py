"""Parameter: a number, or an array of numbers, that training changes."""

from glassgrad.graph import Domain, Example, Kind, Notation, Op, checked_shape, only_moves

parameter = Op(
    name="parameter",
    says="a learned value",
    notation=Notation(text="parameter", latex=r"\mathrm{parameter}", symbol="w"),
    kind=Kind.LEAF,
    shape=lambda *, shape: checked_shape(shape),
    compute=lambda m, *, shape=(): m.broadcast_to(m.asarray(float("nan")), shape),
    derivative=lambda upstream, y: (),
    because="a learned value depends on nothing within one pass",
    cost=only_moves,
    domain=Domain(inputs=()),
    example=Example(inputs=(), output=None),
    source="a definition",
)
