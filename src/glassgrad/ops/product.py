"""Product: all entries multiplied, along the axes asked for."""

from dataclasses import replace

import numpy as np

from glassgrad.graph import Algebra, Case, Example, Kind, Node, Notation, Op, along_axes, normal_axes, pages, per_input_entry, reduced, size

from .along_axes import lay_against

BLOCK = 8
"""Rows of at most so many entries are written once per entry; if all were, the work would grow with the square of the length."""


def _others(x: Node, axes: tuple[int, ...]) -> Node:
    """For every entry, the product of all the others, without a division that a 0 would spoil."""
    kept = tuple(axis for axis in range(len(x.shape)) if axis not in axes)
    order = (*kept, *axes)
    back = tuple(order.index(axis) for axis in range(len(order)))
    ends = tuple(x.shape[axis] for axis in order)
    length = size(tuple(x.shape[axis] for axis in axes))
    rows = pages.reshape(pages.transpose(x, axes=order), shape=(*ends[: len(kept)], length))
    return pages.transpose(pages.reshape(_others_in_row(rows), shape=ends), axes=back)


def _others_in_row(rows: Node) -> Node:
    """The same along the last axis. A short row is written once per entry, with that entry replaced by 1.

    A long one is cut into blocks: the others are those of the same block, and all other blocks.
    """
    *stack, length = rows.shape
    if length <= BLOCK:
        once_per_entry = pages.reshape(rows, shape=(*stack, 1, length))
        return pages.product(pages.where(np.eye(length), 1, once_per_entry), axis=-1)
    count = -(-length // BLOCK)
    filling = pages.broadcast(1, shape=(*stack, count * BLOCK - length))
    blocks = pages.reshape(pages.concatenate(rows, filling, axis=-1), shape=(*stack, count, BLOCK))
    other_blocks = pages.reshape(_others_in_row(pages.product(blocks, axis=-1)), shape=(*stack, count, 1))
    others = pages.reshape(_others_in_row(blocks) * other_blocks, shape=(*stack, count * BLOCK))
    return others[..., :length]


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
    domain=replace(along_axes(), cases=(*along_axes().cases, Case(shapes=((2, 2 * BLOCK + 1),), settings={"axis": 1}))),
    algebra=Algebra(folds="multiply"),
    example=Example(inputs=([2.0, 3.0, 4.0],), output=24.0),
    source="Leibniz's product rule",
)
