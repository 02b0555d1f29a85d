"""Products as they are written by hand: what `W·x`, `W*x`, `δ·xᵀ` mean is seen from the shapes."""

from __future__ import annotations

from glassgrad.graph import Node, ShapeError, pages, say_shape


def product(sign: str, left: Node, right: Node, *, left_is_row: bool = False, right_is_row: bool = False) -> Node:
    """The product of two nodes.

    A dot, or nothing, between arrays is a matrix product (of two vectors, the sum of products); a star multiplies entry by entry
    where both have the same shape, as NumPy does, and is a matrix product where only that fits. `..._is_row` tells that a vector
    was transposed: δ·xᵀ is every product of an entry of δ with one of x.
    Raises: ShapeError for arrays that fit in no such way.
    """
    if not (left.shape and right.shape) or sign == "⊙":
        return _entry_by_entry(left, right)
    if right_is_row and len(left.shape) == len(right.shape) == 1 and not left_is_row:
        return pages.reshape(left, shape=(*left.shape, 1)) * pages.reshape(right, shape=(1, *right.shape))
    if (sign == "*" and left.shape == right.shape) or not _inner_fits(left, right):
        if sign == "@" or left.shape != right.shape:
            raise ShapeError(_no_product(left, right))
        return left * right
    return left @ right


def _inner_fits(left: Node, right: Node) -> bool:
    return len(left.shape) <= 2 and len(right.shape) <= 2 and left.shape[-1] == right.shape[0]


def _no_product(left: Node, right: Node) -> str:
    return (
        f"a product of {say_shape(left.shape)} and {say_shape(right.shape)} does not exist: the left one has {left.shape[-1]} columns, "
        f"the right one {right.shape[0]} rows; is one of them to be transposed, or are the two in the wrong order?"
    )


def _entry_by_entry(left: Node, right: Node) -> Node:
    check_pairing(left, right)
    return left * right


def check_pairing(left: Node, right: Node) -> None:
    """Raises: ShapeError where a column meets a row: NumPy then pairs every entry with every other, which is hardly ever meant."""
    short, long = sorted((left, right), key=lambda one: len(one.shape))
    if len(short.shape) == 1 and len(long.shape) == 2 and long.shape[1] == 1 < short.shape[0] == long.shape[0]:
        raise ShapeError(
            f"{say_shape(left.shape)} meets {say_shape(right.shape)}: a column and a plain vector would be paired each with each, "
            f"to {say_shape((short.shape[0], short.shape[0]))}; write both as vectors or both as columns"
        )
