"""Slips behind a wrong formula in letters: those that come to the same, whatever the numbers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, Node
from glassgrad.writing.mathematics import Words

from .collecting import Calculation
from .generality import drawn, side_at
from .lines import Line
from .quantities import Quantity
from .reading.sheet import Side
from .searching import MOST_PIECES, open_pieces
from .slips import slips
from .slips.slip import Change, Task
from .symbols import quantity_symbol
from .terms import Piece
from .values import value
from .verdicts import Suspect

TRIES = 2


def formula_suspects(calculation: Calculation, line: Line, side: Side) -> tuple[Suspect, ...]:
    """The slips by which this formula, and no number, comes about; most plausible first."""
    draw = np.random.default_rng(1)
    tries = [drawn(calculation, draw) for _ in range(TRIES)]
    try:
        wanted = [side_at(calculation, side, given) for given in tries]
    except GlassgradError:
        return ()
    found: dict[str, Suspect] = {}
    for piece, slip, change in _changes(calculation, line, tries[0]):
        if slip.name not in found and _agrees(calculation, line, piece, change, tries, wanted):
            found[slip.name] = Suspect(slip, (change,), _words(change), slip.plausible * change.likely)
    return tuple(sorted(found.values(), key=lambda one: -one.plausible))


def _changes(calculation: Calculation, line: Line, known: Mapping[Quantity, Any]) -> Iterator[tuple[Piece, Any, Change]]:
    assert line.target is not None
    for piece in islice(open_pieces(calculation.work, line.target, known), MOST_PIECES):
        task = Task(calculation.work, piece, tuple(known))
        for slip in slips.values():
            yield from ((piece, slip, change) for change in slip.changes(task))


def _agrees(calculation: Calculation, line: Line, piece: Piece, change: Change, tries: list[dict[Quantity, Any]], wanted: list[Any]) -> bool:
    assert line.target is not None
    changed: dict[Quantity, Node] = {piece.quantity: change.formula}
    try:
        made = [value(calculation.work, line.target, given, changed) for given in tries]
    except GlassgradError:
        return False
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-7, atol=1e-9) for a, b in zip(made, wanted, strict=True))


def _words(change: Change) -> Words:
    if change.where is None or change.instead is None:
        return change.words
    return ("you used ", quantity_symbol(change.instead).mathematics, " where ", quantity_symbol(change.where).mathematics, " belongs")
