"""Packing: operands copied so that the register kernel reads them from one end to the other."""

from __future__ import annotations

from ..writing import I64, POINTER, Function, Module, Type, Value, constant, lane_numbers
from .matrix import Matrix
from .pieces import pieces

AHEAD = 16  # k that are asked for ahead of time
TOGETHER = 4  # tiles that are packed side by side
LINE = 64  # bytes of a cache line


def pack_panel(function: Function, kind: Type, b: Matrix, depth: Value, columns: int, panel: Value, panel_stride: int, register_lanes: int) -> None:
    """Copy `depth` rows and the first `columns` columns of B, which do not follow each other along a row, to `panel`, row after row.

    Up to `register_lanes` rows more are written over: the panel must have room for them.
    """
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
    """Columns that lie along memory, at most a register's worth, laid side by side: square blocks are turned over within registers."""
    name = f"contract.transpose.{kind.suffix}.{columns}.{lanes}"
    if name not in module.functions:
        numbers = [(name, I64) for name in ("depth", "stride", "panel_stride")]
        function = module.function(name, [("source", POINTER), ("panel", POINTER), *numbers])
        function.attributes = "internal noinline"
        source, panel, depth, stride, panel_stride = function.parameters
        vector = Type(kind.element, lanes)
        with function.loop(0, depth, lanes) as loop:
            left = depth - loop.counter
            few = (left < lanes).choose(left, function.constant(I64, lanes)).to("i32")
            mask = lane_numbers(function, lanes) < few.splat(lanes)
            rows = [function.load_some(vector, source.at(stride * column + loop.counter, kind), mask) for column in range(columns)]
            rows += [constant(function, vector, 0.0)] * (lanes - columns)
            for number, row in enumerate(turned_over(rows)):
                function.store(row, panel.at((loop.counter + number) * panel_stride, kind))
        function.give()
    return name


def turned_over(rows: list[Value]) -> list[Value]:
    """A square block of vectors, transposed.

    First within the 128-bit parts of the registers, by interleaving, which every machine does in one step;
    then whole parts change places, in log2(parts) steps.
    """
    lanes = len(rows)
    part = min(lanes, 128 // rows[0].type.bits)
    low = [lane + which for block in range(0, lanes, part) for lane in range(block, block + part // 2) for which in (0, lanes)]
    even = [lane for block in range(0, 2 * lanes, 2 * part) for lane in range(block, block + part)]
    groups = [_steps(rows[start : start + part], low, [lane + part // 2 for lane in low]) for start in range(0, lanes, part)]
    turned = [_deal([group[number] for group in groups], even, [lane + part for lane in even]) for number in range(part)]
    return [turned[number][place] for place in range(lanes // part) for number in range(part)]


def _steps(group: list[Value], low: list[int], high: list[int]) -> list[Value]:
    """Interleave the first half of the vectors with the second until every part is transposed."""
    half = len(group) // 2
    for _ in range(len(group).bit_length() - 1):
        group = [one.shuffled(other, order) for one, other in zip(group[:half], group[half:], strict=True) for order in (low, high)]
    return group


def _deal(group: list[Value], even: list[int], odd: list[int]) -> list[Value]:
    """Deal the parts of neighbouring vectors to two piles, the even ones and the odd ones, until every pile has one part of each vector."""
    for _ in range(len(group).bit_length() - 1):
        group = [group[number].shuffled(group[number + 1], order) for order in (even, odd) for number in range(0, len(group), 2)]
    return group
