"""Shapes: tuples of lengths, how they broadcast, and the words for them."""

from collections.abc import Iterable
from math import prod
from operator import index

from .errors import SettingError, ShapeError

Shape = tuple[int, ...]


def say_shape(shape: Shape) -> str:
    """A shape as a person writes it.

    >>> say_shape((32, 4)), say_shape((3,)), say_shape(())
    ('32×4', '3', 'a single number')
    """
    return "×".join(map(str, shape)) if shape else "a single number"


def size(shape: Shape) -> int:
    """How many entries an array of this shape holds.

    >>> size((2, 3)), size(())
    (6, 1)
    """
    return prod(shape)


def broadcast(*shapes: Shape) -> Shape:
    """The common shape, by NumPy's rule: align at the right, a length of 1 stretches.

    Raises: ShapeError if two lengths differ and neither is 1.

    >>> broadcast((32, 4), (4,))
    (32, 4)
    """
    if shapes and shapes.count(shapes[0]) == len(shapes):
        return shapes[0]  # by far the most frequent case
    longest = max(map(len, shapes), default=0)
    result = [1] * longest
    for shape in shapes:
        for position, length in enumerate(reversed(shape), start=1):
            if length != 1 and result[-position] not in (1, length):
                raise ShapeError(
                    f"shapes {' and '.join(map(str, shapes))} do not broadcast: aligned at the right, "
                    f"axis −{position} has lengths {result[-position]} and {length}; they must be equal, or one of them 1"
                )
            if length != 1:
                result[-position] = length
    return tuple(result)


def normal_axes(axis: int | tuple[int, ...] | None, rank: int) -> tuple[int, ...]:
    """The axes meant by a setting, counted from 0 and in order; None means all of them.

    Raises: ShapeError for an axis the array does not have, or one named twice.

    >>> normal_axes(-1, 3), normal_axes(None, 2)
    ((2,), (0, 1))
    """
    if axis is None:
        return tuple(range(rank))
    given = axis if isinstance(axis, (tuple, list)) else (axis,)
    if not all(hasattr(one, "__index__") and not isinstance(one, bool) for one in given):
        raise ShapeError(f"{axis!r:.80} is not an axis: expected a whole number, several in parentheses, or None")
    asked = tuple(map(index, given))
    for one in asked:
        if not -rank <= one < rank:
            raise ShapeError(f"there is no axis {one} in an array of {rank} axes; use {-rank} to {rank - 1}" if rank else f"a single number has no axis {one}")
    axes = tuple(sorted(one % rank for one in asked))
    if len(set(axes)) != len(axes):
        raise ShapeError(f"axis {axis} names the same axis twice")
    return axes


def reduced(shape: Shape, *, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Shape:
    """The shape left after combining the entries along `axis`.

    Raises: ShapeError for an axis that is not there, SettingError for `keepdims` that is neither True nor False.

    >>> reduced((2, 3), axis=0), reduced((2, 3), axis=1, keepdims=True)
    ((3,), (2, 1))
    """
    axes = normal_axes(axis, len(shape))
    if not isinstance(keepdims, bool):
        raise SettingError(f"keepdims must be True or False, not {keepdims!r:.80}")
    if keepdims:
        return tuple(1 if i in axes else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in axes)


def checked_shape(shape: Iterable[int]) -> Shape:
    """The shape as a tuple of whole numbers ≥ 0.

    Raises: ShapeError for anything else.
    """
    if not isinstance(shape, (tuple, list)):
        raise ShapeError(f"{shape!r:.80} is not a shape: expected lengths in parentheses, like (2, 3), (4,) or ()")
    lengths = tuple(shape)
    for length in lengths:
        if isinstance(length, bool) or not isinstance(length, int) or length < 0:
            raise ShapeError(f"shape {lengths} is not a tuple of whole numbers ≥ 0")
    return lengths
