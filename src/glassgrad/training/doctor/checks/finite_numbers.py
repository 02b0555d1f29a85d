"""Finite numbers: training stops at the first infinity or not-a-number; the run file keeps where that was."""

from __future__ import annotations

from collections.abc import Iterable

from ..beginning import DEFINED, undefined_layer
from ..check import Check, DoesNotApplyError
from ..finding import Finding, Gravity
from ..patient import NOT_FINITE, Patient


def _examine(patient: Patient) -> Iterable[Finding]:
    if patient.run is None:
        raise DoesNotApplyError("no step was made yet")
    for step, kind, message in patient.run.file.events():
        if kind == NOT_FINITE:
            yield Finding(
                gravity=Gravity.PROBLEM,
                what=message.partition(";")[0],
                numbers={"steps that were made": step, "epochs that were kept": len(patient.epochs)},
                advice=_advice(patient),
            )


def _advice(patient: Patient) -> tuple[str, ...]:
    undefined = undefined_layer(patient) if patient.has_rows else None
    return (DEFINED,) if undefined is not None else ("Try a learning rate a tenth as large, or clip_norm=1, and look for very large numbers in the data.",)


finite_numbers = Check(name="finite numbers", says="every number stayed finite", looks_at="run", examine=_examine)
