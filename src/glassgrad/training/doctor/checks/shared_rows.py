"""Shared rows: held-out rows whose inputs also occur in training judge what was learnt by heart, not what carries over.

From 1% of the held-out rows on (at least two) it is a warning. Where no input takes more than ten different values, as with a few yes-or-no
columns, shared rows are in the nature of the data, and it is a note; numbers with decimals do not meet by accident.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient
from ..probe import Array

SOME, FEWEST = 0.01, 2
FEW_VALUES = 10


def _examine(patient: Patient) -> Iterable[Finding]:
    plan = patient.plan
    if plan is None or not patient.holds_out:
        raise DoesNotApplyError("no rows are held out")
    keys = _keys(plan.inputs)
    training, held_out = keys[plan.split.training], keys[plan.split.validation]
    known = np.isin(held_out, training)
    shared = int(known.sum())
    if shared < FEWEST or shared < SOME * len(held_out):
        return
    most_values = max(len(np.unique(column)) for column in plan.inputs[plan.split.training].T)
    first = int(plan.split.validation[known.argmax()])
    twin = int(plan.split.training[(training == keys[first]).argmax()])
    yield Finding(
        gravity=Gravity.WARNING if most_values > FEW_VALUES else Gravity.NOTE,
        what=f"{say_share(shared / len(held_out))} of the held-out rows have the same inputs as a training row, so they are no test of what carries over",
        where=f"rows {first} and {twin} of the data, counted from 0",
        since=BEFORE_TRAINING,
        numbers={"held-out rows seen in training": f"{shared:,} of {len(held_out):,}", "different values of the most varied input": most_values},
        advice=("Remove repeated rows from the table, or keep rows that belong together on one side of the split.",),
    )


def _keys(inputs: Array) -> Array:
    """One number per row, equal where all inputs are."""
    plain = np.ascontiguousarray(inputs + 0.0)  # −0 is 0
    return np.unique(plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1]))).ravel(), return_inverse=True)[1]


shared_rows = Check(name="shared rows", says="no held-out row also occurs in training", looks_at="data", examine=_examine)
