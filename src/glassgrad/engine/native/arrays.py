"""What a graph is lowered to: arrays, each made by one of a few primitive ways, and views of them.

`compute` of every page is run once with stand-ins for its inputs, which write down what is asked of them. So a page needs no second
definition for the machine: exp, softmax and their derivatives all become these few primitives.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Shape, size


class Way(Enum):
    """How the entries of an array come about."""

    GIVEN = "given"
    """From outside: a leaf, or a table of numbers written in the graph."""
    NUMBER = "number"
    """One number written in the graph, the same for all entries; it lies nowhere in memory."""
    MAP = "map"
    """Each entry from the same entries of the inputs, by a function of numbers."""
    REDUCE = "reduce"
    """Entries combined along axes: sum, prod, max or min."""
    PRODUCT = "product"
    """The matrix product of two arrays, or of two stacks of them."""
    SCAN = "scan"
    """Running totals along an axis."""
    TAKE = "take"
    """Entries along an axis chosen by whole numbers."""
    SCATTER = "scatter"
    """Rows added up at places chosen by whole numbers."""
    ASSEMBLE = "assemble"
    """Zeros with other arrays written into parts of it."""


@dataclass(eq=False, slots=True)
class Array:
    """An array in row-major order. `function` and `settings` say more about the way; `serial` is its age."""

    way: Way
    shape: Shape
    serial: int
    function: str = ""
    inputs: tuple[View, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries."""
        return size(self.shape)

    @property
    def whole(self) -> View:
        """A view of all of it, as it is."""
        return View(self, self.shape, row_major(self.shape), 0)

    def __repr__(self) -> str:
        return f"<{self.serial}: {self.way.value} {self.function} {self.shape}>"


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """Some entries of an array: entry (i, j, …) lies at offset + i·strides[0] + j·strides[1] + … , counted in entries."""

    array: Array
    shape: Shape
    strides: tuple[int, ...]
    offset: int

    @property
    def is_number(self) -> bool:
        """Whether it is one number written in the graph."""
        return self.array.way is Way.NUMBER

    @property
    def number(self) -> float:
        """That number."""
        return float(self.array.settings["value"])

    @property
    def is_whole(self) -> bool:
        """Whether it shows all entries of the array in their order, perhaps counted off in rows of another length."""
        return self.offset == 0 and size(self.shape) == self.array.size and self.is_contiguous

    @property
    def is_contiguous(self) -> bool:
        """Whether the entries follow one another without gaps."""
        return self.key_strides == row_major(tuple(n for n in self.shape if n != 1))

    @property
    def key_strides(self) -> tuple[int, ...]:
        """The strides of the axes that have more than one entry; the others mean nothing."""
        return tuple(stride for n, stride in zip(self.shape, self.strides, strict=True) if n != 1)

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for views of the same entries."""
        return (self.array.serial, self.shape, self.key_strides, self.offset)

    def broadcast(self, shape: Shape) -> View:
        """Repeated along new axes and along axes of length 1."""
        if shape == self.shape:
            return self
        extra = len(shape) - len(self.shape)
        strides = tuple(0 if have == 1 and want != 1 else stride for have, stride, want in zip(self.shape, self.strides, shape[extra:], strict=True))
        return View(self.array, shape, (0,) * extra + strides, self.offset)

    def transposed(self, axes: tuple[int, ...]) -> View:
        """The axes in another order."""
        return View(self.array, tuple(self.shape[one] for one in axes), tuple(self.strides[one] for one in axes), self.offset)

    def flipped(self, axes: tuple[int, ...]) -> View:
        """Backwards along some axes."""
        lengths = enumerate(zip(self.shape, self.strides, strict=True))
        offset = self.offset + sum(max(n - 1, 0) * stride for axis, (n, stride) in enumerate(zip(self.shape, self.strides, strict=True)) if axis in axes)
        return View(self.array, self.shape, tuple(-stride if axis in axes else stride for axis, (_, stride) in lengths), offset)

    def sliced(self, key: tuple[Any, ...]) -> View:
        """What square brackets with whole numbers and slices leave; the key fits, as the page's shape rule saw to."""
        parts = list(key)
        if Ellipsis in parts:
            here = parts.index(Ellipsis)
            parts[here : here + 1] = [slice(None)] * (len(self.shape) - len(parts) + 1)
        parts += [slice(None)] * (len(self.shape) - len(parts))
        offset, shape, strides = self.offset, [], []
        for part, n, stride in zip(parts, self.shape, self.strides, strict=True):
            if isinstance(part, slice):
                chosen = range(*part.indices(n))
                offset += (chosen.start if chosen else 0) * stride
                shape.append(len(chosen))
                strides.append(stride * chosen.step)
            else:
                offset += part % n * stride
        return View(self.array, tuple(shape), tuple(strides), offset)

    def reshaped(self, shape: Shape) -> View | None:
        """The same entries counted off in rows of another length; None if that takes a copy."""
        if self.is_number or size(shape) == 0:
            return View(self.array, shape, (0,) * len(shape), self.offset)
        new = _strides_after_reshape(self.shape, self.strides, shape)
        return None if new is None else View(self.array, shape, new, self.offset)

    def of(self, memory: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The entries, out of the flat memory of the array."""
        itemsize = memory.itemsize
        start = memory[self.offset :]
        return np.lib.stride_tricks.as_strided(start, self.shape, tuple(stride * itemsize for stride in self.strides), writeable=False)


def row_major(shape: Shape) -> tuple[int, ...]:
    """The strides of an array whose last axis lies side by side.

    >>> row_major((2, 3, 4))
    (12, 4, 1)
    """
    strides, stride = [], 1
    for n in reversed(shape):
        strides.append(stride)
        stride *= n
    return tuple(reversed(strides))


def _strides_after_reshape(old: Shape, strides: tuple[int, ...], new: Shape) -> tuple[int, ...] | None:
    axes = [(n, stride) for n, stride in zip(old, strides, strict=True) if n != 1]
    runs: list[tuple[int, int]] = []  # neighbouring axes that lie as one
    for n, stride in axes:
        if runs and runs[-1][1] == n * stride:
            runs[-1] = (runs[-1][0] * n, stride)
        else:
            runs.append((n, stride))
    result: list[int] = []
    for n in reversed(new):
        if n == 1:
            result.append(0)
            continue
        if not runs or runs[-1][0] % n:
            return None
        length, stride = runs.pop()
        result.append(stride)
        if length > n:
            runs.append((length // n, stride * n))
    return tuple(reversed(result))
