"""`Evidence`: what the working on a line shows about how its number came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, Kind, Node, is_constant
from glassgrad.readers.evaluate import forward

from .folding import walk
from .precision import ENOUGH_DIGITS
from .quantities import Quantity
from .reading.sheet import Side
from .reading.tree import Literal, Mention
from .slips.slip import Change
from .terms import Piece
from .values import FLOAT64
from .workings import Workings

SAME_FORMULA, SAME_NUMBERS, OTHER_NUMBERS = 1.0, 0.5, -0.1
"""What is added to how plausible a slip is where its formula is the one on the line, where the same numbers are put in, and where others are."""
PLACES = 6


@dataclass(frozen=True, eq=False)
class Evidence:
    """The sides of a line before its number: formulas as nodes over the leaves of the workings, and the numbers that were put in."""

    work: Workings
    formulas: Sequence[Node]
    sides: Sequence[Side]

    def weigh(self, piece: Piece, change: Change, known: Mapping[Quantity, Any]) -> float:
        """How much more, or less, plausible the line makes a change."""
        found = SAME_FORMULA if any(same_formula(self.work, formula, change.formula) for formula in self.formulas) else 0.0
        put_in = [numbers for side in self.sides if (numbers := _numbers(side))]
        if put_in:
            wanted = self._numbers_of(change.formula, known)
            found += SAME_NUMBERS if any(_agree(numbers, wanted) for numbers in put_in) else OTHER_NUMBERS
        return found

    def _numbers_of(self, formula: Node, known: Mapping[Quantity, Any]) -> list[float]:
        """The single numbers that would be put into a formula, each use of a quantity once."""
        found = []
        for node in self.work.order(formula):
            for one in node.inputs:
                number = self._number(one, known)
                if number is not None and abs(number) != 1:
                    found.append(abs(number))
        return found

    def _number(self, leaf: Node, known: Mapping[Quantity, Any]) -> float | None:
        if leaf.op.kind is not Kind.LEAF or leaf.shape != ():
            return None
        if is_constant(leaf):
            return float(leaf.settings["value"])
        quantity = self.work.quantities[leaf]
        return float(known[quantity]) if quantity in known else None


def _numbers(side: Side) -> list[Literal]:
    """The numbers in a side that holds nothing else, and more than one."""
    parts = list(walk(side.tree))
    numbers = [one for one in parts if isinstance(one, Literal)]
    return [one for one in numbers if abs(one.value) != 1] if len(numbers) > 1 and not any(isinstance(one, Mention) for one in parts) else []


def _agree(written: Sequence[Literal], wanted: Sequence[float]) -> bool:
    """Whether the same numbers stand there, each as often."""
    left = list(wanted)
    for literal in written:
        close = next((one for one in left if abs(one - abs(literal.value)) <= _width(literal)), None)
        if close is None:
            return False
        left.remove(close)
    return not left


def _width(literal: Literal) -> float:
    enough = abs(literal.value) >= literal.unit * 10 ** (ENOUGH_DIGITS - 1)
    return literal.unit if enough else 1e-9 * max(1.0, abs(literal.value))


def same_formula(work: Workings, one: Node, other: Node, times: int = 3) -> bool:
    """Whether two formulas agree at random numbers for all the quantities in them."""
    if one.shape != other.shape:
        return False
    mentioned = [*work.mentions(one), *work.mentions(other)]
    leaves = {work.leaves[quantity] for quantity in mentioned}
    draw = np.random.default_rng(0)
    for _ in range(times):
        numbers = {leaf: draw.uniform(0.2, 1.8, leaf.shape) for leaf in sorted(leaves, key=lambda leaf: leaf.serial)}
        try:
            if not np.allclose(_at(work, one, numbers), _at(work, other, numbers), rtol=1e-7, atol=1e-10):
                return False
        except (GlassgradError, ValueError):
            return False
    return True


def _at(work: Workings, formula: Node, numbers: Mapping[Node, Any]) -> Any:
    return forward(work.order(formula), dict(numbers), dtype=FLOAT64)[formula]
