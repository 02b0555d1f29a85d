"""What a product of given shapes needs: the sizes of tiles and blocks, what is packed, and the working memory for it."""

from __future__ import annotations

from dataclasses import dataclass

from ..machine import Machine
from ..writing import Type
from .cuts import Cut, even_cut, panel_cut

DEEPEST = 2048  # k of a block: a panel of B of that depth, 32 columns of float32 wide, is 256 KB and stays in the second cache
BLOCK = 2**17  # entries of a block of A: half a second cache of float32
SPAN, FINISHED = 512, 2**16  # columns, and entries, of the blocks of C that are finished together
STREAMS = 2**16  # entries of C from which on what finishes them comes from far away, and is best read along long rows
LARGE = 2**28  # fused multiply-adds that take 2 ms
NEAR = 2**21  # bytes of B that are read well as they are, although they do not fit into the second cache
COLLIDES, WAYS = 4096, 12  # bytes apart that make cache lines fall into the same set, and how many lines a set holds


@dataclass(frozen=True)
class Plan:
    """The sizes that everything else follows from, in entries.

    `rows`, `panels`, `depths`: how the rows of A, the columns of B, and k are cut. `height`: rows of a tile, at most.
    `group`: how many row tiles make a block. `span`: how many panels are finished together with a block of rows; 0: each tile by itself.
    `packs_a`: tiles of A are copied, a block of them at a time, before the panels of B go by.
    `packs_b`: "never", "on the way" (the first tile of a block copies what it reads) or "before".
    """

    register_lanes: int
    rows: Cut
    panels: Cut
    depths: Cut
    height: int
    group: int
    span: int
    packs_a: bool
    packs_b: str
    by_columns: bool

    @property
    def width(self) -> int:
        """How far apart the rows of a tile are in the working memory."""
        return _up(self.panels.largest, self.register_lanes)

    @property
    def depth(self) -> int:
        """The largest depth of a block."""
        return self.depths.largest

    @property
    def is_deep(self) -> bool:
        """Whether K is cut, so that the chains stop and go on."""
        return self.depths.tiles > 1

    @property
    def blocks_first(self) -> bool:
        """Whether all panels of B go by a block of A; otherwise all blocks of A go by a panel of B."""
        return self.packs_a or self.span > 0

    @property
    def partial_width(self) -> int:
        """How many columns of unfinished chains are kept at a time."""
        return _up(self.panels.length, self.register_lanes) if self.blocks_first else self.width

    @property
    def finished_width(self) -> int:
        """How many columns of finished chains are kept at a time."""
        return _up(min(self.panels.length, self.span * self.panels.largest), self.register_lanes) if self.span else self.width

    @property
    def room(self) -> dict[str, int]:
        """The parts of the working memory."""
        return {
            "finished": self.height * (self.group if self.span else 1) * self.finished_width,
            "nothing": self.width,
            "panel": (self.depth + self.register_lanes) * self.width if self.packs_b != "never" else 0,
            "block": self.group * self.height * (self.depth + self.register_lanes) if self.packs_a else 0,
            "partial": self.group * self.height * self.partial_width if self.is_deep else 0,
        }

    def place(self, part: str) -> int:
        """Where a part of the working memory begins."""
        names = list(self.room)
        return sum(_up(self.room[name], 64) for name in names[: names.index(part)])

    @property
    def entries(self) -> int:
        """The whole working memory."""
        return sum(_up(one, 64) for one in self.room.values())


@dataclass(frozen=True)
class Shape:
    """What a plan is made for. Strides: from row to row, from column to column. `finishes`: something is done with the blocks of C at once."""

    kind: Type
    m: int
    n: int
    k: int
    a_strides: tuple[int, int]
    b_strides: tuple[int, int]
    finishes: bool

    @property
    def along_columns(self) -> bool:
        """Whether the entries of A follow each other from row to row, as in the gradient of a weight."""
        return self.a_strides[0] == 1 and self.a_strides[1] != 1

    def collides(self, stride: int) -> bool:
        """Whether entries a stride apart, one for every k, fall into the same set of the first cache and push each other out."""
        return stride * self.kind.bytes % COLLIDES == 0 and self.k > WAYS


def plan_for(shape: Shape, machine: Machine) -> Plan:
    """The plan."""
    size, m, n, k = shape.kind.bytes, shape.m, shape.n, shape.k
    lanes = max(2, machine.register_bytes // size)
    height = (8 if machine.registers >= 32 else 6) * (2 if n <= lanes else 1)
    rows, depths = even_cut(m, height), even_cut(k, DEEPEST)
    panels = panel_cut(n, lanes, *_vectors(rows.largest, machine, is_large=m * n * k >= LARGE))
    packs_a = 1 not in shape.a_strides or (shape.along_columns and shape.collides(shape.a_strides[1]) and n >= 8 * lanes and m > height)
    if shape.b_strides[1] != 1:
        packs_b = "before"
    else:
        packs_b = "on the way" if rows.tiles >= 8 and (shape.collides(shape.b_strides[0]) or k * n * size > NEAR) else "never"
    spans = shape.finishes and shape.along_columns and depths.tiles == 1 and m * n >= STREAMS
    span = max(1, SPAN // panels.largest) if spans else 0
    group = 512 // height
    if packs_a:
        group = min(group, BLOCK // (depths.largest * height))
    if span:
        group = min(group, FINISHED // (height * min(n, span * panels.largest)))
    elif packs_a and depths.tiles > 1:
        group = min(group, 2 * BLOCK // (height * n))
    by_columns = panels.tiles >= min(8, rows.tiles) and not (packs_a and packs_b != "before")
    return Plan(lanes, rows, panels, depths, height, max(1, min(group, rows.tiles)), span, packs_a, packs_b, by_columns)


def _vectors(rows: int, machine: Machine, *, is_large: bool) -> tuple[int, int]:
    """How many vectors wide the tiles are, and how many at most: with a row of B and an entry of A they must fit into the registers.

    Two are enough for 8 rows. Three cost one more kernel, which takes 5 ms to compile, and save a third of the trips through A.
    """
    most = max(1, min(8, (machine.registers - 1) // (rows + 1)))
    return (2 if rows == 8 and not is_large else most), most


def _up(number: int, to: int) -> int:
    return -(-number // to) * to
