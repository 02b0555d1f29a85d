"""The loops around the register kernel: which block of A meets which panel of B, and in which order the tiles are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from ..machine import Machine
from ..writing import Function, Type, Value
from .cuts import Place, Portion, Segment, each_group, each_tile, overlap, portion
from .matrix import Matrix, Share
from .packing import pack_panel, pack_tiles
from .plans import Plan, Shape, plan_for
from .tiles import Tile, Work, call_tile


@dataclass(frozen=True)
class Product:
    """A product that is being written. `finish` and `prefetch` write what is done with a block of C after and before it is computed."""

    function: Function
    kind: Type
    a: Matrix
    b: Matrix
    c: Matrix
    machine: Machine
    scratch: Value
    share: Share | None
    keep_product: bool
    finish: Callable[..., None] | None
    prefetch: Callable[[Function, Value, Value], None] | None

    @cached_property
    def plan(self) -> Plan:
        """The sizes of everything."""
        a, b = self.a, self.b
        strides = (a.row_stride, a.column_stride), (b.row_stride, b.column_stride)
        return plan_for(Shape(self.kind, a.rows, b.columns, a.columns, *strides, finishes=self.finish is not None), self.machine)

    def room(self, part: str) -> Value:
        """A part of the working memory."""
        return self.scratch.at(self.plan.place(part), self.kind)


@dataclass(frozen=True)
class Depth:
    """The k of a block; `is_first` and `is_last` are None if there is one block only."""

    start: Value
    size: Value
    is_first: Value | None = None
    is_last: Value | None = None


@dataclass(frozen=True)
class Block:
    """The tiles that are being computed: the row tiles of a group, the panels of a span, some k."""

    rows: Portion
    panels: Portion
    depth: Depth


def write_product(product: Product) -> None:
    """Write all loops.

    Either a panel of B stays near while all tiles below each other are written, and k after k of them;
    or a block of A stays near while all panels of B go by.
    """
    function, plan = product.function, product.plan
    rows = portion(function, None if plan.by_columns else product.share, plan.rows.tiles)
    panels = portion(function, product.share if plan.by_columns else None, plan.panels.tiles)
    if plan.blocks_first:
        with each_group(function, plan.rows, rows, plan.group) as group, _each_depth(product) as depth:
            if plan.packs_a:
                _pack_block(product, group, depth)
            with each_group(function, plan.panels, panels, plan.span or plan.panels.tiles) as span:
                block = Block(group, span, depth)
                for panel in plan.panels.segments:
                    with each_tile(function, plan.panels, panel, span) as column:
                        _write_panel(product, block, panel, column)
                if plan.span:
                    _finish_block(product, block)
    else:
        for panel in plan.panels.segments:
            with (
                each_tile(function, plan.panels, panel, panels) as column,
                each_group(function, plan.rows, rows, plan.group) as group,
                _each_depth(product) as depth,
            ):
                _write_panel(product, Block(group, panels, depth), panel, column)


@contextmanager
def _each_depth(product: Product) -> Iterator[Depth]:
    """A loop over the blocks of K; the last one finishes the chains."""
    function, depths = product.function, product.plan.depths
    if not product.plan.is_deep:
        yield Depth(function.index(0), function.index(product.a.columns))
        return
    zero = function.constant(product.kind, 0.0)
    with function.loop(0, product.plan.width) as loop:
        function.store(zero, product.room("nothing").at(loop.counter, product.kind))
    with function.loop(0, depths.tiles) as loop:
        start = depths.start(loop.counter)
        yield Depth(start, depths.start(loop.counter + 1) - start, loop.counter.equals(0), loop.counter.equals(depths.tiles - 1))


def _pack_block(product: Product, group: Portion, depth: Depth) -> None:
    function, kind, plan, a = product.function, product.kind, product.plan, product.a

    def source(row: Value) -> Matrix:
        return replace(a, pointer=a.pointer.at(row * a.row_stride + depth.start * a.column_stride, kind))

    def target(number: Value) -> Value:
        return product.room("block").at((number - group.first) * (depth.size * plan.height), kind)

    for strip in plan.rows.segments:
        if a.row_stride == 1:
            here = overlap(plan.rows, strip, group)
            tiles = here.last - here.first
            pack_tiles(function, kind, source(strip.start(here.first)), depth.size, strip.size, tiles, target(here.first), plan.height)
        else:
            with each_tile(function, plan.rows, strip, group) as tile:
                there = source(tile.start).transposed
                pack_panel(function, kind, there, depth.size, strip.size, target(tile.number), plan.height, plan.register_lanes)


def _write_panel(product: Product, block: Block, panel: Segment, column: Place) -> None:
    function, kind, plan, b = product.function, product.kind, product.plan, product.b
    here = replace(b, pointer=b.pointer.at(column.start * b.column_stride + block.depth.start * b.row_stride, kind))
    if plan.packs_b == "before":
        stride = -(-panel.size // plan.register_lanes) * plan.register_lanes
        pack_panel(function, kind, here, block.depth.size, panel.size, product.room("panel"), stride, plan.register_lanes)
    for strip in plan.rows.segments:
        with each_tile(function, plan.rows, strip, block.rows) as row:
            if product.prefetch is not None and not plan.span:
                with _at_the_end(function, block.depth):
                    product.prefetch(function, row.start, column.start)
            _write_tile(product, block, here, strip, panel, row, column)
            if product.finish is not None and not plan.span:
                target, stride_of_c = _target(product, block, row.start, column.start)
                with _at_the_end(function, block.depth):
                    product.finish(target, stride_of_c, row.start, column.start, strip.size, panel.size)


def _target(product: Product, block: Block, row: Value, column: Value) -> tuple[Value, int]:
    """Where a finished tile lies, and how far apart its rows are."""
    plan, c = product.plan, product.c
    if product.keep_product:
        return c.pointer.at(row * c.row_stride + column, product.kind), c.row_stride
    stride = plan.finished_width
    if not plan.span:
        return product.room("finished"), stride
    row, column = row - plan.rows.start(block.rows.first), column - plan.panels.start(block.panels.first)
    return product.room("finished").at(row * stride + column, product.kind), stride


def _finish_block(product: Product, block: Block) -> None:
    plan = product.plan
    if product.finish is not None:
        row, column = plan.rows.start(block.rows.first), plan.panels.start(block.panels.first)
        target, stride = _target(product, block, row, column)
        product.finish(target, stride, row, column, plan.rows.start(block.rows.last) - row, plan.panels.start(block.panels.last) - column)


def _write_tile(product: Product, block: Block, b: Matrix, strip: Segment, panel: Segment, row: Place, column: Place) -> None:
    function, kind, plan, a, depth = product.function, product.kind, product.plan, product.a, block.depth
    along_rows = a.column_stride == 1 and not plan.packs_a
    tile = Tile(kind, strip.size, panel.size, plan.register_lanes, along_rows, plan.is_deep, packs=False)
    target, stride = _target(product, block, row.start, column.start)
    c_stride = function.index(stride)
    if plan.packs_a:
        left, left_stride = product.room("block").at((row.number - block.rows.first) * (depth.size * plan.height), kind), plan.height
    else:
        left = a.pointer.at(row.start * a.row_stride + depth.start * a.column_stride, kind)
        left_stride = a.row_stride if along_rows else a.column_stride
    panel_room, panel_stride = product.room("panel"), function.index(tile.panel_stride)
    work = Work(left, panel_room, target, depth.size, function.index(left_stride), panel_stride, c_stride, target, c_stride, panel_room)
    if depth.is_first is not None and depth.is_last is not None:
        within = column.start if plan.blocks_first else function.index(0)
        partial = product.room("partial").at((row.number - block.rows.first) * (plan.height * plan.partial_width) + within, kind)
        apart = function.index(plan.partial_width)
        work = replace(
            work,
            start=depth.is_first.choose(product.room("nothing"), partial),
            start_stride=depth.is_first.choose(function.index(0), apart),
            c=depth.is_last.choose(target, partial),
            c_stride=depth.is_last.choose(c_stride, apart),
        )
    direct = replace(work, b=b.pointer, b_stride=function.index(b.row_stride))
    if plan.packs_b == "on the way":
        first = row.number.equals(block.rows.first)
        with function.when(first):
            call_tile(function, replace(tile, packs=True), direct)
        with function.when(~first):
            call_tile(function, tile, work)
    else:
        call_tile(function, tile, direct if plan.packs_b == "never" else work)


@contextmanager
def _at_the_end(function: Function, depth: Depth) -> Iterator[None]:
    """What is written inside is done with the last k only."""
    if depth.is_last is None:
        yield
    else:
        with function.when(depth.is_last):
            yield
