"""`suspects`: which slips reproduce a wrong number, the most plausible first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, Node

from .claims import Claims, Known
from .evidence import Evidence
from .precision import Claim, Fit, fit
from .quantities import Quantity
from .slips import slips
from .slips.slip import Change, Slip, Task
from .terms import Piece
from .values import value
from .verdicts import Suspect
from .words import change_words
from .workings import Workings

FITS = {Fit.EXACT: 0.5, Fit.ROUNDED: 0.3, Fit.NEAR: 0.0}
"""How much a good agreement adds to how plausible a slip is."""
MOST_AT_HAND = 30
"""Quantities that are tried in the place of another."""
MOST_PIECES = 12
"""Formulas on the way to a number in which slips are looked for."""


@dataclass(eq=False)
class Budget:
    """How many changed formulas may still be tried on a sheet; where many lines are wrong, something else is behind it."""

    left: int = 5_000


@dataclass(frozen=True, eq=False)
class Asked:
    """A wrong number: the quantity, the entry of it if it is about one, and what the sheet says it is."""

    quantity: Quantity
    index: tuple[int, ...]
    claim: Claim
    rows: int = 1
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True, eq=False)
class Hit:
    """A change that reproduces the number."""

    slip: Slip
    change: Change
    plausible: float


def suspects(claims: Claims, asked: Asked, evidence: Evidence, previous: Mapping[Quantity, Node] | None = None) -> tuple[Suspect, ...]:
    """The slips that reproduce the number, each with the changes by which it does."""
    hits = sorted(_hits(claims, asked, evidence, previous or {}), key=lambda hit: -hit.plausible)
    by_slip: dict[str, list[Hit]] = {}
    for hit in hits:
        by_slip.setdefault(hit.slip.name, []).append(hit)
    known = next(iter(claims.ways()))
    return tuple(_suspect(claims, group, known) for group in by_slip.values())


def _suspect(claims: Claims, group: Sequence[Hit], known: Known) -> Suspect:
    changes = _together(group)
    return Suspect(group[0].slip, changes, change_words(claims, changes, known), group[0].plausible)


def _together(group: Sequence[Hit]) -> tuple[Change, ...]:
    """The changes of the best kind: those that replace the same quantity, or the first alone."""
    first = group[0].change
    if first.where is None or first.instead is None:
        return (first,)
    alike = [hit.change for hit in group if hit.change.where == first.where and hit.change.instead is not None]
    return tuple({one.instead: one for one in alike}.values())


def open_pieces(work: Workings, quantity: Quantity, known: Mapping[Quantity, Any]) -> Iterator[Piece]:
    """The formulas that must have been gone through on the way to a quantity: its own, and those of what nobody wrote a number for."""
    for one in work.behind(quantity, stop=[other for other in known if other != quantity]):
        if one == quantity or one not in known:
            piece = work.piece(one)
            if piece is not None:
                yield piece


def at_hand(claims: Claims, piece: Piece) -> tuple[Quantity, ...]:
    """The quantities that have a number when a line is written, and could be taken for one another: those in the formula, and the latest."""
    known = dict.fromkeys([*claims.given, *claims.claimed])
    used = [one for one in claims.work.mentions(piece.formula) if one in known]
    return tuple(dict.fromkeys([*used[:MOST_AT_HAND], *list(known)[: MOST_AT_HAND // 2], *list(known)[-MOST_AT_HAND:]]))[: 2 * MOST_AT_HAND]


def _hits(claims: Claims, asked: Asked, evidence: Evidence, previous: Mapping[Quantity, Node]) -> Iterator[Hit]:
    ways = _different(claims, asked)
    known = ways[0]
    for place, piece in enumerate(islice(open_pieces(claims.work, asked.quantity, known), MOST_PIECES)):
        task = Task(claims.work, piece, at_hand(claims, piece), rows=asked.rows, previous=previous)
        for slip in slips.values():
            for change in slip.changes(task) if asked.budget.left > 0 else ():
                asked.budget.left -= 1
                best = max((_fit(claims.work, asked, piece, change, way) for way in ways), default=Fit.NO)
                if best is not Fit.NO:
                    weight = slip.plausible * change.likely * (0.9**place)
                    yield Hit(slip, change, weight + FITS[best] + evidence.weigh(piece, change, known))


def _different(claims: Claims, asked: Asked) -> list[Known]:
    """The ways in which the line may have been worked out, without those that differ in nothing it depends on."""
    found: list[Known] = []
    for numbers in claims.ways(asked.quantity):
        way = {quantity: number for quantity, number in numbers.items() if quantity != asked.quantity}
        if not any(_alike(way, other) for other in found):
            found.append(way)
    return found


def _alike(one: Known, other: Known) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[quantity], other[quantity]) for quantity in one)


def _fit(work: Workings, asked: Asked, piece: Piece, change: Change, known: Known) -> Fit:
    try:
        found = value(work, asked.quantity, known, {piece.quantity: change.formula})
        if asked.index:
            found = np.asarray(found)[asked.index]
    except (GlassgradError, IndexError):
        return Fit.NO
    return fit(asked.claim, found)
