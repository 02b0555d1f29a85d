"""Why a family has no result: whose fault it was, and what the library said, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .family import Learned, Lot

if TYPE_CHECKING:
    from .turn import Turn

ASKED_ROWS = 10
"""Held-out rows whose probabilities are looked at: where a model knows nothing, it is so in all."""
LONGEST_REASON = 200


class UnusableLibraryError(Exception):
    """A library that is installed, and cannot be imported."""


def check_probabilities(learned: Learned, held_out: Lot) -> None:
    """Raises: ArithmeticError where none of them is a number: the class that is named then is not an answer, but the first in order."""
    inputs = learned.family.inputs(held_out)[:ASKED_ROWS]
    if learned.situation.classes and hasattr(learned.model, "predict_proba") and np.isnan(learned.model.predict_proba(inputs)).all():
        raise ArithmeticError("its probabilities are not numbers")


def reason(error: Exception, turn: Turn) -> str:
    """What went wrong, in one line; of a family made of others, the member that cannot learn these rows alone either is the reason."""
    from .contents import FAMILIES

    for member in (one for one in FAMILIES[turn.family].members if not one.fits(turn.situation)):
        try:
            check_probabilities(member.learn(turn.training, turn.situation), turn.held_out)
        except Exception as its_error:  # noqa: BLE001 - a library may raise anything
            return _why(its_error, turn, f"its member {member.title}")
    return _why(error, turn, "it")


def _why(error: Exception, turn: Turn, who: str) -> str:
    """Whatever a library says of rows of a single class, or that are all alike, that is the reason."""
    if isinstance(error, UnusableLibraryError):
        return str(error)
    if turn.situation.task.has_classes and len(np.unique(turn.training.targets)) == 1:
        return f"in one of the folds all training rows are of one class, and {who} can only learn to tell classes apart"
    if (turn.training.inputs == turn.training.inputs[0]).all():
        return f"in one of the folds no input varies among the training rows, and {who} can only learn from one that does"
    return f"{who} failed on these rows: {in_one_line(error)}"


def in_one_line(error: Exception) -> str:
    r"""What a library said, and the name of the error.

    >>> in_one_line(ValueError("no  room,\nand no time"))
    'no room, and no time (ValueError)'
    """
    words = " ".join(str(error).split()) or "no reason is given"
    shown = words if len(words) <= LONGEST_REASON else words[: LONGEST_REASON - 1] + "…"
    return f"{shown} ({type(error).__name__})"
