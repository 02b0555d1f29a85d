"""One turn: one family learns some rows and is judged on others, alone on one processor; what came of it, or why nothing did."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from .failing import LONGEST_REASON, UnusableLibraryError, check_probabilities, in_one_line, reason
from .family import Array, Family, Learned, Lot, Situation, Stored
from .interrupting import interrupted_for_good

TIMED_ROWS = 1_000
"""Predictions are timed on so many rows at once: held-out ones, again and again until there are enough."""
LOWEST_SCORE = -1e100
"""R² of predictions that are still judged: the spread of such scores over the folds is a number too."""
BEYOND = ("overflow", "underflow", "invalid value", "divide by zero")
"""How NumPy says that a number has left the range of numbers."""
_REHEARSED: set[tuple[Hashable, ...]] = set()
"""The families and shapes for which this process has machine code already."""


@dataclass(frozen=True, eq=False)
class Turn:
    """Which family learns what. `fold` counts from 0; None is the first fold again with half of its training rows. `keep`: the model is wanted."""

    family: str
    fold: int | None
    training: Lot
    held_out: Lot
    situation: Situation
    keep: bool = False


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a turn: the score and the seconds, what the model keeps, and where its knowledge is.

    `predict_seconds` are for 1,000 rows; `parts` counts the summands of the longest answer.
    `failure` says why there is nothing of that; `notes` what was noticed.
    """

    family: str
    fold: int | None
    failure: str = ""
    score: float = float("nan")
    fit_seconds: float = float("nan")
    predict_seconds: float = float("nan")
    rows: int = 0
    stored: tuple[Stored, ...] = ()
    bytes: int = 0
    knows: str = ""
    parts: int = 0
    model: Any = None
    notes: tuple[str, ...] = ()


def take_turn(turn: Turn) -> Outcome:
    """Learn, judge, count. Whatever a family does wrong is its own failure, and is told; the others go on."""
    from threadpoolctl import threadpool_limits

    from .contents import FAMILIES

    with threadpool_limits(limits=1), warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            learnt = _learn(turn, FAMILIES[turn.family])
        except Exception as error:  # noqa: BLE001 - a library may raise anything; one family's trouble must not end the comparison
            return Outcome(turn.family, turn.fold, failure=reason(error, turn))
        return Outcome(turn.family, turn.fold, **learnt, notes=_notes(heard))


def _learn(turn: Turn, family: Family) -> dict[str, Any]:
    _import_library(turn, family)
    _rehearse(turn, family)
    started = perf_counter()
    learned = family.learn(turn.training, turn.situation)
    fitted = perf_counter()
    check_probabilities(learned, turn.held_out)
    said = np.asarray(learned.model.predict(family.inputs(turn.held_out)))
    score = score_of(said, turn.held_out.targets, are_classes=turn.situation.task.has_classes)
    return {
        "score": score,
        "fit_seconds": fitted - started,
        "predict_seconds": _timed(learned.model, family.inputs(turn.held_out)),
        "rows": len(turn.training.targets),
        "stored": family.stores(learned.model),
        "bytes": family.size(learned.model),
        "knows": family.knows(learned),
        "parts": _parts(learned, turn.held_out) if turn.keep else 0,
        "model": learned.model if turn.keep else None,
    }


def _import_library(turn: Turn, family: Family) -> None:
    """Import what the family needs, which is no part of learning. Raises: UnusableLibraryError if its package is here, but does not work."""
    try:
        family.make(turn.situation)
    except Exception as error:
        if family.package:
            raise UnusableLibraryError(f"the package {family.package} is installed, but cannot be used here: {in_one_line(error)}") from error
        raise


def _rehearse(turn: Turn, family: Family) -> None:
    """Let machine code be made before anything is timed, once in a process: else the times would tell in which of them a turn was taken."""
    inputs, held_out = family.inputs(turn.training), family.inputs(turn.held_out)
    shape = (family.name, turn.situation.hidden, len(turn.situation.classes), *inputs.shape, len(held_out))
    if family.rehearse is None or shape in _REHEARSED:
        return
    with warnings.catch_warnings(), suppress(Exception), interrupted_for_good():  # whatever is wrong here will be again where it counts
        warnings.simplefilter("ignore")
        model = family.rehearse(turn.situation).fit(inputs, turn.training.targets)
        model.predict(held_out)
        _timed(model, held_out)
    _REHEARSED.add(shape)


def _parts(learned: Learned, held_out: Lot) -> int:
    """The summands of the longest answer; where all have as many, those of the first."""
    longest = learned.family.longest
    return longest(learned.model) if longest is not None else len(learned.family.explain(learned, 0, held_out).parts)


def score_of(said: Array, targets: Array, *, are_classes: bool) -> float:
    """Accuracy, the share of right answers; or R² = 1 − Σ(y − ŷ)² / Σ(y − mean(y))², which for targets that are all equal is 1 if they are hit, else 0.

    Raises: ArithmeticError for predictions that are not finite, or whose R² would be below −10¹⁰⁰.

    >>> score_of(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]), are_classes=False)
    0.5
    """
    if are_classes:
        return float(np.mean(said == targets))
    if not np.isfinite(said).all():
        raise ArithmeticError("its predictions are not finite")
    unit = float(np.ldexp(1.0, np.frexp(np.abs(targets).max())[1] - 1))  # squares of very large numbers would not be finite
    scaled = targets / unit
    with np.errstate(over="ignore"):
        missed, spread = float(np.sum((scaled - said / unit) ** 2)), float(np.sum((scaled - scaled.mean()) ** 2))
    found = 1 - missed / spread if spread else float(missed == 0)
    if not found >= LOWEST_SCORE:
        raise ArithmeticError("its predictions are so far off that no score can say by how much")
    return found


def _timed(model: Any, inputs: Array) -> float:
    """Seconds for 1,000 rows."""
    many = inputs if len(inputs) >= TIMED_ROWS else inputs[np.arange(TIMED_ROWS) % len(inputs)]
    started = perf_counter()
    model.predict(many)
    return (perf_counter() - started) * TIMED_ROWS / len(many)


def _notes(heard: Sequence[warnings.WarningMessage]) -> tuple[str, ...]:
    """What the library warned of that matters for the result; that something will be called otherwise one day does not."""
    from sklearn.exceptions import ConvergenceWarning

    said = []
    for one in heard:
        if issubclass(one.category, ConvergenceWarning):
            said.append("learning stopped before it had settled")
        elif issubclass(one.category, RuntimeWarning) and any(word in str(one.message) for word in BEYOND):
            said.append("some numbers were too large or too small to compute with; its answers may be wrong")
        elif issubclass(one.category, (UserWarning, RuntimeWarning)):
            said.append(f"its library warned: {' '.join(str(one.message).split())[:LONGEST_REASON]}")
    return tuple(dict.fromkeys(said))
