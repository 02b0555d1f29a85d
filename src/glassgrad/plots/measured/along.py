"""A formula along one number: one entry of a leaf takes many values, and everything else stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Kind, Node, ancestors, is_constant, reached_from
from glassgrad.readers.evaluate import bind, forward

from .directions import Matrix, Vector

DTYPE = np.dtype(np.float64)
ENTRY_BY_ENTRY = (Kind.LEAF, Kind.ELEMENTWISE)
"""Kinds of operations that, if their inputs are single numbers, do the same to many of them at once."""


def along(outputs: Sequence[Node], values: Mapping[Any, Any], leaf: Node, entry: tuple[int, ...], places: npt.ArrayLike) -> Matrix:
    """The values of formulas while one entry of a leaf goes through these places, in float64. Shapes: places (places,) → (outputs, places).

    `values` are those of the leaves, beside their nodes or by name; of other nodes nothing is taken, so that all of them follow.
    Raises: MissingValueError, ShapeError for values that do not fit.

    >>> import glassgrad as gg
    >>> L = gg.parse("(w*x + b - y)**2 / 2")
    >>> along([L], {"x": 1.0, "y": 2.0, "b": 0.0, "w": 0.0}, gg.Graph((L,))["w"], (), [0.0, 1.0, 2.0]).tolist()
    [[2.0, 0.5, 0.0]]
    """
    wanted = np.asarray(places, dtype=np.float64)
    nodes = ancestors([*outputs, leaf])
    moving = reached_from([leaf], nodes)
    given = bind(nodes, {key: value for key, value in values.items() if isinstance(key, str) or _is_given(key)}, dtype=DTYPE)
    start = np.array(given.pop(leaf))
    still = forward([node for node in nodes if node not in moving], given, dtype=DTYPE)
    if all(node.op.kind in ENTRY_BY_ENTRY and not node.shape for node in moving):
        found = forward(nodes, {**still, leaf: wanted}, dtype=DTYPE)
        return np.array([np.broadcast_to(found[output], wanted.shape) for output in outputs])
    order = [node for node in nodes if node in moving]
    return np.array([_at(order, still, outputs, leaf, _changed(start, entry, place)) for place in wanted]).reshape(len(wanted), len(outputs)).T


def gaps(at: Vector, values: Vector) -> list[tuple[float, float]]:
    """The stretches over which there is no finite value, from the first place to the last place of each.

    >>> gaps(np.array([0.0, 1.0, 2.0, 3.0]), np.array([np.nan, np.inf, 1.0, np.nan]))
    [(0.0, 1.0), (3.0, 3.0)]
    """
    missing = np.concatenate([[False], ~np.isfinite(values), [False]])
    edges = np.flatnonzero(missing[1:] != missing[:-1])
    return [(float(at[start]), float(at[end - 1])) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _is_given(node: Node) -> bool:
    return node.op.kind is Kind.LEAF and not is_constant(node)


def _changed(start: Vector, entry: tuple[int, ...], value: float) -> Vector:
    moved = start.copy()
    moved[entry] = value
    return moved


def _at(moving: Sequence[Node], still: Mapping[Node, Any], outputs: Sequence[Node], leaf: Node, value: Vector) -> list[float]:
    found = forward(moving, {**still, leaf: value[()]}, dtype=DTYPE)
    return [float(found[output]) for output in outputs]
