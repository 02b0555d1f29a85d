"""Narrow products: a C of a few columns is computed lying down, as Cᵀ = Bᵀ · Aᵀ, so that its rows fill the vectors."""

from __future__ import annotations

from dataclasses import replace

from ..writing import I64, POINTER, Function, Module, Type, Value
from .product import Product


def lying(product: Product) -> Product:
    """The product, lying down; `finish` and `prefetch` see it standing.

    A single column lies as it stands. Other blocks are turned into their place in C, or to working memory behind that of the lying product.
    """
    function, kind, c = product.function, product.kind, product.c
    finish, prefetch, is_kept = product.finish, product.prefetch, product.keep_product
    turns = c.columns > 1 or (is_kept and c.row_stride > 1)

    def finished(tile: Value, stride: int, row: Value, column: Value, rows: Value, columns: Value) -> None:
        place, apart = tile, 1
        if turns and is_kept:
            place, apart = c.pointer.at(column * c.row_stride + row, kind), c.row_stride
        elif turns:
            place, apart = room(), c.columns
        if turns:
            function.call(_turner(function.module, kind, c.columns), None, tile, function.index(stride), place, function.index(apart), columns)
        if finish is not None:
            finish(place, apart, column, row, columns, rows)

    def fetch(there: Function, row: Value, column: Value) -> None:
        if prefetch is not None:
            prefetch(there, column, row)

    down = replace(
        product,
        a=product.b.transposed,
        b=product.a.transposed,
        c=c.transposed,
        keep_product=is_kept and not turns,
        finish=finished if finish or turns else None,
        prefetch=fetch if prefetch else None,
    )

    def room() -> Value:
        return product.scratch.at(down.plan.entries, kind)

    return down


def _turner(module: Module, kind: Type, rows: int) -> str:
    name = f"contract.turn.{kind.suffix}.{rows}"
    if name not in module.functions:
        names = [("tile", POINTER), ("stride", I64), ("target", POINTER), ("apart", I64), ("columns", I64)]
        function = module.function(name, names)
        function.attributes = "internal noinline"
        tile, stride, target, apart, columns = function.parameters
        with function.loop(0, columns) as column:
            there = target.at(column.counter * apart, kind)
            for row in range(rows):
                function.store(function.load(kind, tile.at(stride * row + column.counter, kind)), there.at(row, kind))
        function.give()
    return name
