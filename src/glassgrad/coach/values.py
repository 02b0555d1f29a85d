"""`value`: what a quantity comes to, from numbers that are taken as known, perhaps with one formula changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.graph import MissingValueError, Node
from glassgrad.readers.evaluate import forward

from .quantities import Quantity
from .symbols import quantity_symbol
from .workings import CIRCLE, Workings

Array = Any
FLOAT64 = np.dtype(np.float64)


def value(work: Workings, quantity: Quantity, known: Mapping[Quantity, Array], changed: Mapping[Quantity, Node] | None = None) -> Array:
    """The value of a quantity. What is known is not worked out; `changed` gives other formulas for some quantities.

    Raises: MissingValueError where a number is needed that is neither known nor worked out, or where formulas go in a circle.
    """
    found, changed, waiting = dict(known), changed or {}, [quantity]
    opened: set[Quantity] = set()
    if quantity in changed:
        found.pop(quantity, None)
    while waiting:
        one = waiting[-1]
        if one in found:
            waiting.pop()
            continue
        formula = changed[one] if one in changed else _formula(work, one)
        missing = [other for other in work.mentions(formula) if other not in found]
        if not opened.isdisjoint(missing):
            raise MissingValueError(CIRCLE)
        if missing:
            opened.add(one)
            waiting += missing
        else:
            found[one] = formula_value(work, formula, found)
            waiting.pop()
    return found[quantity]


def formula_value(work: Workings, formula: Node, known: Mapping[Quantity, Array]) -> Array:
    """The value of a formula all of whose quantities are known."""
    order = work.order(formula)
    numbers = {work.leaves[one]: known[one] for one in work.mentions(formula)}
    return forward(order, numbers, dtype=FLOAT64)[formula]


def _formula(work: Workings, quantity: Quantity) -> Node:
    piece = work.piece(quantity)
    if piece is None:
        raise MissingValueError(f"no value is given for {quantity_symbol(quantity).text}")
    return piece.formula
