"""Product: all entries multiplied, along the axes asked for."""

import numpy as np

from glassgrad.graph import Algebra, Example, Kind, Node, Notation, Op, along_axes, normal_axes, pages, per_input_entry, reduced, size

from .along_axes import lay_against


def _others(x: Node, axes: tuple[int, ...]) -> Node:
    """For every entry, the product of all the others, without a division that a 0 would spoil.

    Each row (the entries multiplied with one another) is written once per entry, with that entry replaced by 1.
    """
    kept = tuple(axis for axis in range(len(x.shape)) if axis not in axes)
    order = (*kept, *axes)
    back = tuple(order.index(axis) for axis in range(len(order)))
    ends = tuple(x.shape[axis] for axis in order)
    length = size(tuple(x.shape[axis] for axis in axes))
    rows = pages.reshape(pages.transpose(x, axes=order), shape=(*ends[: len(kept)], 1, length))
    others = pages.product(pages.where(np.eye(length), 1, rows), axis=-1)
    return pages.transpose(pages.reshape(others, shape=ends), axes=back)


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    return (lay_against(upstream, y, x) * _others(x, normal_axes(y.settings["axis"], len(x.shape))),)


product = Op(
    name="product",
    says="the product of $x",
    notation=Notation(text="product($x$settings)", latex=r"\prod$settings\left($x\right)", symbol="Π", spellings=("prod",)),
    kind=Kind.REDUCTION,
    shape=reduced,
    compute=lambda m, x, *, axis=None, keepdims=False: m.prod(x, axis=axis, keepdims=keepdims),
    derivative=_derivative,
    because="product rule: each factor is scaled by the product of all the others",
    cost=per_input_entry(1),
    domain=along_axes(),
    algebra=Algebra(folds="multiply"),
    example=Example(inputs=([2.0, 3.0, 4.0],), output=24.0),
    source="Leibniz's product rule",
)
