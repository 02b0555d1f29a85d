"""What every slip comes to with many sets of numbers at once, and which of them share a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import GlassgradError, Node, Shape

from ..collecting import Calculation
from ..quantities import Quantity
from ..searching import open_pieces
from ..slips import slips
from ..slips.slip import Task
from ..stepping import begin
from ..values import formula_value, value
from .template import Template

Numbers = dict[str, Any]
"""One set of numbers: name → number or array."""
Floats = npt.NDArray[np.float64]
APART = 2e-3
"""Relative difference from which two numbers are told apart by their first four digits, and by a checker that lets the last one be off."""
PLACES = 4
"""A number of so many decimal places, or fewer, is written in full; others are rounded where they are written."""
COMMON = "another_value"
"""The slip that leads to most numbers by far; two of them may round to the same."""


@dataclass(frozen=True, eq=False)
class Wrong:
    """One slip on one line: whose formula is changed, and into what."""

    slip: str
    changed: Quantity
    formula: Node


@dataclass(frozen=True, eq=False)
class Question:
    """One asked quantity, as it is written on the sheet, and the slips that can be made on the way to it."""

    name: str
    quantity: Quantity
    shape: Shape
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, eq=False)
class Outcome:
    """One question with all sets of numbers. `right`: (sets, entries); `wrong`: (slips, sets, entries), not a number where there is none."""

    question: Question
    right: Floats
    wrong: Floats


def questions(template: Template, calculation: Calculation) -> list[Question]:
    """What is asked, in order, each with every slip that is known for it."""
    targets = [line.target for line in calculation.lines[-len(template.asked) :] if line.target is not None]
    given = tuple(calculation.given)
    return [
        Question(name, target, calculation.work.leaf(target).shape, tuple(_wrong(calculation, target, (*given, *targets[:place]))))
        for place, (name, target) in enumerate(zip(template.asked, targets, strict=True))
    ]


def _wrong(calculation: Calculation, target: Quantity, known: Sequence[Quantity]) -> Iterator[Wrong]:
    rows = begin(calculation).rows
    for piece in open_pieces(calculation.work, target, dict.fromkeys(known)):
        task = Task(calculation.work, piece, tuple(known), rows=rows)
        for slip in slips.values():
            for change in slip.changes(task):
                if change.formula.shape == piece.formula.shape:
                    yield Wrong(slip.name, piece.quantity, change.formula)


# ── what it all comes to ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def outcomes(calculation: Calculation, template: Template, asked: Sequence[Question], draws: Sequence[Numbers]) -> list[Outcome]:
    """Everything, for every set of numbers; where all of it is single numbers, in one go."""
    alone = all_single(calculation)
    batches = [{name: np.array([one[name] for one in draws]) for name in draws[0]}] if alone else draws
    tables = [_table(calculation, template, asked, batch) for batch in batches]
    found = []
    for place, question in enumerate(asked):
        right = _stacked([table[place][0] for table in tables], len(draws), alone=alone)
        wrong = [_stacked([table[place][1][number] for table in tables], len(draws), alone=alone) for number in range(len(question.wrong))]
        found.append(Outcome(question, right, np.stack([_fitted(one, right) for one in wrong]) if wrong else np.zeros((0, *right.shape))))
    return found


def all_single(calculation: Calculation) -> bool:
    """Whether there are only single numbers, no arrays."""
    return all(leaf.shape == () for leaf in calculation.work.leaves.values())


def _stacked(numbers: Sequence[Any], sets: int, *, alone: bool) -> Floats:
    """(sets, entries): from one array over all sets, or from one array for each."""
    if alone:
        return np.broadcast_to(np.nan if numbers[0] is None else np.asarray(numbers[0], dtype=np.float64), (sets,)).reshape(sets, 1)
    width = max(np.size(one) for one in numbers)
    return np.stack([np.full(width, np.nan) if one is None or np.size(one) != width else np.ravel(np.asarray(one, dtype=np.float64)) for one in numbers])


def _fitted(numbers: Floats, right: Floats) -> Floats:
    """The numbers, if they have as many entries as the right ones; nothing that could be taken for them, otherwise."""
    return numbers if numbers.shape == right.shape else np.full(right.shape, np.nan)


def _table(calculation: Calculation, template: Template, asked: Sequence[Question], numbers: Mapping[str, Any]) -> list[tuple[Any, list[Any]]]:
    targets = zip(template.given, calculation.lines, strict=False)
    known: dict[Quantity, Any] = {line.target: numbers[one.name] for one, line in targets if line.target is not None}
    found = []
    for question in asked:
        right = value(calculation.work, question.quantity, known)
        found.append((right, [_maybe(calculation, question.quantity, known, one) for one in question.wrong]))
        known[question.quantity] = right
    return found


def _maybe(calculation: Calculation, quantity: Quantity, known: Mapping[Quantity, Any], wrong: Wrong) -> Any:
    work = calculation.work
    try:
        if wrong.changed == quantity and all(one in known for one in work.mentions(wrong.formula)):
            return formula_value(work, wrong.formula, known)
        return value(work, quantity, known, {wrong.changed: wrong.formula})
    except (GlassgradError, ValueError):
        return None


# ── which slips share a number ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Mixed:
    """Pairs of slips that share a number: (first, second, sets) is true where they do. `names` are those of `first` and `second`; "" is the right answer."""

    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    pairs: npt.NDArray[np.bool_]

    def weight(self) -> Floats:
        """How much speaks against each set: most, if a slip leads to the right answer."""
        heavy = np.array([100.0 if not first else 10.0 for first in self.firsts])[:, None]
        light = np.array([[1.0 if COMMON in (first, second) and first else np.inf for second in self.seconds] for first in self.firsts])
        return np.asarray(np.einsum("ij,ijk->k", np.minimum(heavy, light), self.pairs), dtype=np.float64)


def mixed(one: Outcome, *, choosy: bool) -> Mixed:
    """Which slips of a question share a number, and which lead to the right answer after all.

    Slips that come to the same for all sets of numbers are one slip under two names. `choosy`: a 1 among zeros is given, which
    makes some slips harmless, and some alike, by choosing.
    """
    names = ("", *(wrong.slip for wrong in one.question.wrong))
    numbers = np.concatenate([one.right[None], one.wrong])
    first = [place for place, name in enumerate(names) if name != COMMON]
    with np.errstate(all="ignore"):
        pairs = _share([names[place] for place in first], names, numbers[first], numbers)
        twins = np.isclose(numbers[first][:, None], numbers[None], rtol=1e-9, atol=1e-12, equal_nan=True).all(axis=3)
    pairs &= ~(twins if choosy else twins.all(axis=2, keepdims=True))
    for row, place in enumerate(first):
        pairs[row, : place + 1] &= np.array([name == COMMON for name in names[: place + 1]])[:, None]  # each pair once
        pairs[row] &= np.array([name != names[place] for name in names])[:, None]
    return Mixed(tuple(names[place] for place in first), names, pairs)


def _share(firsts: Sequence[str], seconds: Sequence[str], a: Floats, b: Floats) -> npt.NDArray[np.bool_]:
    """Whether two numbers are the same to a checker. A short one may be the other, rounded: 2.6 for 2.63; of the common slip only equal ones count."""
    difference = np.abs(a[:, None] - b[None])
    alike = difference <= APART * np.maximum(np.abs(a)[:, None], np.abs(b)[None]) + 1e-9
    rounded = difference <= np.maximum(unit(a)[:, None], unit(b)[None]) * (1 + 1e-9)
    exempt = np.array([[second == COMMON and bool(first) for second in seconds] for first in firsts])
    return np.asarray((alike | (rounded & ~exempt[:, :, None, None])).all(axis=3))


def unit(numbers: Floats) -> Floats:
    """One unit of the last place that a number needs; 0 for a whole one, and for one that is rounded where it is written."""
    found = np.zeros(np.shape(numbers))
    for places in range(PLACES, 0, -1):
        short = np.abs(numbers * 10**places - np.round(numbers * 10**places)) <= 1e-7
        found = np.where(short, 10.0**-places, found)
    whole = np.abs(numbers - np.round(numbers)) <= 1e-9
    return np.where(whole, 0.0, found)
