"""Constant inputs: an input that is the same on every training row teaches nothing, and its weights keep their first values."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check
from ..finding import BEFORE_TRAINING, Finding, Gravity
from ..patient import Patient

MOST_NAMED = 8


def _examine(patient: Patient) -> Iterable[Finding]:
    plan = patient.plan
    inputs = patient.training.inputs if plan is None else plan.inputs[plan.split.training]
    still = np.flatnonzero((inputs == inputs[:1]).all(axis=0))
    if not len(still):
        return
    names = [patient.features[place] for place in still]
    every = len(still) == inputs.shape[1]
    yield Finding(
        gravity=Gravity.PROBLEM if every else Gravity.NOTE,
        what=_say(len(still), inputs.shape[1]),
        where=", ".join(map(repr, names[:MOST_NAMED])) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""),
        since=BEFORE_TRAINING,
        numbers={"constant inputs": len(still), "training rows": len(inputs)},
        advice=("Look whether these are the right columns: nothing can be learnt from them.",)
        if every
        else (f"Leave {'this column' if len(still) == 1 else 'these columns'} out: the network is smaller then, and learns the same.",),
    )


def _say(still: int, inputs: int) -> str:
    if inputs == 1:
        return "the only prepared input is the same on every training row"
    return f"{'all' if still == inputs else still} of the {inputs} prepared inputs {'is' if still == 1 else 'are'} the same on every training row"


constant_inputs = Check(name="constant inputs", says="every prepared input varies", looks_at="data", examine=_examine)
