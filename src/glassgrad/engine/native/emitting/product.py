"""A matrix product, and the maps that finish its tiles while they are in the cache."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from glassgrad.graph import size

from ..arrays import View, Way, row_major
from ..contraction import Matrix, Share, contract, scratch_bytes
from ..groups import Group
from ..machine import Machine
from ..slots import SCRATCH
from ..writing import I64, POINTER, Type, Value
from .group import GroupWriter, Walks, walks_of
from .maps import write_members
from .nest import Spot, remaining_lanes

PREFETCHED = 1 << 20
"""Entries from which on the arrays that a tile's finish reads are asked for ahead: they come from far away then."""


def needed_scratch(group: Group, kind: Type, machine: Machine) -> int:
    """Bytes of working memory for each thread."""
    root = group.root
    assert root is not None
    a, b = root.inputs
    (rows, columns), inner = root.shape[-2:], a.shape[-1]
    return scratch_bytes(kind, rows, columns, inner, (a.strides[-2], a.strides[-1]), (b.strides[-2], b.strides[-1]), machine)


def write_product(writer: GroupWriter, scratch_room: int) -> None:
    """Write the loops of a group whose root is a matrix product, one for every product of a stack."""
    writer.prepare()
    f, group = writer.function, writer.group
    root = group.root
    assert root is not None
    a, b = root.inputs
    kept = root in writer.places
    finish = _write_finish(writer) if group.members else None
    scratch = f.load(POINTER, writer.context.at(SCRATCH, POINTER))
    share = Share(*writer.share) if writer.share else None
    if share is not None:
        scratch = scratch.at(share.thread * scratch_room, Type("i8"))
    with ExitStack() as stack:
        left, right = (writer.address(one.array).at(one.offset, writer.kind) for one in (a, b))
        result = writer.address(root) if kept else scratch
        for axis, n in enumerate(root.shape[:-2]):
            counter = stack.enter_context(f.loop(0, n)).counter
            left, right = left.at(counter * a.strides[axis], writer.kind), right.at(counter * b.strides[axis], writer.kind)
            result = result.at(counter * row_major(root.shape)[axis], writer.kind)
        contract(
            f,
            writer.kind,
            _matrix(left, a),
            _matrix(right, b),
            Matrix(result, root.shape[-2], root.shape[-1], root.shape[-1], 1),
            machine=writer.machine,
            scratch=scratch,
            share=share,
            finish=finish,
            context=writer.context,
            keep_product=kept,
        )
    f.give()


def _matrix(pointer: Value, view: View) -> Matrix:
    rows, columns = view.shape[-2:]
    row_stride, column_stride = view.strides[-2:]
    # The stride along an axis of one entry means nothing; the usual one lets the product see rows that lie side by side.
    if columns == 1:
        column_stride = 1
    if rows == 1:
        row_stride = columns if column_stride == 1 else 1
    return Matrix(pointer, rows, columns, row_stride, column_stride)


def _write_finish(writer: GroupWriter) -> str:
    """The function that finishes a block of the product: bias, activation, update, whatever the group's members are."""
    name = f"finish{writer.group.number}"
    names = ("tile", POINTER), ("tile_stride", I64), ("row", I64), ("column", I64), ("rows", I64), ("columns", I64)
    f = writer.function.module.function(name, [("context", POINTER), *names])
    context, tile, tile_stride, row, column, rows, columns = f.parameters
    inner = replace(writer, function=f, context=context, share=None, _starts={}, _singles={})
    inner.prepare()
    lanes, walks = writer.lanes, walks_of(writer.group)
    with f.loop(0, rows) as down:
        here = down.counter + row
        with f.loop(0, columns - (lanes - 1), lanes) as along:
            spot = Spot(f, lanes, (here,), along.counter + column, None, lanes)
            _finish_vector(inner, spot, tile.at(down.counter * tile_stride + along.counter, writer.kind), walks)
        done = columns / lanes * lanes
        with f.when(done < columns):
            mask = remaining_lanes(f, lanes, columns - done)
            _finish_vector(inner, Spot(f, lanes, (here,), done + column, mask, 0), tile.at(down.counter * tile_stride + done, writer.kind), walks)
    f.give()
    return name


def _finish_vector(writer: GroupWriter, spot: Spot, tile: Value, walks: Walks) -> None:
    root, kind = writer.group.root, Type(writer.kind.element, spot.lanes)
    assert root is not None
    f = spot.function
    product = f.load(kind, tile) if spot.mask is None else f.load_some(kind, tile, spot.mask)
    write_members(writer, spot, walks, {root: product})


def is_heavy(group: Group) -> bool:
    """Whether a group is worth dividing among threads: a product of some size, or a long walk."""
    root = group.root
    if root is None:
        return not group.rows and not group.totals and size(group.space) * len(group.members) >= 50_000
    if root.way is Way.PRODUCT:
        return 2 * root.size * root.inputs[0].shape[-1] >= 400_000
    return root.way is Way.REDUCE and root.inputs[0].array.size >= 65_536


def work_of(group: Group) -> int:
    """About how many operations a group takes: two for every product that is summed, one for every entry of a walk."""
    root = group.root
    summed = 2 * root.size * root.inputs[0].shape[-1] if root is not None and root.way is Way.PRODUCT else 0
    return summed + size(group.space) * len(group.members)
