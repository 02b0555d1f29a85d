"""`fold`: a tree read from the leaves up, without recursion: a long sum is a deep tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from glassgrad.graph import ShapeError

from .reading.tree import Array, At, Called, Indexed, Literal, Mention, Operated, Tree

T = TypeVar("T")


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """The parts that a tree is made of."""
    if isinstance(tree, (Array, Operated, Called)):
        return tree.parts
    if isinstance(tree, Indexed):
        return (tree.whole,)
    return tree.point if isinstance(tree, At) else ()


def fold(tree: Tree, combine: Callable[[Tree, list[T]], T]) -> T:
    """Give every part, after its own parts, to `combine` together with what these became."""
    waiting: list[tuple[Tree, bool]] = [(tree, False)]
    done: list[T] = []
    while waiting:
        one, ready = waiting.pop()
        parts = parts_of(one)
        if ready or not parts:
            begin = len(done) - len(parts)
            made = combine(one, done[begin:])
            done[begin:] = [made]
        else:
            waiting.append((one, True))
            waiting.extend((part, False) for part in reversed(parts))
    return done[0]


def walk(tree: Tree) -> Iterator[Tree]:
    """Every part of a tree, and the tree."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(parts_of(one)))


def is_numeric(tree: Tree) -> bool:
    """Whether it is made of written numbers only."""
    return not any(isinstance(one, (Mention, At)) for one in walk(tree))


def is_number(tree: Tree) -> bool:
    """Whether it is a written number, with or without a sign, or an array of such numbers: what a line claims."""
    if isinstance(tree, Operated):
        # An array that is written lying, with a T behind it, is a column.
        return (tree.sign == "neg" and isinstance(tree.parts[0], Literal)) or (
            tree.sign == "T" and isinstance(tree.parts[0], Array) and is_number(tree.parts[0])
        )
    if isinstance(tree, Array):
        return all(map(is_number, tree.parts))
    return isinstance(tree, Literal)


def numbers_of(tree: Tree) -> Any:
    """The values of a written number, or of an array of written numbers. Raises: ShapeError for rows of different lengths."""

    def combine(one: Tree, parts: list[Any]) -> Any:
        if isinstance(one, Literal):
            return np.float64(one.value)
        if isinstance(one, Operated):
            return -parts[0] if one.sign == "neg" else parts[0].T
        if len({part.shape for part in parts}) > 1:
            raise ShapeError("the rows of this array differ in length; every row must hold the same number of entries")
        return np.stack(parts)

    return fold(tree, combine)
