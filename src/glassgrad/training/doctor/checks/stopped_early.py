"""Stopped early: training ended, by its epochs, its time or by hand, while the loss was still falling.

The mean loss of the last tenth of the epochs is held against the tenth before; a fall of more than 2% would have gone on (a note), one of more than 5%
for long (a warning). The loss of the held-out rows counts where there are some: a training loss that falls alone is no reason to go on.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import Finding, Gravity
from ..patient import Patient

STILL_FALLING, FALLING_FAST = 0.02, 0.05
WORTH_GOING_ON = 0.01
"""A fall by less than this share of the first loss has nearly nothing left to gain."""
CONVERGED = "converged"


def _examine(patient: Patient) -> Iterable[Finding]:
    rows = patient.epochs
    if patient.run is None or len(rows) < 2:
        raise DoesNotApplyError("fewer than two epochs were made")
    outcome = patient.run.outcome
    if not patient.has_ended:
        raise DoesNotApplyError("the run has not ended")
    losses = np.array([row.training_loss if row.validation_loss is None else row.validation_loss for row in rows])
    tenth = max(1, len(losses) // 10)
    recent, before = float(losses[-tenth:].mean()), float(losses[-2 * tenth : -tenth].mean())
    fall = (before - recent) / before if before > 0 else 0.0
    worth = (before - recent) / losses[0] if losses[0] > 0 else 0.0
    if outcome["kind"] == CONVERGED or fall <= STILL_FALLING or worth <= WORTH_GOING_ON:
        return
    yield Finding(
        gravity=Gravity.WARNING if fall > FALLING_FAST else Gravity.NOTE,
        what=f"training ended while the {'validation' if patient.holds_out else 'training'} loss was still falling",
        numbers={
            "epochs": len(rows),
            f"mean loss of the last {tenth:,} epochs" if tenth > 1 else "loss of the last epoch": recent,
            f"of the {tenth:,} before" if tenth > 1 else "of the one before": before,
            "it ended because": outcome["reason"] or "it was cut off",
        },
        advice=("Allow more epochs (--epochs); training stops by itself when the loss no longer falls.", "A larger learning rate may get there sooner."),
    )


stopped_early = Check(name="converged", says="training did not end too early: the loss hardly fell any more", looks_at="run", examine=_examine)
