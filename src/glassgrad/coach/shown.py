"""How a quantity is rightly worked out, as a line of a worked example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.explain.blocks import Step
from glassgrad.explain.line import given as given_line
from glassgrad.explain.line import line
from glassgrad.graph import Kind, Node, Shape, pages
from glassgrad.readers.substitute import substitute
from glassgrad.writing.arrays import shown
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words

from .claims import Claims
from .quantities import Quantity
from .symbols import quantity_symbol
from .values import value
from .workings import Workings

DIGITS = 12
"""Significant digits of a number in a sentence at which the machine's own rounding is cut off."""


def symbols_of(work: Workings) -> dict[Node, Fragment]:
    """The symbol of every leaf of the workings."""
    return {leaf: quantity_symbol(quantity, array=bool(leaf.shape)) for quantity, leaf in work.leaves.items()}


def worked_step(claims: Claims, quantity: Quantity, known: Mapping[Quantity, Any] | None = None, *, because: Words = (), formula: Node | None = None) -> Step:
    """The line of a quantity: its formula, the numbers, and what it comes to, from the right numbers unless others are given.

    `formula` is another one over the same leaves that comes to the same, where it is how people work.
    """
    work = claims.work
    numbers = dict(claims.given if known is None else known)
    numbers.pop(quantity, None)
    symbols, piece = symbols_of(work), work.piece(quantity)
    if piece is None:
        return given_line(symbols[work.leaf(quantity)], claims.given[quantity], because=because)
    formula = _flat(piece.formula if formula is None else formula)
    found = value(work, quantity, numbers)
    values = {work.leaf(one): without_noise(numbers[one] if one in numbers else value(work, one, numbers)) for one in work.mentions(formula)}
    columns = _columns(work, formula)
    formula = substitute(formula, columns)[formula]
    for reshaped, leaf in columns.items():
        symbols[leaf], values[leaf] = symbols[reshaped.inputs[0]], np.reshape(values[reshaped.inputs[0]], leaf.shape)
    symbol = quantity_symbol(quantity, array=bool(work.leaf(quantity).shape))
    return line(symbol, excerpt(formula, symbols), symbols, values, without_noise(found), because=because)


def formula_step(work: Workings, quantity: Quantity) -> Step | None:
    """The line of a quantity in letters only; None for one that has no formula."""
    piece = work.piece(quantity)
    if piece is None:
        return None
    symbol = quantity_symbol(quantity, array=bool(work.leaf(quantity).shape))
    return Step(symbol.mathematics, write(_flat(piece.formula), symbols_of(work)))


def without_noise(found: Any) -> Any:
    """The numbers without the last bits, in which the machine's rounding piles up: 0.012 and not 0.01200000000000001."""
    plain = np.asarray(found, dtype=np.float64)
    cleaned = np.array([np.float64(f"{one:.{DIGITS}g}") for one in plain.ravel()]).reshape(plain.shape)
    return cleaned if plain.ndim else np.float64(cleaned[()])


def _flat(formula: Node) -> Node:
    """A matrix times a vector that was stood up as a column and is laid flat again: on paper it is their product."""
    if formula.op.kind is not Kind.REARRANGEMENT or formula.inputs[0].op.kind is not Kind.CONTRACTION:
        return formula
    product = formula.inputs[0]
    matrix, column = product.inputs
    if column.op.kind is not Kind.REARRANGEMENT or not _only_ones_added(column.inputs[0].shape, column.shape):
        return formula
    flat = product.op(matrix, column.inputs[0], **product.settings)
    return flat if flat.shape == formula.shape else formula


def _columns(work: Workings, formula: Node) -> dict[Node, Node]:
    """Vectors that are only stood up as columns or laid down as rows: on paper they keep their symbol, as in δ·xᵀ."""
    return {
        node: pages.variable(shape=node.shape)
        for node in work.order(formula)
        if node.op.kind is Kind.REARRANGEMENT and node.inputs[0] in work.quantities and _only_ones_added(node.inputs[0].shape, node.shape)
    }


def _only_ones_added(before: Shape, after: Shape) -> bool:
    return before != after and [length for length in before if length != 1] == [length for length in after if length != 1] and len(before) == 1


def shown_number(found: Any) -> Mathematics:
    """A number, or a small array, as it stands in a sentence."""
    plain = np.asarray(found, dtype=np.float64)
    return shown(np.float64(f"{plain:.{DIGITS}g}") if plain.ndim == 0 else plain).fragment.mathematics
