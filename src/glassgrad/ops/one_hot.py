"""One-hot: a class number as a row of zeros with a single 1 at its place."""

from typing import Any

from glassgrad.graph import Case, Domain, Example, Interval, Kind, Notation, Op, SettingError, Shape, size


def _shape(indices: Shape, *, classes: int) -> Shape:
    if isinstance(classes, bool) or not isinstance(classes, int) or classes < 1:
        raise SettingError(f"one_hot needs to know how many classes there are, like classes=3; a whole number ≥ 1, not {classes!r:.60}")
    return (*indices, classes)


def _compute(m: Any, indices: Any, *, classes: int = 0) -> Any:
    numbers = m.asarray([float(one) for one in range(classes)])
    return m.where(m.reshape(indices, (*indices.shape, 1)) == numbers, 1.0, 0.0)


one_hot = Op(
    name="one_hot",
    says="the class numbers $indices as rows of zeros with a single 1",
    notation=Notation(text="one_hot($indices, classes=$classes)", latex=r"\operatorname{onehot}_{$classes}\left($indices\right)", symbol="1ₖ"),
    kind=Kind.INDEXING,
    shape=_shape,
    compute=_compute,
    derivative=lambda upstream, y, indices: (None,),
    because="a class number does not change by small amounts, so nothing flows back",
    cost=lambda inputs, output, **settings: 2 * size(output),
    domain=Domain(
        inputs=(Interval(low=0, high=2, whole=True),),
        cases=(
            Case(shapes=((),), settings={"classes": 3}),
            Case(shapes=((4,),), settings={"classes": 3}),
            Case(shapes=((2, 3),), settings={"classes": 4}),
        ),
    ),
    example=Example(inputs=([0.0, 2.0],), output=[[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], settings={"classes": 3}),
    source="a definition",
)
