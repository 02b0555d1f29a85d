"""The loops around the register kernel: which block of A meets which panel of B, and in which order the tiles are written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..writing import Function, Value
from .cuts import Place, Portion, Segment, each_group, each_tile, overlap, portion
from .matrix import Matrix
from .packing import pack_panel, pack_tiles
from .product import Block, Depth, Product, finish_block, target_of
from .tiles import Operands, Tile, call_tile


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
                    finish_block(product, block)
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


@contextmanager
def _at_the_end(function: Function, depth: Depth) -> Iterator[None]:
    """What is written inside is done with the last k only."""
    if depth.is_last is None:
        yield
    else:
        with function.when(depth.is_last):
            yield


def _pack_block(product: Product, group: Portion, depth: Depth) -> None:
    function, kind, plan, a = product.function, product.kind, product.plan, product.a

    def source(row: Value) -> Matrix:
        return replace(a, pointer=a.pointer.at(row * a.row_stride + depth.start * a.column_stride, kind))

    for strip in plan.rows.segments:
        if a.row_stride == 1:
            here = overlap(plan.rows, strip, group)
            tiles, target = here.last - here.first, _packed(product, group, depth, here.first)
            pack_tiles(function, kind, source(strip.start(here.first)), depth.size, strip.size, tiles, target, plan.height)
        else:
            with each_tile(function, plan.rows, strip, group) as tile:
                there, target = source(tile.start).transposed, _packed(product, group, depth, tile.number)
                pack_panel(function, kind, there, depth.size, strip.size, target, plan.height, plan.lanes)


def _packed(product: Product, group: Portion, depth: Depth, number: Value) -> Value:
    """Where a packed tile of A lies."""
    return product.room("block").at((number - group.first) * (depth.size * product.plan.height), product.kind)


def _write_panel(product: Product, block: Block, panel: Segment, column: Place) -> None:
    function, kind, plan, b = product.function, product.kind, product.plan, product.b
    here = replace(b, pointer=b.pointer.at(column.start * b.column_stride + block.depth.start * b.row_stride, kind))
    if plan.packs_b == "before":
        stride = -(-panel.size // plan.lanes) * plan.lanes
        pack_panel(function, kind, here, block.depth.size, panel.size, product.room("panel"), stride, plan.lanes)
    for strip in plan.rows.segments:
        with each_tile(function, plan.rows, strip, block.rows) as row:
            if product.prefetch is not None and not plan.span:
                with _at_the_end(function, block.depth):
                    product.prefetch(function, row.start, column.start)
            _write_tile(product, block, here, strip, panel, row, column)
            if product.finish is not None and not plan.span:
                target, stride_of_c = target_of(product, block, row.start, column.start)
                with _at_the_end(function, block.depth):
                    product.finish(target, stride_of_c, row.start, column.start, function.index(strip.size), function.index(panel.size))


def _write_tile(product: Product, block: Block, b: Matrix, strip: Segment, panel: Segment, row: Place, column: Place) -> None:
    function, kind, plan, a = product.function, product.kind, product.plan, product.a
    along_rows = a.column_stride == 1 and not plan.packs_a
    tile = Tile(kind, strip.size, panel.size, plan.lanes, along_rows, plan.is_deep, packs=False)
    if plan.packs_a:
        left, left_stride = _packed(product, block.rows, block.depth, row.number), plan.height
    else:
        left = a.pointer.at(row.start * a.row_stride + block.depth.start * a.column_stride, kind)
        left_stride = a.row_stride if along_rows else a.column_stride
    target, stride = target_of(product, block, row.start, column.start)
    a_stride, b_stride, c_stride = (function.index(one) for one in (left_stride, b.row_stride, stride))
    direct = Operands(left, b.pointer, target, block.depth.size, a_stride, b_stride, c_stride, target, c_stride, product.room("panel"))
    if plan.is_deep:
        direct = _continued(product, block, direct, row, column)
    packed = replace(direct, b=direct.panel, b_stride=function.index(tile.panel_stride))
    if plan.packs_b == "never":
        call_tile(function, tile, direct)
    elif plan.packs_b == "before":
        call_tile(function, tile, packed)
    else:
        is_first = row.number.equals(block.rows.first)
        has_one_block = plan.group == plan.rows.tiles and (product.share is None or plan.by_columns)
        if strip.first == 0 or not has_one_block:
            with function.when(is_first):
                call_tile(function, replace(tile, packs=True), direct)
        with function.when(~is_first):
            call_tile(function, tile, packed)


def _continued(product: Product, block: Block, operands: Operands, row: Place, column: Place) -> Operands:
    """Chains that begin at 0 with the first block of K, are kept in the working memory, and go where they belong with the last one."""
    function, plan, depth = product.function, product.plan, block.depth
    assert depth.is_first is not None
    assert depth.is_last is not None
    within = column.start if plan.blocks_first else function.index(0)
    partial = product.room("partial").at((row.number - block.rows.first) * (plan.height * plan.partial_width) + within, product.kind)
    apart = function.index(plan.partial_width)
    return replace(
        operands,
        start=depth.is_first.choose(product.room("nothing"), partial),
        start_stride=depth.is_first.choose(function.index(0), apart),
        c=depth.is_last.choose(operands.c, partial),
        c_stride=depth.is_last.choose(operands.c_stride, apart),
    )
