"""`Tree`: a fitted tree of questions as plain arrays, whichever library grew it; the way a row takes through it, and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .family import Array, Stored


@dataclass(frozen=True, eq=False)
class Tree:
    """Questions and leaves; node 0 is the root.

    Shapes: features, thresholds, left, right (nodes,); values (nodes, outputs). `features` is −1 at a leaf. A row goes left where its value of the node's
    feature is at most the threshold, or below it where `strict`; where `single`, the row's value is rounded to single precision first, as the library does.
    `values`: the answer at each node; of a boosted tree only those of leaves mean something.
    """

    features: Array
    thresholds: Array
    left: Array
    right: Array
    values: Array
    strict: bool = False
    single: bool = False

    @property
    def sign(self) -> str:
        """How a row's value stands to the threshold if the answer is yes."""
        return "<" if self.strict else "≤"

    @property
    def questions(self) -> int:
        """Nodes that ask."""
        return int((self.features >= 0).sum())

    @property
    def bytes(self) -> int:
        """What its numbers take: of a question which input, the threshold and the two ways on, of a leaf its values; as wide as the library keeps them."""
        of_a_question = sum(one.itemsize for one in (self.features, self.thresholds, self.left, self.right))
        return self.questions * int(of_a_question) + (len(self.features) - self.questions) * int(self.values[0].nbytes)

    def seen(self, node: int, row: Array) -> float:
        """The row's value that a node asks about, as precisely as the tree sees it."""
        value = row[self.features[node]]
        return float(np.float32(value) if self.single else value)

    def says_yes(self, node: int, row: Array) -> bool:
        """The row's answer to the question of a node."""
        return self.holds(self.seen(node, row), float(self.thresholds[node]))

    def holds(self, value: float, threshold: float) -> bool:
        """Whether a value is on the side of the threshold where the answer is yes."""
        return value < threshold if self.strict else value <= threshold

    def parts(self, node: int, first: float, second: float) -> bool:
        """Whether the question of a node is answered otherwise for the one value than for the other."""
        threshold = float(self.thresholds[node])
        return self.holds(first, threshold) != self.holds(second, threshold)


def path(tree: Tree, row: Array) -> tuple[int, ...]:
    """The nodes that a row comes through, from the root to its leaf. Shape: row (features,).

    >>> ages = Tree(np.array([0, -1, -1]), np.array([18.0, 0, 0]), np.array([1, 0, 0]), np.array([2, 0, 0]), np.array([[2.0], [1.0], [3.0]]))
    >>> path(ages, np.array([17.0])), path(ages, np.array([19.0]))
    ((0, 1), (0, 2))
    """
    nodes = [0]
    while tree.features[nodes[-1]] >= 0:
        node = nodes[-1]
        nodes.append(int(tree.left[node] if tree.says_yes(node, row) else tree.right[node]))
    return tuple(nodes)


def leaf_value(tree: Tree, row: Array) -> Array:
    """What the tree answers. Shape: (outputs,)."""
    found: Array = tree.values[path(tree, row)[-1]]
    return found


def longest_way(tree: Tree) -> int:
    """Questions on the longest way from the root to a leaf."""
    longest, below = 0, [(0, 0)]
    while below:
        node, asked = below.pop()
        longest = max(longest, asked)
        if tree.features[node] >= 0:
            below += [(int(tree.left[node]), asked + 1), (int(tree.right[node]), asked + 1)]
    return longest


def nodes_of(trees: Sequence[Tree]) -> tuple[Stored, ...]:
    """Questions and leaves of all trees."""
    return (Stored(sum(len(tree.features) for tree in trees), "nodes", sum(tree.bytes for tree in trees)),)
