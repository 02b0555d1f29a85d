"""`Nest`: how a group walks over its space: outer axes as loops, the last one in vectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from glassgrad.graph import Shape

from ..writing import BOOL, Function, Type, Value, lane_numbers

Key = TypeVar("Key")


def collapse(space: Shape, strides: Mapping[Key, tuple[int, ...]], *, keep_last: bool = False) -> tuple[Shape, dict[Key, tuple[int, ...]]]:
    """Neighbouring axes walked as one wherever all the strides allow it.

    >>> collapse((2, 3), {"a": (3, 1), "b": (0, 0)})
    ((6,), {'a': (1,), 'b': (0,)})
    >>> collapse((2, 3), {"a": (3, 1), "b": (0, 1)})
    ((2, 3), {'a': (3, 1), 'b': (0, 1)})
    """
    lengths = list(space)
    walks = {key: list(one) for key, one in strides.items()}
    axis = len(lengths) - 2
    while axis >= 0:
        mergeable = all(walk[axis] == lengths[axis + 1] * walk[axis + 1] for walk in walks.values())
        if mergeable and not (keep_last and axis == len(lengths) - 2):
            lengths[axis : axis + 2] = [lengths[axis] * lengths[axis + 1]]
            for walk in walks.values():
                walk.pop(axis)
        axis -= 1
    return tuple(lengths), {key: tuple(walk) for key, walk in walks.items()}


@dataclass(frozen=True, eq=False)
class Spot:
    """Where the walk is: one vector of entries (or a single one). `mask` says which lanes count, None if all do."""

    function: Function
    lanes: int
    outer: tuple[Value, ...]
    inner: Value
    mask: Value | None
    count: int
    """How many lanes count."""

    def offset(self, strides: tuple[int, ...]) -> Value:
        """How far the entries of an array with these strides are from its beginning, in entries."""
        place = self.function.index(0)
        if not strides:
            return place
        for counter, stride in zip((*self.outer, self.inner), strides, strict=True):
            if stride:
                place = place + (counter if stride == 1 else counter * stride)
        return place


def walk(
    function: Function,
    space: Shape,
    lanes: int,
    body: Callable[[Spot], None],
    *,
    share: tuple[Value, Value] | None = None,
) -> None:
    """Write the loops over a space; `body` is written for a vector, and once more for what is left over at the end of an axis.

    With a share (thread, threads) the first axis is divided among the threads.
    """
    *outer, length = space or (1,)
    with ExitStack() as stack:
        counters: list[Value] = []
        for axis, n in enumerate(outer):
            first, last = part(function, n, 1, share) if share and axis == 0 else (function.index(0), function.index(n))
            counters.append(stack.enter_context(function.loop(first, last)).counter)
        _inner(function, tuple(counters), length, lanes, body, share if not outer else None)


def _inner(function: Function, outer: tuple[Value, ...], length: int, lanes: int, body: Callable[[Spot], None], share: tuple[Value, Value] | None) -> None:
    vectors, rest = divmod(length, lanes)
    first, last = part(function, vectors * lanes, lanes, share) if share else (function.index(0), function.index(vectors * lanes))
    if vectors == 1 and not share:
        body(Spot(function, lanes, outer, first, None, lanes))
    elif vectors:
        with function.loop(first, last, lanes) as loop:
            body(Spot(function, lanes, outer, loop.counter, None, lanes))
    if rest:
        spot = Spot(function, lanes, outer, function.index(vectors * lanes), first_lanes(function, lanes, rest), rest)
        if share:
            with function.when(share[0].equals(0)):
                body(spot)
        else:
            body(spot)


def part(function: Function, length: int, step: int, share: tuple[Value, Value]) -> tuple[Value, Value]:
    """Where a thread's share of 0 … length begins and ends, in whole steps."""
    steps = function.index(length // step)
    thread, threads = share
    return steps * thread / threads * step, steps * (thread + 1) / threads * step


def first_lanes(function: Function, lanes: int, count: int) -> Value:
    """A mask with the first lanes set."""
    return lane_numbers(function, lanes) < count if lanes > 1 else function.constant(BOOL, 1)


def remaining_lanes(function: Function, lanes: int, count: Value) -> Value:
    """A mask with as many first lanes set as the number (i64) says."""
    return lane_numbers(function, lanes) < count.to("i32").splat(lanes)


def vector_type(kind: Type, lanes: int) -> Type:
    """So many lanes of an element."""
    return Type(kind.element, lanes)


def any_stride(strides: Sequence[tuple[int, ...]]) -> bool:
    """Whether the last axis can be walked in vectors: every array lies side by side along it, or is the same all along."""
    return all(not one or one[-1] in (0, 1) for one in strides)
