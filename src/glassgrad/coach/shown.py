"""How a quantity is rightly worked out, as a line of a worked example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.explain.arrays import shown
from glassgrad.explain.blocks import Step
from glassgrad.explain.excerpt import excerpt
from glassgrad.explain.formula import write
from glassgrad.explain.fragments import Fragment
from glassgrad.explain.line import given as given_line
from glassgrad.explain.line import line
from glassgrad.explain.mathematics import Mathematics, Words
from glassgrad.graph import Kind, Node, Shape, pages
from glassgrad.readers.substitute import substitute

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


def worked_step(claims: Claims, quantity: Quantity, known: Mapping[Quantity, Any] | None = None, *, because: Words = ()) -> Step:
    """The line of a quantity: its formula, the numbers, and what it comes to, from the right numbers unless others are given."""
    work = claims.work
    numbers = dict(claims.given if known is None else known)
    numbers.pop(quantity, None)
    symbols, piece = symbols_of(work), work.piece(quantity)
    if piece is None:
        return given_line(symbols[work.leaf(quantity)], claims.given[quantity], because=because)
    found = value(work, quantity, numbers)
    values = {work.leaf(one): numbers[one] if one in numbers else value(work, one, numbers) for one in work.mentions(piece.formula)}
    columns = _columns(work, piece.formula)
    formula = substitute(piece.formula, columns)[piece.formula]
    for reshaped, leaf in columns.items():
        symbols[leaf], values[leaf] = symbols[reshaped.inputs[0]], np.reshape(values[reshaped.inputs[0]], leaf.shape)
    symbol = quantity_symbol(quantity, array=bool(work.leaf(quantity).shape))
    return line(symbol, excerpt(formula, symbols), symbols, values, found, because=because)


def formula_step(work: Workings, quantity: Quantity) -> Step | None:
    """The line of a quantity in letters; None for one that has no formula."""
    piece = work.piece(quantity)
    return None if piece is None else Step(quantity_symbol(quantity).mathematics, write(piece.formula, symbols_of(work)))


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
