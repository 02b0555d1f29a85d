"""Packing: operands copied so that the register kernel reads them from one end to the other."""

from __future__ import annotations

from ..writing import I64, POINTER, Function, Module, Type, Value
from .matrix import Matrix
from .pieces import pieces
from .turning import side_by_side, turned_over

__all__ = ["pack_panel", "pack_tiles", "turned_over"]

AHEAD = 16  # k that are asked for ahead of time
TOGETHER = 4  # tiles that are packed side by side
LINE = 64  # bytes of a cache line


def pack_panel(function: Function, kind: Type, b: Matrix, depth: Value, columns: int, panel: Value, panel_stride: int, register_lanes: int) -> None:
    """Copy `depth` rows and the first `columns` columns of B, which do not follow each other along a row, to `panel`, row after row."""
    stride = function.index(panel_stride)
    if b.row_stride == 1:
        for offset in range(0, columns, register_lanes):
            name = _transposer(function.module, kind, min(register_lanes, columns - offset), register_lanes)
            source, target = b.pointer.at(offset * b.column_stride, kind), panel.at(offset, kind)
            function.call(name, None, source, target, depth, function.index(b.column_stride), stride)
    else:
        name = _gatherer(function.module, kind)
        strides = (function.index(one) for one in (b.row_stride, b.column_stride))
        function.call(name, None, b.pointer, panel, depth, function.index(columns), *strides, stride)


def pack_tiles(function: Function, kind: Type, a: Matrix, depth: Value, rows: int, tiles: Value, block: Value, height: int) -> None:
    """Copy so many neighbouring tiles of A, `rows` rows each, whose rows follow each other in memory.

    In the block the rows of a tile follow each other, `height` entries from k to k, and one tile comes after the other.
    """
    name = f"contract.tiles.{kind.suffix}.{rows}.{height}"
    if name not in function.module.functions:
        names = [("source", POINTER), ("block", POINTER), ("depth", I64), ("stride", I64), ("tiles", I64)]
        _write_pack_tiles(function.module.function(name, names), kind, rows, height)
    function.call(name, None, a.pointer, block, depth, function.index(a.column_stride), tiles)


def _write_pack_tiles(function: Function, kind: Type, rows: int, height: int) -> None:
    """Some tiles at a time: a tile is half a cache line wide, and lines a large stride apart do not stay near until the other half is read."""
    function.attributes = "internal noinline"
    source, block, depth, stride, tiles = function.parameters
    many = tiles - tiles % TOGETHER
    for first, last, together in ((function.index(0), many, TOGETHER), (many, tiles, 1)):
        with function.loop(first, last, together) as tile, function.loop(0, depth) as k:
            here = source.at(tile.counter * rows + k.counter * stride, kind)
            later = source.at(tile.counter * rows + (k.counter + AHEAD) * stride, kind)
            for line in range(0, rows * together, LINE // kind.bytes):
                function.prefetch(later.at(line, kind))
            for number in range(together):
                there = block.at(((tile.counter + number) * depth + k.counter) * height, kind)
                for piece in pieces(kind, rows, height):
                    piece.store(piece.load(function, here.at(number * rows + piece.offset, kind)), there.at(piece.offset, kind))
    function.give()


def _gatherer(module: Module, kind: Type) -> str:
    """Entry by entry."""
    name = f"contract.gather.{kind.suffix}"
    if name not in module.functions:
        numbers = [(name, I64) for name in ("depth", "columns", "down", "along", "panel_stride")]
        function = module.function(name, [("source", POINTER), ("panel", POINTER), *numbers])
        function.attributes = "internal noinline"
        source, panel, depth, columns, down, along, panel_stride = function.parameters
        with function.loop(0, depth) as row, function.loop(0, columns) as column:
            entry = function.load(kind, source.at(row.counter * down + column.counter * along, kind))
            function.store(entry, panel.at(row.counter * panel_stride + column.counter, kind))
        function.give()
    return name


def _transposer(module: Module, kind: Type, columns: int, lanes: int) -> str:
    """Columns that lie along memory, at most a register's worth, laid side by side."""
    name = f"contract.transpose.{kind.suffix}.{columns}.{lanes}"
    if name not in module.functions:
        numbers = [(name, I64) for name in ("depth", "stride", "panel_stride")]
        function = module.function(name, [("source", POINTER), ("panel", POINTER), *numbers])
        function.attributes = "internal noinline"
        source, panel, depth, stride, panel_stride = function.parameters
        run = min(lanes, 32 // kind.bytes)
        is_short = depth < run
        with function.loop(0, is_short.choose(function.index(0), depth), run) as loop:
            # The last turn begins where it ends with the last entry; what it copies again stays the same.
            last = depth - run
            start = (loop.counter < last).choose(loop.counter, last)
            places = [source.at(stride * column + start, kind) for column in range(columns)]
            there = panel.at(start * panel_stride, kind)
            for row in side_by_side(places, kind, lanes):
                function.store(row, there)
                there = there.at(panel_stride, kind)
        with function.loop(0, is_short.choose(depth, 0)) as k, function.loop(0, columns) as column:
            entry = function.load(kind, source.at(column.counter * stride + k.counter, kind))
            function.store(entry, panel.at(k.counter * panel_stride + column.counter, kind))
        function.give()
    return name
