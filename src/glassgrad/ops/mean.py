"""Mean: all entries added up and divided by how many they are, along the axes asked for."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, along_axes, pages, per_input_entry

from .along_axes import Axis, how_many, reduced_from_some, stretch


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    return (stretch(upstream / how_many(x.shape, y.settings["axis"]), y, x),)


def _recipe(x: Node, *, axis: Axis, keepdims: bool) -> Node:
    return pages.sum(x, axis=axis, keepdims=keepdims) / how_many(x.shape, axis)


mean = Op(
    name="mean",
    says="the mean of $x",
    notation=Notation(text="mean($x$settings)", latex=r"\operatorname{mean}$settings\left($x\right)", symbol="x̄", spellings=("average",)),
    kind=Kind.REDUCTION,
    shape=reduced_from_some,
    compute=lambda m, x, *, axis=None, keepdims=False: m.mean(x, axis=axis, keepdims=keepdims),
    derivative=_derivative,
    because="every entry has an equal share in the mean: one part in as many as there are entries",
    cost=per_input_entry(1),
    domain=along_axes(),
    recipe=_recipe,
    example=Example(inputs=([1.0, 2.0, 6.0],), output=3.0),
    source="a definition",
)
