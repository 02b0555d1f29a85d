"""A formula of arrays as it is written by hand: no reshaping of vectors that only stand up as columns, and 2/3 instead of 0.6667."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import Binds, Kind, Node, ancestors, is_constant, pages, size
from glassgrad.writing.arrays import is_small
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.formula import write_excerpt
from glassgrad.writing.fragments import Fragment, fragment

from .as_fraction import as_fraction
from .line import compute, values_down_to


def by_hand(root: Node, symbols: dict[Node, Fragment], numbers: dict[Node, Any]) -> Node:
    """The formula over the same leaves; a column keeps the symbol, or the formula, of the vector that it is.

    What stands for a column is added to `symbols`, and to `numbers` if the vector has some.
    """
    done: dict[Node, Node] = {}
    for node in ancestors([root]):
        written = _flat(_without_one(node.over(*[done[one] for one in node.inputs])))
        done[node] = as_fraction(written) if is_constant(written) else _as_entries(written)
        if node in numbers:
            numbers[done[node]] = numbers[node]
    found: dict[Node, Node] = {}
    for node in ancestors([done[root]]):
        plain = node.over(*[found[one] for one in node.inputs])
        vector = _only_turned(node)
        is_column = len(vector.shape) == 1 and (_stands_up(node) or (len(node.shape) == 2 and node.shape[1] == 1))
        found[node] = _column(node, found[vector], symbols, numbers) if is_column else plain
        if node in numbers:
            numbers[found[node]] = numbers[node]
    return found[done[root]]


def _stands_up(node: Node) -> bool:
    """Whether a vector is only stood up as a column, or laid down as a row."""
    if node.op.kind is not Kind.REARRANGEMENT or len(node.inputs) != 1 or len(node.inputs[0].shape) != 1:
        return False
    return node.inputs[0].shape != node.shape and _lengths(node.inputs[0]) == _lengths(node)


def _flat(node: Node) -> Node:
    """A matrix times a column, laid flat again: on paper it is the matrix times the vector."""
    product = _only_turned(node)
    if product.shape == node.shape:
        return product
    if len(node.shape) != 1 or product.op.kind is not Kind.CONTRACTION:
        return node
    for place, column in enumerate(product.inputs):
        vector = _as_vector(column)
        if vector is not None:
            inputs = [vector if position == place else one for position, one in enumerate(product.inputs)]
            if inputs[0].shape[-1:] == inputs[1].shape[-2:][:1] and product.op(*inputs, **product.settings).shape == node.shape:
                return product.op(*inputs, **product.settings)
    return node


def _only_turned(node: Node) -> Node:
    """What a column, a row or a vector is made of: the same numbers in the same order."""
    while not node.name and node.op.kind is Kind.REARRANGEMENT and len(node.inputs) == 1 and len(_lengths(node)) <= 1 and _keeps_order(node):
        node = node.inputs[0]
    return node


def _keeps_order(node: Node) -> bool:
    """Whether a rearrangement leaves the entries as they come, which turning a vector round does not."""
    count = size(node.inputs[0].shape)
    return bool(np.array_equal(np.ravel(compute(node, [np.arange(count).reshape(node.inputs[0].shape)])), np.arange(count)))


def _lengths(node: Node) -> list[int]:
    return [length for length in node.shape if length != 1]


def _without_one(node: Node) -> Node:
    """A product with the matrix [[1]] without it."""
    if node.op.kind is not Kind.CONTRACTION:
        return node
    ones = [place for place, one in enumerate(node.inputs) if is_constant(one) and one.shape == (1, 1) and np.all(one.settings["value"] == 1)]
    others = [one for place, one in enumerate(node.inputs) if place not in ones[:1] and one.shape == node.shape]
    return others[0] if ones and others else node


def _as_vector(column: Node) -> Node | None:
    """What a column is made of: a vector, or numbers."""
    if is_constant(column) and len(column.shape) == 2 and column.shape[-1] == 1:
        return pages.constant(value=np.ravel(column.settings["value"]))
    vector = _only_turned(column)
    return vector if len(vector.shape) == 1 and vector is not column else None


def _as_entries(node: Node) -> Node:
    """A number repeated to a small array as that array: [1, 1]."""
    if node.op.kind is not Kind.REARRANGEMENT or not is_small(node.shape) or not all(is_constant(one) and not one.name for one in node.inputs):
        return node
    return pages.constant(value=np.asarray(values_down_to(node, {}, np.dtype(np.float64))[node]))


def _column(node: Node, vector: Node, symbols: dict[Node, Fragment], numbers: dict[Node, Any]) -> Node:
    """A leaf that is written as the vector it is made of."""
    stand_in = pages.variable(shape=node.shape)
    written = write_excerpt(excerpt(vector, symbols), symbols)
    held = vector in symbols or written.binds is Binds.ATOM
    symbols[stand_in] = written if held else fragment(f"({written.text})", rf"\left({written.latex}\right)")
    if node in numbers:
        numbers[stand_in] = np.reshape(numbers[node], node.shape)
    return stand_in
