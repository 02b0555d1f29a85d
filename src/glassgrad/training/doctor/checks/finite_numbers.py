"""Finite numbers: training stops at the first infinity or not-a-number; the run file keeps where that was."""

from __future__ import annotations

from collections.abc import Iterable

from ..check import Check, DoesNotApplyError
from ..finding import Finding, Gravity
from ..patient import Patient


def _examine(patient: Patient) -> Iterable[Finding]:
    if patient.run is None:
        raise DoesNotApplyError("no step was made yet")
    for step, kind, message in patient.run.file.events():
        if kind == "not finite":
            yield Finding(
                gravity=Gravity.PROBLEM,
                what=message.partition(";")[0],
                where=f"step {step:,}",
                since=step,
                numbers={"epochs that were kept": len(patient.epochs)},
                advice=("Try a learning rate a tenth as large, or clip_norm=1, and look for very large numbers in the data.",),
            )


finite_numbers = Check(name="finite numbers", says="every number stayed finite", looks_at="run", examine=_examine)
