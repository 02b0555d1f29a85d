"""Overfitting: the loss on held-out rows rises while the loss on the training rows goes on falling.

The median of the last five epochs (fewer in a short run) must be 10% above the lowest validation loss, and the training loss 1% below what it was
in that epoch: a single epoch is noise, and a rise of both is another illness. Twice the lowest is a warning; less is a note, since the best weights,
and not the last, are those that predict.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...run_file import EpochRow
from ..check import Check, DoesNotApplyError
from ..finding import Finding, Gravity
from ..patient import Patient

RISE, DOUBLE = 1.1, 2.0
FALLEN = 0.99
LAST_EPOCHS = 5


def _examine(patient: Patient) -> Iterable[Finding]:
    if not patient.holds_out:
        raise DoesNotApplyError("no rows are held out")
    rows = patient.epochs
    turn = turning_epoch(rows)
    if turn is None:
        return
    best, last = rows[turn], rows[-1]
    lowest, now = float(best.validation_loss or 0.0), float(last.validation_loss or 0.0)
    yield Finding(
        gravity=Gravity.WARNING if recent_loss(rows) > DOUBLE * lowest else Gravity.NOTE,
        what=f"overfitting: since epoch {best.epoch:,} the validation loss rises while the training loss falls",
        since=best.step,
        numbers={
            "epoch": best.epoch,
            "validation loss": f"{_said(lowest)} → {_said(now)}",
            "training loss": f"{_said(best.training_loss)} → {_said(last.training_loss)}",
            "gap at the end": now - last.training_loss,
        },
        advice=(
            "Use dropout, an l2 penalty, fewer units, or more rows.",
            "Predictions use the weights of the best epoch, so nothing is lost; a smaller patience stops sooner.",
        ),
    )


def turning_epoch(rows: Sequence[EpochRow]) -> int | None:
    """The place of the epoch from which the validation loss rose while the training loss fell; None if it did not."""
    losses = np.array([np.nan if row.validation_loss is None else row.validation_loss for row in rows])
    if len(rows) < 2 or np.isnan(losses).any():
        return None
    turn = int(losses.argmin())
    rose = recent_loss(rows) > RISE * losses[turn] and turn < len(rows) - 1
    return turn if rose and rows[-1].training_loss < FALLEN * rows[turn].training_loss else None


def recent_loss(rows: Sequence[EpochRow]) -> float:
    """The median validation loss of the last epochs, five at most, and not more than a third of all."""
    count = max(1, min(LAST_EPOCHS, len(rows) // 3))
    return float(np.median([row.validation_loss or 0.0 for row in rows[-count:]]))


def _said(loss: float) -> str:
    return f"{loss:.4g}"


overfitting = Check(name="overfitting", says="the validation loss does not rise while the training loss falls", looks_at="run", examine=_examine)
