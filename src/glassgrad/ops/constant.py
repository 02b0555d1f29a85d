"""Constant: a number, or an array of numbers, written down in the graph itself."""

import numpy as np

from glassgrad.graph import Domain, Example, Kind, Notation, Op, only_moves
from glassgrad.graph.node import literal

constant = Op(
    name="constant",
    sign="literal",
    says="the number $value",
    notation=Notation(text="$value", latex="$value", symbol="#"),
    kind=Kind.LEAF,
    shape=lambda *, value: () if isinstance(value, float) else np.shape(value),
    compute=lambda m, *, value=0.0: m.asarray(value),
    derivative=lambda upstream, y: (),
    because="a constant does not change, so its derivative is 0",
    cost=only_moves,
    domain=Domain(inputs=()),
    normal=lambda settings: {"value": literal(settings["value"])},
    example=Example(inputs=(), output=0.0),
    source="a definition",
)
