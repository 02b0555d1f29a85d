"""The register kernel: a tile of C held in vector registers while k runs from the first entry to the last."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..writing import I64, POINTER, Function, Module, Type, Value, constant, fma
from .pieces import Piece, pieces

POINTERS = ("a", "b", "c", "start", "panel")
AHEAD = 48  # rows of B that are asked for ahead of time where they come from far away


@dataclass(frozen=True)
class Tile:
    """What a register kernel is made for; equal tiles of a module share one kernel, so strides are given when it runs.

    `along_rows`: the entries of A follow each other along k in memory; otherwise they follow each other from row to row.
    `continues`: the chains go on from what another tile holds; otherwise they begin at 0.
    `packs`: the rows of B are also copied to a panel, for the tiles that come after this one.
    """

    kind: Type
    rows: int
    columns: int
    register_lanes: int
    along_rows: bool
    continues: bool
    packs: bool

    @property
    def name(self) -> str:
        """A name that says everything."""
        words = ("rows" if self.along_rows else "columns", "on" if self.continues else "begin", "pack" if self.packs else "read")
        return f"contract.{'.'.join(words)}.{self.kind.suffix}.{self.rows}x{self.columns}.{self.register_lanes}"

    @property
    def panel_stride(self) -> int:
        """How far apart the rows of a packed panel are: whole registers."""
        return -(-self.columns // self.register_lanes) * self.register_lanes


@dataclass(frozen=True)
class Operands:
    """What a kernel is called with: pointers to first entries, strides in entries. Kernels that begin at 0 have no start, few have a panel."""

    a: Value
    b: Value
    c: Value
    depth: Value
    a_stride: Value
    b_stride: Value
    c_stride: Value
    start: Value
    start_stride: Value
    panel: Value


def call_tile(function: Function, tile: Tile, operands: Operands) -> None:
    """Write one tile of C."""
    function.call(_kernel(function.module, tile), None, *(getattr(operands, name) for name in _names(tile)))


def _names(tile: Tile) -> list[str]:
    """The operands that a kernel has."""
    names = ["a", "b", "c", "depth", "a_stride", "b_stride", "c_stride"]
    return names + ["start", "start_stride"] * tile.continues + ["panel"] * tile.packs


def _kernel(module: Module, tile: Tile) -> str:
    if tile.name not in module.functions:
        names = _names(tile)
        function = module.function(tile.name, [(name, POINTER if name in POINTERS else I64) for name in names])
        function.attributes = "internal noinline"
        passed = dict(zip(names, function.parameters, strict=True))
        _write(function, tile, Operands(**{one.name: passed.get(one.name, function.index(0)) for one in fields(Operands)}))
    return tile.name


def _write(function: Function, tile: Tile, operands: Operands) -> None:
    kind, cut = tile.kind, pieces(tile.kind, tile.columns, tile.register_lanes)

    def places(first: Value, stride: Value) -> list[tuple[Piece, Value]]:
        rows = [first.at(stride * row, kind) for row in range(tile.rows)]
        return [(piece, row.at(piece.offset, kind)) for row in rows for piece in cut]

    if tile.continues:
        entries = [piece.load(function, place) for piece, place in places(operands.start, operands.start_stride)]
    else:
        entries = [constant(function, piece.type, 0.0) for _ in range(tile.rows) for piece in cut]
    starts = [operands.a.at(operands.a_stride * row, kind) for row in range(tile.rows)] if tile.along_rows else []
    # One link of every chain per turn: the 16 fused multiply-adds of an 8 × 32 tile keep both units busy for 8 cycles, which hides the loop;
    # four links per turn were no faster and took twice as long to compile.
    with function.loop(0, operands.depth, carry=entries) as loop:
        row_of_b = _row_of_b(function, tile, operands, cut, loop.counter)
        if tile.along_rows:
            column_of_a = [start.at(loop.counter, kind) for start in starts]
        else:
            there = operands.a.at(loop.counter * operands.a_stride, kind)
            column_of_a = [there.at(row, kind) for row in range(tile.rows)]
        following: list[Value] = []
        for row, address in enumerate(column_of_a):
            entry = function.load(kind, address)
            following.extend(fma(entry.splat(y.type.lanes), y, loop.carried[row * len(cut) + number]) for number, y in enumerate(row_of_b))
        loop.carry(*following)
    for (piece, place), entry in zip(places(operands.c, operands.c_stride), loop.results, strict=True):
        piece.store(entry, place)
    function.give()


def _row_of_b(function: Function, tile: Tile, operands: Operands, cut: list[Piece], k: Value) -> list[Value]:
    here = operands.b.at(k * operands.b_stride, tile.kind)
    row = [piece.load(function, here.at(piece.offset, tile.kind)) for piece in cut]
    if tile.packs:
        there, later = operands.panel.at(k * tile.panel_stride, tile.kind), operands.b.at((k + AHEAD) * operands.b_stride, tile.kind)
        for piece, vector in zip(cut, row, strict=True):
            function.store(vector, there.at(piece.offset, tile.kind))
            function.prefetch(later.at(piece.offset, tile.kind))
    return row
