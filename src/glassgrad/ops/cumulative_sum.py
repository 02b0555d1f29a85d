"""Cumulative sum: running totals along an axis."""

import numpy as np

from glassgrad.graph import Case, Domain, Example, Kind, Node, Notation, Op, Shape, normal_axes, pages, per_input_entry

from .settings import one_axis


def _shape(x: Shape, *, axis: int) -> Shape:
    normal_axes(axis, len(x))
    return x


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    axis = y.settings["axis"]
    backwards = pages.flip(upstream, axis=axis)
    return (pages.flip(pages.cumulative_sum(backwards, axis=axis), axis=axis),)


def _recipe(x: Node, *, axis: int) -> Node:
    rank = len(x.shape)
    swapped = list(range(rank))
    swapped[axis], swapped[-1] = swapped[-1], swapped[axis]
    totals = pages.transpose(x, axes=swapped) @ np.triu(np.ones((x.shape[axis], x.shape[axis])))
    return pages.transpose(totals, axes=swapped)


cumulative_sum = Op(
    name="cumulative_sum",
    says="the running totals of $x",
    notation=Notation(text="cumulative_sum($x$settings)", latex=r"\operatorname{cumsum}$settings\left($x\right)", symbol="Σ…", spellings=("cumsum",)),
    kind=Kind.REDUCTION,
    shape=_shape,
    compute=lambda m, x, *, axis=-1: m.cumsum(x, axis=axis),
    derivative=_derivative,
    because="sum rule: an entry is part of every total from its place on, and collects the gradients of all of them",
    cost=per_input_entry(1),
    domain=Domain(
        cases=(
            Case(shapes=((4,),)),
            Case(shapes=((2, 3),)),
            Case(shapes=((2, 3),), settings={"axis": 0}),
            Case(shapes=((2, 3, 2),), settings={"axis": 1}),
        )
    ),
    normal=one_axis,
    recipe=_recipe,
    example=Example(inputs=([1.0, 2.0, 3.0],), output=[1.0, 3.0, 6.0]),
    source="linearity of the derivative",
)
