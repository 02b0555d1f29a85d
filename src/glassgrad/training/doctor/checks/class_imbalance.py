"""Class imbalance: where one class is much more frequent than another, always saying it already looks good, and the rare one counts little.

A class with a tenth of the rows of the most frequent one, or fewer, is a warning, with a quarter a note: below that the metric hides how the rare class
fares, while the loss still sees it. Balanced class weights answer it, so then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient

RARE, VERY_RARE = 0.25, 0.1


def _examine(patient: Patient) -> Iterable[Finding]:
    if not patient.classes:
        labels = patient.plan is not None and bool(patient.plan.preparation.target.classes)
        raise DoesNotApplyError("there are several labels, each of which is there or not by itself" if labels else "the target is a number")
    if patient.loss_settings.get("class_weights") is not None:
        raise DoesNotApplyError("the classes have weights already")
    plan = patient.plan
    targets = patient.training.targets if plan is None else plan.targets[plan.split.training]
    counts = np.bincount(np.ravel(targets).astype(np.intp), minlength=len(patient.classes))
    most, least = int(counts.argmax()), int(counts.argmin())
    if counts[least] <= RARE * counts[most]:
        total = int(counts.sum())
        yield Finding(
            gravity=Gravity.WARNING if counts[least] <= VERY_RARE * counts[most] else Gravity.NOTE,
            what=f"the classes are uneven: always saying {patient.classes[most]!r} is right on {say_share(counts[most] / total)} of the training rows",
            where=f"class {patient.classes[least]!r}",
            since=BEFORE_TRAINING,
            numbers={
                f"rows of {patient.classes[most]!r}": f"{counts[most]:,} ({say_share(counts[most] / total)})",
                f"rows of {patient.classes[least]!r}": f"{counts[least]:,} ({say_share(counts[least] / total)})",
                "accuracy of always saying the most frequent": float(counts[most] / total),
            },
            advice=(
                "Compare the accuracy with that of always saying the most frequent class, not with an even guess.",
                "Try class_weights=balanced (--class-weights balanced), which lets every class weigh the same.",
            ),
        )


class_imbalance = Check(name="class balance", says="no class is rare", looks_at="data", examine=_examine)
