"""The matrix product C = A · B: every entry of C is one chain of fused multiply-adds, in the order of k.

c = 0; for k = 0, 1, …: c = fma(a[i, k], b[k, j], c). So the bits of C do not depend on tiles, blocks, vectors or threads.
"""

from __future__ import annotations

from collections.abc import Callable

from ..machine import Machine
from ..writing import Function, Type, Value
from .blocking import write_product
from .matrix import Matrix, Share, work
from .narrow import lying
from .plans import plan_for
from .product import Product
from .shapes import Shape

__all__ = ["Matrix", "Share", "contract", "scratch_bytes", "work"]


def scratch_bytes(kind: Type, m: int, n: int, k: int, a_strides: tuple[int, int], b_strides: tuple[int, int], machine: Machine) -> int:
    """How much working memory `contract` needs per thread. Strides: (from row to row, from column to column), in entries."""
    entries = []
    for finishes in (False, True):
        shape = Shape(kind, m, n, k, a_strides, b_strides, machine, finishes=finishes)
        entries.append(plan_for(shape).entries)
        if shape.is_narrow:
            entries.append(2 * plan_for(shape.lying).entries)
    return max(entries) * kind.bytes


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
    `c.pointer` is not used. `prefetch` writes instructions that ask for what `finish` will read for the tile at (row, column); large blocks
    that are finished together are read along their rows, which the machine foresees, and do not ask.
    """
    if finish is not None and context is None:
        raise ValueError(f"{finish} finishes the product and needs a context to be called with; give contract(…, context=…)")

    def finished(tile: Value, stride: int, *place: Value) -> None:
        if finish is not None and context is not None:
            function.call(finish, None, context, tile, function.index(stride), *place)

    product = Product(function, kind, a, b, c, machine, scratch, share, keep_product, finished if finish else None, prefetch)
    write_product(lying(product) if product.shape.is_narrow else product)
