"""The matrix product C = A · B: every entry of C is one chain of fused multiply-adds, in the order of k.

c = 0; for k = 0, 1, …: c = fma(a[i, k], b[k, j], c). So the bits of C do not depend on tiles, blocks, vectors or threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..machine import Machine
from ..writing import Function, Type, Value
from .blocking import Product, write_product
from .matrix import Matrix, Share, work
from .plans import Shape, plan_for

__all__ = ["Matrix", "Share", "contract", "scratch_bytes", "work"]


def scratch_bytes(kind: Type, m: int, n: int, k: int, a_strides: tuple[int, int], b_strides: tuple[int, int], machine: Machine) -> int:
    """How much working memory `contract` needs per thread. Strides: (from row to row, from column to column), in entries."""
    shapes = [Shape(kind, m, n, k, a_strides, b_strides, finishes) for finishes in (False, True)]
    if n == 1:
        shapes += [Shape(kind, 1, m, k, b_strides[::-1], a_strides[::-1], finishes) for finishes in (False, True)]
    return max(plan_for(shape, machine).entries for shape in shapes) * kind.bytes


def contract(
    function: Function,
    kind: Type,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    *,
    machine: Machine,
    scratch: Value,
    share: Share | None = None,
    finish: str | None = None,
    context: Value | None = None,
    keep_product: bool = True,
    prefetch: Callable[[Function, Value, Value], None] | None = None,
) -> None:
    """Write the instructions for C = A · B into a function.

    `finish`: an internal function (context, tile, tile_stride, row, column, rows, columns) that is called once for every block of C, by the
    thread that computed it, when its entries are final and still near. If the product is not kept, the blocks lie in the working memory and
    `c.pointer` is not used. `prefetch` writes instructions that ask for what `finish` will read for the tile at (row, column).
    """

    def finished(tile: Value, stride: int, *place: Value | int) -> None:
        if finish is not None and context is not None:
            function.call(finish, None, context, tile, function.index(stride), *(function.index(one) for one in place))

    lies_down = c.columns == 1 and c.rows > 1 and (c.row_stride == 1 or not keep_product)
    if lies_down:
        a, b, c = b.transposed, a.transposed, c.transposed
    shape = Shape(kind, a.rows, b.columns, a.columns, (a.row_stride, a.column_stride), (b.row_stride, b.column_stride), finish is not None)
    plan = plan_for(shape, machine)
    product = Product(function, kind, a, b, c, plan, scratch, share, keep_product, finished if finish else None, prefetch)
    write_product(_standing(product) if lies_down else product)


def _standing(product: Product) -> Product:
    """A product written as cᵀ = bᵀ · Aᵀ, for a c of one column: its rows lie side by side, so they fill the vectors. Others see c as it stands."""
    finish, prefetch = product.finish, product.prefetch

    def finished(tile: Value, _: int, row: Value, column: Value, rows: int, columns: int) -> None:
        if finish is not None:
            finish(tile, 1, column, row, columns, rows)

    def fetch(function: Function, row: Value, column: Value) -> None:
        if prefetch is not None:
            prefetch(function, column, row)

    return replace(product, finish=finished if finish else None, prefetch=fetch if prefetch else None)
