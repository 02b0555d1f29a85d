"""`Piece` and `Term`: the formula of one quantity, and the parts that are added up in it."""

from __future__ import annotations

from dataclasses import dataclass

from glassgrad.graph import Node

from .quantities import Quantity


@dataclass(frozen=True, eq=False, slots=True)
class Term:
    """One summand. In a derivative it is one path: what comes back by way of the quantity named `through`.

    `upstream` is the leaf of the derivative by `through`, which the path starts from; None if that is 1.
    """

    node: Node
    through: str = ""
    upstream: Node | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Piece:
    """One line of a calculation: the quantity, and its formula as the sum of `terms`. Leaves stand for other quantities."""

    quantity: Quantity
    terms: tuple[Term, ...]
    formula: Node
