"""When two nodes are the same computation, and what a rearrangement moves where: asked by `simplify` and `zoom`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glassgrad.graph import Kind, Node, Op, Shape, ShapeError
from glassgrad.ops.mathematics import NUMPY


def fingerprint(value: Any) -> Hashable:
    """Something to compare settings by: equal for equal values of the same type, bit for bit (0.0 is not −0.0)."""
    if value is None or isinstance(value, (str, int)):
        return type(value), value
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, Mapping):
        return tuple((key, fingerprint(one)) for key, one in value.items())
    if isinstance(value, (tuple, list)):
        return tuple(map(fingerprint, value))
    return (type(value), value) if isinstance(value, Hashable) else id(value)


def settings_of(node: Node) -> Hashable:
    """The fingerprint of a node's settings; most nodes have the defaults of their operation."""
    return None if node.settings is node.op.defaults else fingerprint(node.settings)


def whole_slots(node: Node) -> list[bool]:
    """For every input of an operation that looks things up, whether it holds the whole numbers that say where."""
    if node.op.kind is not Kind.INDEXING:
        return [False] * len(node.inputs)
    intervals = node.op.domain.inputs
    return [intervals[min(position, len(intervals) - 1)].whole for position in range(len(node.inputs))]


def origins(op: Op, settings: Mapping[str, Any], *shapes: Shape) -> NDArray[np.int64]:
    """For every entry of a rearrangement, which entry of the inputs it is.

    Entries are counted from 1 through the first input, then on through the next; 0 says that a zero was put there.
    The operation itself is asked, by letting it rearrange the counts.
    """
    counts, start = [], 1
    for shape in shapes:
        counts.append(np.arange(start, start + prod(shape)).reshape(shape))
        start += prod(shape)
    return np.asarray(op.compute(NUMPY, *counts, **settings))


def moves_nothing(node: Node) -> bool:
    """Whether a rearrangement of one input leaves every entry where it is."""
    (one,) = node.inputs
    return one.shape == node.shape and _is_a_stretch(node.op, _Settings(node.settings), one.shape, node.shape)


def only_stretches(node: Node) -> bool:
    """Whether a rearrangement does to its one input what broadcasting does anyway."""
    return len(node.inputs) == 1 and _is_a_stretch(node.op, _Settings(node.settings), node.inputs[0].shape, node.shape)


def same_without(outer: Node, inner: Node) -> bool:
    """Whether the rearrangement `outer` of the rearrangement `inner` could be made of the input of `inner` at once."""
    try:
        shape = outer.op.shape(inner.inputs[0].shape, **outer.settings)
    except ShapeError:
        return False
    return shape == outer.shape and _reaches(outer.op, _Settings(outer.settings), inner.op, _Settings(inner.settings), inner.inputs[0].shape)


def comes_back(outer: Node, inner: Node) -> bool:
    """Whether the rearrangement `outer` undoes the rearrangement `inner`."""
    source = inner.inputs[0].shape
    return outer.shape == source and _undoes(outer.op, _Settings(outer.settings), inner.op, _Settings(inner.settings), source)


class _Settings:
    """Settings that can be compared, so that an answer is found once."""

    __slots__ = ("mark", "settings")

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.mark = fingerprint(settings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Settings) and self.mark == other.mark

    def __hash__(self) -> int:
        return hash(self.mark)


@lru_cache(maxsize=4096)
def _is_a_stretch(op: Op, settings: _Settings, shape: Shape, onto: Shape) -> bool:
    try:
        plain = np.broadcast_to(np.arange(1, prod(shape) + 1).reshape(shape), onto)
    except ValueError:
        return False
    return np.array_equal(origins(op, settings.settings, shape), plain)


@lru_cache(maxsize=4096)
def _undoes(outer: Op, outer_settings: _Settings, inner: Op, inner_settings: _Settings, shape: Shape) -> bool:
    through = outer.compute(NUMPY, origins(inner, inner_settings.settings, shape), **outer_settings.settings)
    return np.array_equal(through, np.arange(1, prod(shape) + 1).reshape(shape))


@lru_cache(maxsize=4096)
def _reaches(outer: Op, outer_settings: _Settings, inner: Op, inner_settings: _Settings, shape: Shape) -> bool:
    straight = origins(outer, outer_settings.settings, shape)
    through = outer.compute(NUMPY, origins(inner, inner_settings.settings, shape), **outer_settings.settings)
    return np.array_equal(straight, through)
