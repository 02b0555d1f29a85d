"""What a product of given shapes needs: the sizes of tiles and blocks, what is packed, and the working memory for it."""

from __future__ import annotations

from dataclasses import dataclass

from ..machine import Machine
from .cuts import Cut, even_cut, panel_cut
from .shapes import Shape

DEEPEST = 2048  # k of a block: a panel of B of that depth, 32 columns of float32 wide, is 256 KB and stays in the second cache
TALLEST = 512  # rows of a block
BLOCK = 2**17  # entries of a block of A: half a second cache of float32
SPAN, FINISHED = 512, 2**16  # columns, and entries, of the blocks of C that are finished together
STREAMS = 2**16  # entries of C from which on what finishes them comes from far away, and is best read along long rows
LARGE = 2**28  # fused multiply-adds that take 2 ms
NEAR = 2**21  # bytes of B that are read well as they are, although they do not fit into the second cache


@dataclass(frozen=True)
class Plan:
    """The sizes that everything else follows from, in entries.

    `rows`, `panels`, `depths`: how the rows of A, the columns of B, and k are cut. `height`: rows of a tile, at most.
    `group`: how many row tiles make a block. `span`: how many panels are finished together with a block of rows; 0: each tile by itself.
    `packs_a`: tiles of A are copied, a block of them at a time, before the panels of B go by.
    `packs_b`: "never", "on the way" (the first tile of a block copies what it reads) or "before".
    `by_columns`: threads share the panels; otherwise the row tiles.
    """

    lanes: int
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
    def is_deep(self) -> bool:
        """Whether K is cut, so that the chains stop and go on."""
        return self.depths.tiles > 1

    @property
    def blocks_first(self) -> bool:
        """Whether all panels of B go by a block of A; otherwise all blocks of A go by a panel of B."""
        return self.packs_a or self.span > 0

    @property
    def width(self) -> int:
        """How far apart the rows of a tile are in the working memory."""
        return _up(self.panels.largest, self.lanes)

    @property
    def partial_width(self) -> int:
        """How many columns of unfinished chains are kept at a time."""
        return _up(self.panels.length, self.lanes) if self.blocks_first else self.width

    @property
    def finished_width(self) -> int:
        """How many columns of finished chains are kept at a time."""
        return _up(min(self.panels.length, self.span * self.panels.largest), self.lanes) if self.span else self.width

    @property
    def room(self) -> dict[str, int]:
        """The parts of the working memory."""
        tall, deep = self.group * self.height, self.depths.largest + self.lanes
        return {
            "finished": (tall if self.span else self.height) * self.finished_width,
            "nothing": self.width if self.is_deep else 0,
            "panel": deep * self.width if self.packs_b != "never" else 0,
            "block": tall * deep if self.packs_a else 0,
            "partial": tall * self.partial_width if self.is_deep else 0,
        }

    def place(self, part: str) -> int:
        """Where a part of the working memory begins."""
        names = list(self.room)
        return sum(_up(self.room[name], 64) for name in names[: names.index(part)])

    @property
    def entries(self) -> int:
        """The whole working memory."""
        return sum(_up(one, 64) for one in self.room.values())


def plan_for(shape: Shape) -> Plan:
    """The plan."""
    m, n, k, lanes, machine = shape.m, shape.n, shape.k, shape.lanes, shape.machine
    # One register of columns needs twice the rows, so that there are chains enough to hide how long a multiplication takes.
    height = (8 if machine.registers >= 32 else 6) * (2 if n <= lanes else 1)
    rows, depths = even_cut(m, height), even_cut(k, DEEPEST)
    panels = panel_cut(n, lanes, *_vectors(rows.largest, machine, is_large=m * n * k >= LARGE))
    packs_a = 1 not in shape.a_strides or (shape.along_columns and shape.collides(shape.a_strides[1]) and n >= 8 * lanes and m > height)
    packs_b = _packs_b(shape, rows)
    spans = shape.finishes and shape.along_columns and depths.tiles == 1 and m * n >= STREAMS
    span = max(1, SPAN // panels.largest) if spans else 0
    tallest = TALLEST
    if packs_a:
        tallest = min(tallest, BLOCK // depths.largest)
    if spans:
        tallest = min(tallest, FINISHED // min(n, span * panels.largest))
    elif packs_a and depths.tiles > 1:
        tallest = min(tallest, 2 * BLOCK // n)
    group = max(1, min(tallest // height, rows.tiles))
    # A block of A, or of what a finish reads, is best one thread's own; but what is packed once for all rows is best shared.
    by_rows = (packs_a or spans) and packs_b != "before" and rows.tiles >= 8
    by_columns = panels.tiles >= min(8, rows.tiles) and not by_rows
    return Plan(lanes, rows, panels, depths, height, group, span, packs_a, packs_b, by_columns)


def _packs_b(shape: Shape, rows: Cut) -> str:
    if shape.b_strides[1] != 1:
        return "before"
    is_far = shape.collides(shape.b_strides[0]) or shape.k * shape.n * shape.kind.bytes > NEAR
    return "on the way" if rows.tiles >= 8 and is_far else "never"


def _vectors(rows: int, machine: Machine, *, is_large: bool) -> tuple[int, int]:
    """How many vectors wide the tiles are, and how many at most: with a row of B and an entry of A they must fit into the registers.

    Two are enough for 8 rows of wide registers. Three cost one more kernel, which takes 4 ms to compile, and save a third of the trips through A.
    """
    most = max(1, min(8, (machine.registers - 1) // (rows + 1)))
    return (2 if rows == 8 and machine.register_bytes > 16 and not is_large else most), most


def _up(number: int, to: int) -> int:
    return -(-number // to) * to
