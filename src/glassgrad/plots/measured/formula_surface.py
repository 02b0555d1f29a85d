"""A formula over a grid of two of its inputs: surfaces that a lesson makes of its own loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Kind, Node, SettingError, ancestors, reached_from
from glassgrad.readers.evaluate import bind, forward

from .directions import Matrix

DTYPE = np.dtype(np.float64)
ENTRY_BY_ENTRY = (Kind.LEAF, Kind.ELEMENTWISE)
"""Kinds of operations that, if their inputs are single numbers, do the same to a whole grid of them."""


def surface_of(total: Node, values: Mapping[Node | str, Any], x: Node, y: Node, xs: npt.ArrayLike, ys: npt.ArrayLike) -> Matrix:
    """The value of a formula at every crossing of a grid of two single numbers. Shapes: xs (columns,), ys (rows,) → (rows, columns).

    `values` are those of the other leaves, beside their nodes or by name.
    Raises: SettingError unless x and y are two single numbers and the formula is one; MissingValueError, ShapeError for values that do not fit.

    >>> import glassgrad as gg
    >>> L = gg.parse("(w*x + b - y)**2 / 2")
    >>> leaves = gg.Graph((L,))
    >>> surface_of(L, {"x": 1.0, "y": 2.0}, leaves["w"], leaves["b"], [0.0, 1.0, 2.0], [0.0, 1.0]).tolist()
    [[2.0, 0.5, 0.0], [0.5, 0.0, 0.5]]
    """
    if x is y or x.shape or y.shape or total.shape:
        raise SettingError("a surface is drawn over two different single numbers, of a formula that gives a single number")
    columns, rows = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
    nodes = ancestors([total, x, y])
    moving = reached_from([x, y], nodes)
    given = bind(nodes, {**values, x: 0.0, y: 0.0}, dtype=DTYPE)
    still = forward([node for node in nodes if node not in moving], {leaf: value for leaf, value in given.items() if leaf not in moving}, dtype=DTYPE)
    if all(node.op.kind in ENTRY_BY_ENTRY and not node.shape for node in moving):
        whole = forward(nodes, {**still, x: columns[None, :], y: rows[:, None]}, dtype=DTYPE)[total]
        return np.array(np.broadcast_to(whole, (len(rows), len(columns))))
    return np.array([[forward(nodes, {**still, x: column, y: row}, dtype=DTYPE)[total] for column in columns] for row in rows])
