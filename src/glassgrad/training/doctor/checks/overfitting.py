"""Overfitting: the loss on held-out rows rises while the loss on the training rows goes on falling.

The median of the last five epochs (fewer in a short run) must be 20% above the lowest validation loss, and by 5% of what it was at first: a single
epoch is noise, and so is what becomes of a loss that is nearly 0 already. The training loss must be below the validation loss, 1% below what it was in
that epoch, and near its own lowest: a rise of both is another illness. Twice the lowest is a warning; less is a note, since the best weights, and not the
last, are those that predict. At fewer than ten held-out rows nothing is said: one of them decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ...standing import EpochRow
from ..check import Check, DoesNotApplyError
from ..finding import Finding, Gravity
from ..patient import Patient

RISE, DOUBLE = 1.2, 2.0
WORTH_TELLING = 0.05
"""The rise must be this share of the first validation loss."""
FALLEN = 0.99
CALM = 1.5
"""So many times its lowest the training loss may be at the end."""
FEWEST_ROWS = 10
"""Of fewer held-out rows a single one decides."""
LAST_EPOCHS = 5


def _examine(patient: Patient) -> Iterable[Finding]:
    if not patient.holds_out:
        raise DoesNotApplyError("no rows are held out")
    if len(patient.judging) < FEWEST_ROWS:
        raise DoesNotApplyError(f"fewer than {FEWEST_ROWS} rows are held out")
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
            "validation loss": f"{lowest:.4g} → {now:.4g}",
            "its median over the last epochs": recent_loss(rows),
            "training loss": f"{best.training_loss:.4g} → {last.training_loss:.4g}",
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
    turn, last, recent = int(losses.argmin()), rows[-1], recent_loss(rows)
    rose = turn < len(rows) - 1 and recent > RISE * losses[turn] and recent - losses[turn] > WORTH_TELLING * losses[0]
    # Steps that are too large throw both losses about: then the training loss is not near its lowest, or not below the other.
    learnt = last.training_loss < FALLEN * rows[turn].training_loss and last.training_loss <= CALM * min(row.training_loss for row in rows)
    return turn if rose and learnt and last.training_loss < recent else None


def recent_loss(rows: Sequence[EpochRow]) -> float:
    """The median validation loss of the last epochs, five at most, and not more than a third of all."""
    count = max(1, min(LAST_EPOCHS, len(rows) // 3))
    return float(np.median([row.validation_loss or 0.0 for row in rows[-count:]]))


overfitting = Check(name="overfitting", says="the validation loss does not rise while the training loss falls", looks_at="run", examine=_examine)
