"""Min: the smallest of the entries along the axes asked for."""

from glassgrad.graph import Algebra, Example, Kind, Notation, Op, along_axes, per_input_entry

from .along_axes import reduced_from_some, share_among_equals

min = Op(
    name="min",
    says="the smallest entry of $x",
    notation=Notation(text="min($x$settings)", latex=r"\min$settings\left($x\right)", symbol="min", spellings=("amin",)),
    kind=Kind.REDUCTION,
    shape=reduced_from_some,
    compute=lambda m, x, *, axis=None, keepdims=False: m.min(x, axis=axis, keepdims=keepdims),
    derivative=lambda upstream, y, x: (share_among_equals(upstream, y, x),),
    because="only the smallest entry passes the gradient on; several equally small ones share it equally",
    cost=per_input_entry(1),
    domain=along_axes(apart=True),
    algebra=Algebra(folds="minimum"),
    example=Example(inputs=([1.0, 3.0, 2.0],), output=1.0),
    source="a definition",
)
