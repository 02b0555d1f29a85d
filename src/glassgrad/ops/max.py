"""Max: the largest of the entries along the axes asked for."""

from glassgrad.graph import Algebra, Example, Kind, Notation, Op, along_axes, per_input_entry

from .along_axes import reduced_from_some, share_among_equals

max = Op(
    name="max",
    says="the largest entry of $x",
    notation=Notation(text="max($x$settings)", latex=r"\max$settings\left($x\right)", symbol="max", spellings=("amax",)),
    kind=Kind.REDUCTION,
    shape=reduced_from_some,
    compute=lambda m, x, *, axis=None, keepdims=False: m.max(x, axis=axis, keepdims=keepdims),
    derivative=lambda upstream, y, x: (share_among_equals(upstream, y, x),),
    because="only the largest entry passes the gradient on; several equally large ones share it equally",
    cost=per_input_entry(1),
    domain=along_axes(apart=True),
    algebra=Algebra(folds="maximum"),
    example=Example(inputs=([1.0, 3.0, 2.0],), output=3.0),
    source="a definition",
)
