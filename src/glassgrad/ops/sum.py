"""Sum: all entries added up, along the axes asked for."""

from glassgrad.graph import Algebra, Example, Kind, Notation, Op, along_axes, per_input_entry, reduced

from .along_axes import stretch

sum = Op(
    name="sum",
    says="the sum of $x",
    notation=Notation(text="sum($x$settings)", latex=r"\sum$settings\left($x\right)", symbol="Σ"),
    kind=Kind.REDUCTION,
    shape=reduced,
    compute=lambda m, x, *, axis=None, keepdims=False: m.sum(x, axis=axis, keepdims=keepdims),
    derivative=lambda upstream, y, x: (stretch(upstream, y, x),),
    because="sum rule: every entry passes the gradient on unchanged",
    cost=per_input_entry(1),
    domain=along_axes(),
    algebra=Algebra(folds="add"),
    example=Example(inputs=([1.0, 2.0, 3.0],), output=6.0),
    source="linearity of the derivative",
)
