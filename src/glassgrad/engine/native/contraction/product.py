"""`Product`: a product that is being written, and where its blocks lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ..machine import Machine
from ..writing import Function, Type, Value
from .cuts import Portion
from .matrix import Matrix, Share
from .plans import Plan, plan_for
from .shapes import Shape


@dataclass(frozen=True)
class Product:
    """A product that is being written.

    `finish` and `prefetch` write what is done with a block of C after and before it is computed: `finish(tile, tile_stride, row, column, rows,
    columns)`, `prefetch(function, row, column)`.
    """

    function: Function
    kind: Type
    a: Matrix
    b: Matrix
    c: Matrix
    machine: Machine
    scratch: Value
    share: Share | None
    keep_product: bool
    finish: Callable[[Value, int, Value, Value, Value, Value], None] | None
    prefetch: Callable[[Function, Value, Value], None] | None

    @cached_property
    def shape(self) -> Shape:
        """What is known about it."""
        a, b = self.a, self.b
        strides = (a.row_stride, a.column_stride), (b.row_stride, b.column_stride)
        return Shape(self.kind, a.rows, b.columns, a.columns, *strides, self.machine, finishes=self.finish is not None)

    @cached_property
    def plan(self) -> Plan:
        """The sizes of everything."""
        return plan_for(self.shape)

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


def target_of(product: Product, block: Block, row: Value, column: Value) -> tuple[Value, int]:
    """Where finished entries lie, from a row and a column on, and how far apart the rows are."""
    plan, c = product.plan, product.c
    if product.keep_product:
        return c.pointer.at(row * c.row_stride + column, product.kind), c.row_stride
    stride = plan.finished_width
    if not plan.span:
        return product.room("finished"), stride
    row, column = row - plan.rows.start(block.rows.first), column - plan.panels.start(block.panels.first)
    return product.room("finished").at(row * stride + column, product.kind), stride


def finish_block(product: Product, block: Block) -> None:
    """Finish all tiles of a block together."""
    plan = product.plan
    if product.finish is not None:
        row, column = plan.rows.start(block.rows.first), plan.panels.start(block.panels.first)
        target, stride = target_of(product, block, row, column)
        product.finish(target, stride, row, column, plan.rows.start(block.rows.last) - row, plan.panels.start(block.panels.last) - column)
