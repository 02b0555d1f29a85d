"""Arrays whose entries are moved: chosen by whole numbers, added up at places, put into parts, or added up one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from glassgrad.graph import Shape, size

from ..arrays import View, row_major
from ..slots import NO_SUCH_PLACE, raise_flag
from ..writing import Value
from .group import GroupWriter
from .nest import first_lanes, vector_type


def write_take(writer: GroupWriter) -> None:
    """Copy the chosen entries, one after the other."""
    writer.prepare()
    f, root = writer.function, writer.group.root
    assert root is not None
    view, places = root.inputs
    along = root.settings["axis"]
    before, after = view.shape[:along], view.shape[along + 1 :]
    count, inner = size(places.shape), size(after)
    with _loops(writer, before) as outer, f.loop(0, count) as loop:
        row, good = _whole(writer, places, loop.counter, view.shape[along])
        start = _moved(writer, view, outer, view.strides[:along]).at(row * view.strides[along], writer.kind)
        number = _number(writer, outer, before) * count + loop.counter
        for place in writer.places.get(root, ()):
            target = writer.start(place).at(number * inner, writer.kind)
            with f.when(good):
                _copy(writer, start, after, view.strides[along + 1 :], target, row_major(after))
    f.give()


def write_scatter(writer: GroupWriter) -> None:
    """Zeros first, then one row after the other is added at its place, in the order of the rows."""
    writer.prepare()
    f, root = writer.function, writer.group.root
    assert root is not None
    view, places = root.inputs
    rank = len(places.shape)
    inner_shape = view.shape[rank:]
    inner = size(inner_shape)
    for place in writer.places.get(root, ()):
        target = writer.start(place)
        _fill(writer, target, root.size)
        with _loops(writer, places.shape) as outer:
            row, good = _whole(writer, places, _number(writer, outer, places.shape), root.shape[0])
            start = _moved(writer, view, outer, view.strides[:rank])
            with f.when(good):
                _copy(writer, start, inner_shape, view.strides[rank:], target.at(row * inner, writer.kind), row_major(inner_shape), add=True)
    f.give()


def write_assembly(writer: GroupWriter) -> None:
    """Each part into its own region; zeros before, where the parts leave gaps."""
    writer.prepare()
    root = writer.group.root
    assert root is not None
    for place in writer.places.get(root, ()):
        target = writer.start(place)
        if not root.settings["filled"]:
            _fill(writer, target, root.size)
        for view, (shape, strides, offset) in zip(root.inputs, root.settings["places"], strict=True):
            start = writer.address(view.array).at(view.offset, writer.kind)
            _copy(writer, start, shape, view.strides, target.at(offset, writer.kind), strides)
    writer.function.give()


def write_scan(writer: GroupWriter) -> None:
    """Running totals along an axis, each lane of the axes behind it for itself."""
    writer.prepare()
    f, root = writer.function, writer.group.root
    assert root is not None
    (view,) = root.inputs
    axis = root.settings["axis"]
    others = (*root.shape[:axis], *root.shape[axis + 1 :])
    theirs = (*view.strides[:axis], *view.strides[axis + 1 :])
    ours = row_major(root.shape)
    step = ours[axis]
    ours = (*ours[:axis], *ours[axis + 1 :])
    for place in writer.places.get(root, ()):
        with _loops(writer, others) as outer:
            start = _moved(writer, view, outer, theirs)
            target = _offset(writer, writer.start(place), outer, ours)
            with f.loop(0, root.shape[axis], carry=[f.constant(writer.kind, 0.0)]) as loop:
                total = loop.carried[0] + f.load(writer.kind, start.at(loop.counter * view.strides[axis], writer.kind))
                f.store(total, target.at(loop.counter * step, writer.kind))
                loop.carry(total)
    f.give()


@contextmanager
def _loops(writer: GroupWriter, shape: Shape) -> Iterator[tuple[Value, ...]]:
    with ExitStack() as stack:
        yield tuple(stack.enter_context(writer.function.loop(0, n)).counter for n in shape)


def _number(writer: GroupWriter, counters: Sequence[Value], shape: Shape) -> Value:
    number = writer.function.index(0)
    for counter, n in zip(counters, shape, strict=True):
        number = number * n + counter
    return number


def _offset(writer: GroupWriter, address: Value, counters: Sequence[Value], strides: Sequence[int]) -> Value:
    for counter, stride in zip(counters, strides, strict=True):
        address = address.at(counter * stride, writer.kind)
    return address


def _moved(writer: GroupWriter, view: View, counters: Sequence[Value], strides: Sequence[int]) -> Value:
    return _offset(writer, writer.address(view.array).at(view.offset, writer.kind), counters, strides)


def _whole(writer: GroupWriter, places: View, number: Value, length: int) -> tuple[Value, Value]:
    """The place as a whole number, and whether it is one, and there; if not, the flag is raised."""
    f = writer.function
    given = f.load(writer.kind, writer.address(places.array).at(number, writer.kind))
    good = (given >= 0.0) & (given < float(length)) & given.equals(given.floor())
    with f.when(~good):
        raise_flag(f, writer.context, NO_SUCH_PLACE)
    return good.choose(given, 0.0).to("i64"), good


def _fill(writer: GroupWriter, target: Value, count: int) -> None:
    zero = writer.function.constant(vector_type(writer.kind, writer.lanes), 0.0)

    def put(place: Value, mask: Value | None) -> None:
        if mask is None:
            writer.function.store(zero, target.at(place, writer.kind))
        else:
            writer.function.store_some(zero, target.at(place, writer.kind), mask)

    _in_vectors(writer, count, put)


def _copy(writer: GroupWriter, start: Value, shape: Shape, strides: Sequence[int], target: Value, theirs: Sequence[int], *, add: bool = False) -> None:
    """Entries of a shape from one place to another, or added there."""
    f = writer.function
    lengths = tuple((n, a, b) for n, a, b in zip(shape, strides, theirs, strict=True) if n != 1)
    *outer, (length, mine, its) = lengths or ((1, 1, 1),)
    with _loops(writer, tuple(n for n, _, _ in outer)) as counters:
        source = _offset(writer, start, counters, [a for _, a, _ in outer])
        goal = _offset(writer, target, counters, [b for _, _, b in outer])
        if (mine, its) != (1, 1) or length < writer.lanes:
            with f.loop(0, length) as loop:
                value = f.load(writer.kind, source.at(loop.counter * mine, writer.kind))
                place = goal.at(loop.counter * its, writer.kind)
                f.store(f.load(writer.kind, place) + value if add else value, place)
            return

        def put(place: Value, mask: Value | None) -> None:
            kind = vector_type(writer.kind, writer.lanes)
            here, there = source.at(place, writer.kind), goal.at(place, writer.kind)
            if mask is None:
                value = f.load(kind, here)
                f.store(f.load(kind, there) + value if add else value, there)
            else:
                value = f.load_some(kind, here, mask)
                f.store_some(f.load_some(kind, there, mask) + value if add else value, there, mask)

        _in_vectors(writer, length, put)


def _in_vectors(writer: GroupWriter, count: int, put: Callable[[Value, Value | None], None]) -> None:
    f, lanes = writer.function, writer.lanes
    vectors, rest = divmod(count, lanes)
    if vectors:
        with f.loop(0, vectors * lanes, lanes) as loop:
            put(loop.counter, None)
    if rest:
        put(f.index(vectors * lanes), first_lanes(f, lanes, rest))
