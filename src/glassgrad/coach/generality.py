"""Whether a formula is the right one, and not only right at the numbers of the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError
from glassgrad.readers.evaluate import forward

from .collecting import Calculation
from .folding import walk
from .lines import Line
from .quantities import Derivative, Named, Quantity
from .reading.sheet import Side
from .reading.tree import Literal
from .sides import leaves_in
from .values import FLOAT64, value

TRIES = 3
STRUCTURAL = (0.5, 2.0)
"""Numbers that formulas have of themselves."""


def holds_in_general(calculation: Calculation, line: Line, side: Side) -> bool | None:
    """Whether a side is what the line is about for other given numbers, too; None where that cannot be told.

    It cannot where a number that was put in stands in the formula: then it holds for that number only, and should.
    """
    if line.target is None or _has_numbers_put_in(calculation, side):
        return None
    draw = np.random.default_rng(0)
    try:
        for _ in range(TRIES):
            given = drawn(calculation, draw)
            found = side_at(calculation, side, given)
            right = value(calculation.work, line.target, given)
            right = np.asarray(right)[line.index] if line.index else right
            if np.shape(found) != np.shape(right) or not np.allclose(found, right, rtol=1e-7, atol=1e-9):
                return False
    except (GlassgradError, IndexError):
        return None
    return True


def side_at(calculation: Calculation, side: Side, given: Mapping[Quantity, Any]) -> Any:
    """What a side comes to with these numbers given. Raises: GlassgradError where that is impossible."""
    node = calculation.builder().build(side.tree)
    known = {calculation.work.leaves[one]: value(calculation.work, one, given) for one in leaves_in(calculation, node)}
    return forward(calculation.work.order(node), known, dtype=FLOAT64)[node]


def drawn(calculation: Calculation, draw: np.random.Generator) -> dict[Quantity, Any]:
    """Other numbers for everything that is given, and some for what the sheet gives no number for."""
    work = calculation.work
    free = [one for one in work.leaves if isinstance(one, Named) and one.name not in work.formulas and one not in calculation.given]
    drawn: dict[Quantity, Any] = {one: draw.uniform(0.3, 1.7, work.leaves[one].shape) for one in free}
    return drawn | {quantity: _moved(number, draw) for quantity, number in calculation.given.items()}


def _moved(number: Any, draw: np.random.Generator) -> Any:
    """Another number near a given one; a 0 moves, too, for it hides most of all."""
    shape = np.shape(number)
    if shape and np.all(np.asarray(number) >= 0) and np.allclose(np.sum(number, axis=-1), 1):
        drawn = draw.uniform(0.1, 1.0, shape)  # shares that add up to 1, as the targets of a classification do
        return drawn / np.sum(drawn, axis=-1, keepdims=True)
    return np.asarray(number) * draw.uniform(0.8, 1.3, shape) + np.where(np.asarray(number) == 0, draw.uniform(0.05, 0.2, shape), 0.0)


def _has_numbers_put_in(calculation: Calculation, side: Side) -> bool:
    """Whether a number in the formula may be that of a quantity; a number that a definition has, too, belongs to the formula."""
    work = calculation.work
    slopes = [Derivative(work.loss, (name,)) for name in work.cone(work.loss) - {work.loss} if name in work.formulas]
    plain = _sizes(calculation, [*calculation.given, *map(Named, work.formulas)])
    literals = [abs(one.value) for one in walk(side.tree) if isinstance(one, Literal)]
    return any(one not in STRUCTURAL and np.isclose(plain, one, rtol=5e-3).any() for one in literals) or any(
        np.isclose(_sizes(calculation, slopes), one, rtol=5e-3).any() for one in literals
    )


def _sizes(calculation: Calculation, quantities: Iterable[Quantity]) -> list[float]:
    """The sizes of all entries of some quantities, as far as they can be worked out."""
    found: list[float] = []
    for quantity in quantities:
        try:
            found += [abs(float(one)) for one in np.ravel(value(calculation.work, quantity, calculation.given))]
        except GlassgradError:
            continue
    return found
