"""Falling loss: does training lower the loss at all?

The loss over the training rows is measured before the first step and after the last. A training that has not lowered it by 1% has done nothing;
one that ends 10% above its start has done harm.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity
from ..patient import Patient

FALLEN, RISEN = 0.99, 1.1


def _examine(patient: Patient) -> Iterable[Finding]:
    if not patient.last or patient.run is None:
        raise DoesNotApplyError("no step was made yet")
    start, end = patient.loss_after(BEFORE_TRAINING), patient.loss_after(patient.last)
    lowest = min(end, patient.loss_after(patient.run.best["step"]))
    rises = not end <= RISEN * start
    if start > 0 and (rises or lowest > FALLEN * start):
        yield Finding(
            gravity=Gravity.PROBLEM,
            what="the training loss is higher after training than before" if rises else "the training loss has not fallen",
            numbers={"training loss before": start, "training loss after": end, "steps": patient.last, "of the best constant": patient.constant.loss},
            advice=(
                "Try a smaller learning rate." if rises else "Look at the findings about one batch, the size of the steps and the gradients.",
                "Look whether the inputs can tell anything about the target, and whether it is the right column.",
            ),
        )


falling_loss = Check(name="falling loss", says="training lowers the loss", looks_at="run", examine=_examine)
