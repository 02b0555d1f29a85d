"""Memory that machine code works in: arrays of ours with room behind them, and the list of addresses it is called with."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import MemoryShortError

from .slots import FLAG_WORDS

ALIGNMENT = 64
ROOM = 64
"""Bytes behind every array of ours, so that the last vector may be loaded whole."""

Array = npt.NDArray[Any]


def roomy(value: Any, dtype: np.dtype[Any]) -> Array:
    """A copy of an array of our own: side by side, aligned, and with room behind it for the last vector."""
    given = np.asarray(value)
    made = empty(given.shape, dtype)
    fill(made, given)
    return made


def fill(array: Array, value: Any) -> None:
    """Write these numbers over the array's; what is too large for its type becomes infinity, and is met where it counts."""
    with np.errstate(over="ignore"):
        array[...] = value


def empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """An array of that shape, not filled, with room behind it."""
    count = prod(shape)
    memory = block(count * dtype.itemsize + ROOM)
    return memory[: count * dtype.itemsize].view(dtype).reshape(shape)


def block(count: int) -> Array:
    """So many bytes, aligned to a cache line. Raises: MemoryShortError."""
    try:
        memory = np.empty(count + ALIGNMENT, dtype=np.uint8)
    except MemoryError:
        words = f"there is not enough memory: the computation needs {count / 2**20:,.0f} MiB more than it has; choose fewer units, or a smaller batch"
        raise MemoryShortError(words) from None
    start = -memory.ctypes.data % ALIGNMENT
    return memory[start : start + count]


def flags() -> Array:
    """The words in which a program says what went wrong."""
    return np.zeros(FLAG_WORDS, dtype=np.int64)


def context(addresses: Mapping[int, int], slots: int) -> Array:
    """The list of addresses, slot by slot."""
    return np.array([addresses.get(slot, 0) for slot in range(slots)], dtype=np.uint64)


def handed_out(array: Array) -> Any:
    """As programs hand it out: read-only; a single number as a NumPy number."""
    if array.ndim == 0:
        return array[()]
    array.flags.writeable = False
    return array
