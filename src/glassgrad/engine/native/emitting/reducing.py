"""Sums, products, maxima and minima along axes, where they are not worked out on the way by a group of maps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from ..arrays import Array
from ..writing import Value
from .functions import IDENTITY, combined, folded
from .group import GroupWriter
from .nest import first_lanes, part, vector_type

BLOCK = 4096
"""Entries added up before their sum joins the sum of the others: a long sum loses fewer digits so."""

Run = tuple[int, bool]
"""A stretch of neighbouring axes as one: its length, and whether it is combined."""


def runs_of(array: Array) -> list[Run]:
    """The axes of the input, neighbours of one sort taken together.

    The order in which entries are combined follows from these alone: along a last axis that is combined, lane by lane and the lanes
    together at the end; otherwise one after the other in the order of the index.
    """
    (view,) = array.inputs
    runs: list[Run] = []
    for axis, n in enumerate(view.shape):
        combine = axis in array.settings["axes"]
        if n == 1:
            continue
        if runs and runs[-1][1] == combine:
            runs[-1] = (runs[-1][0] * n, combine)
        else:
            runs.append((n, combine))
    return runs


def write_reduction(writer: GroupWriter) -> None:
    """Write the loops of a group whose root is a reduction."""
    writer.prepare()
    root = writer.group.root
    assert root is not None
    runs = runs_of(root)
    if runs[-1][1]:
        _along_last(writer, root, runs)
    else:
        _across(writer, root, runs)
    writer.function.give()


def _along_last(writer: GroupWriter, array: Array, runs: list[Run]) -> None:
    """The last axis is combined: in lanes, which come together at the end."""
    f, kind = writer.function, vector_type(writer.kind, writer.lanes)
    (view,) = array.inputs
    base = writer.address(view.array).at(view.offset, writer.kind)
    *outer, (length, _) = runs
    kept = [(n, stride) for (n, combine), stride in zip(outer, _strides(runs), strict=False) if not combine]
    combined_outer = [(n, stride) for (n, combine), stride in zip(outer, _strides(runs), strict=False) if combine]
    with ExitStack() as stack:
        start, number = base, f.index(0)
        for axis, (n, stride) in enumerate(kept):
            first, last = part(f, n, 1, writer.share) if writer.share and axis == 0 else (f.index(0), f.index(n))
            counter = stack.enter_context(f.loop(first, last)).counter
            start, number = start.at(counter * stride, writer.kind), number * n + counter
        identity = f.constant(kind, IDENTITY[array.function])

        def inner(address: Value, running: Value) -> Value:
            return _run(writer, array.function, address, length, running)

        running = _over(writer, combined_outer, start, identity, inner)
        total = folded(array.function, running, min(length, writer.lanes))
        for place in writer.places.get(array, ()):
            f.store(total, writer.start(place).at(number, writer.kind))
            if place.watched:
                writer.watch(total, None)


def _run(writer: GroupWriter, name: str, address: Value, length: int, running: Value) -> Value:
    """Entries side by side combined into the lanes of `running`; a long run block by block."""
    if length <= BLOCK:
        return _block(writer, name, address, length, running)
    f = writer.function
    blocks, rest = divmod(length, BLOCK)
    with f.loop(0, blocks, carry=[running]) as loop:
        identity = f.constant(running.type, IDENTITY[name])
        block = _block(writer, name, address.at(loop.counter * BLOCK, writer.kind), BLOCK, identity)
        loop.carry(combined(name, loop.carried[0], block))
    if not rest:
        return loop.results[0]
    last = _block(writer, name, address.at(blocks * BLOCK, writer.kind), rest, f.constant(running.type, IDENTITY[name]))
    return combined(name, loop.results[0], last)


def _block(writer: GroupWriter, name: str, address: Value, length: int, running: Value) -> Value:
    f, lanes, kind = writer.function, writer.lanes, running.type
    vectors, rest = divmod(length, lanes)
    if vectors:
        with f.loop(0, vectors * lanes, lanes, carry=[running]) as loop:
            loop.carry(combined(name, loop.carried[0], f.load(kind, address.at(loop.counter, writer.kind))))
        running = loop.results[0]
    if rest:
        mask = first_lanes(f, lanes, rest)
        value = f.load_some(kind, address.at(vectors * lanes, writer.kind), mask)
        running = combined(name, running, mask.choose(value, IDENTITY[name]))
    return running


def _across(writer: GroupWriter, array: Array, runs: list[Run]) -> None:
    """The last axis is kept: each lane is a sum of its own, one entry after the other."""
    f, lanes = writer.function, writer.lanes
    (view,) = array.inputs
    base = writer.address(view.array).at(view.offset, writer.kind)
    strides = _strides(runs)
    *outer, (length, _) = runs
    kept = [(n, stride) for (n, combine), stride in zip(outer, strides, strict=False) if not combine]
    over = [(n, stride) for (n, combine), stride in zip(outer, strides, strict=False) if combine]
    with ExitStack() as stack:
        start, number = base, f.index(0)
        for n, stride in kept:
            counter = stack.enter_context(f.loop(0, n)).counter
            start, number = start.at(counter * stride, writer.kind), number * n + counter
        vectors, rest = divmod(length, lanes)

        def column(offset: Value, count: int) -> None:
            kind = vector_type(writer.kind, lanes)
            mask = None if count == lanes else first_lanes(f, lanes, count)

            def inner(address: Value, running: Value) -> Value:
                value = f.load(kind, address) if mask is None else f.load_some(kind, address, mask)
                return combined(array.function, running, value)

            running = _over(writer, over, start.at(offset, writer.kind), f.constant(kind, IDENTITY[array.function]), inner)
            for place in writer.places.get(array, ()):
                target = writer.start(place).at(number * length + offset, writer.kind)
                if mask is None:
                    f.store(running, target)
                else:
                    f.store_some(running, target, mask)
                if place.watched:
                    writer.watch(running, mask)

        if vectors:
            first, last = part(f, vectors * lanes, lanes, writer.share) if writer.share else (f.index(0), f.index(vectors * lanes))
            with f.loop(first, last, lanes) as loop:
                column(loop.counter, lanes)
        if rest:
            if writer.share:
                with f.when(writer.share[0].equals(0)):
                    column(f.index(vectors * lanes), rest)
            else:
                column(f.index(vectors * lanes), rest)


def _over(writer: GroupWriter, axes: list[tuple[int, int]], address: Value, running: Value, inner: Callable[[Value, Value], Value]) -> Value:
    """Loops over the outer axes that are combined, the running value carried through all of them."""
    if not axes:
        return inner(address, running)
    (n, stride), *rest = axes
    with writer.function.loop(0, n, carry=[running]) as loop:
        here = address.at(loop.counter * stride, writer.kind)
        loop.carry(_over(writer, rest, here, loop.carried[0], inner))
    return loop.results[0]


def _strides(runs: list[Run]) -> list[int]:
    strides, stride = [], 1
    for n, _ in reversed(runs):
        strides.append(stride)
        stride *= n
    return strides[::-1]
