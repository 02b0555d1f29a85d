"""Looking into trees, without recursion."""

from __future__ import annotations

from collections.abc import Iterator

from .tree import Array, At, Called, Indexed, Literal, Operated, Tree


def trees(whole: Tree) -> Iterator[Tree]:
    """A tree and everything in it, without recursion."""
    waiting: list[Tree] = [whole]
    while waiting:
        tree = waiting.pop()
        yield tree
        if isinstance(tree, (Operated, Called, Array)):
            waiting += tree.parts
        elif isinstance(tree, At):
            waiting += tree.point
        elif isinstance(tree, Indexed):
            waiting.append(tree.whole)


def number_of(tree: Tree) -> float | None:
    """The value of a number that is written out, with its sign; None for anything else."""
    sign = 1.0
    while isinstance(tree, Operated) and tree.sign == "neg":
        sign, tree = -sign, tree.parts[0]
    return sign * tree.value if isinstance(tree, Literal) else None
