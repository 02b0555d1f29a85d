"""Squashed outputs: what the last layer can give must be what the loss takes, and what the targets ask for.

A loss that applies sigmoid or softmax itself takes any scores; over outputs that are squashed already it can never be sure: sigmoid twice keeps
probabilities between 0.5 and 0.731. The lowest loss that is left is worked out from the ends of the activation. With a loss of numbers, no target
outside of the activation's range can be met; and squared errors after a sigmoid learn slowly where the network is surely wrong, since its slope is 0 there.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient
from ..probe import values_of
from .saturation import steepest_slope

FAR = 1e4


def _examine(patient: Patient) -> Iterable[Finding]:
    last = patient.network.layers[-1].activation
    if last == "linear":
        return
    if patient.loss.predicts != "linear":
        yield _squashed_twice(patient, last)
        return
    if patient.has_rows:
        yield from _out_of_reach(patient, last)
    if np.isfinite(steepest_slope(last)):
        yield _flat_where_wrong(patient, last)


def _squashed_twice(patient: Patient, last: str) -> Finding:
    loss = patient.loss
    left = sum(_surest(patient, last, which) for which in range(len(patient.classes))) / len(patient.classes)
    return Finding(
        gravity=Gravity.PROBLEM,
        what=f"the outputs are squashed twice: {loss.name} applies {loss.predicts} itself, and the last layer has applied {last} already",
        where=f"layer {len(patient.network.layers)}",
        since=BEFORE_TRAINING,
        numbers={"lowest mean loss it can reach": left},
        advice=(f"Make the last layer linear; {loss.name} takes raw scores.",),
    )


def _surest(patient: Patient, last: str, which: int) -> float:
    """The loss of a row of that class, when the last layer's sums are as sure of it as they can be."""
    outputs = patient.network.outputs
    sums = np.full((1, outputs), -FAR)
    if outputs > 1:
        sums[0, which] = FAR
    elif which:
        sums[0, 0] = FAR
    target = np.array([which]) if patient.loss.target_is_class else np.array([[float(which)]])
    return patient.loss.measure(values_of(last, sums)[0], target if outputs == 1 or patient.loss.target_is_class else np.full((1, outputs), float(which)))


def _out_of_reach(patient: Patient, last: str) -> Iterable[Finding]:
    # What an activation can give: a grid near 0, where some have their lowest value, and its far ends.
    reach, _ = values_of(last, np.concatenate([np.linspace(-8, 8, 1601), [-FAR, FAR, -1e8, 1e8]])[:, np.newaxis])
    low, high = float(reach.min()), float(reach.max())
    targets = patient.training.targets
    outside = float(((targets < low) | (targets > high)).mean())
    if outside:
        yield Finding(
            gravity=Gravity.PROBLEM,
            what=f"{say_share(outside)} of the targets lie outside of what {last} can give, so no weights can meet them",
            where=f"layer {len(patient.network.layers)}",
            since=BEFORE_TRAINING,
            numbers={
                "lowest output": low,
                "highest output": high if high < FAR else "any",
                "lowest target": float(targets.min()),
                "highest target": float(targets.max()),
            },
            advice=("Make the last layer linear, or scale the targets into that range.",),
        )


def _flat_where_wrong(patient: Patient, last: str) -> Finding:
    return Finding(
        gravity=Gravity.NOTE,
        what=f"{patient.loss.name} after {last} learns slowly where the network is surely wrong: the gradient carries the slope of {last}, which is 0 there",
        where=f"layer {len(patient.network.layers)}",
        since=BEFORE_TRAINING,
        numbers={"steepest slope": steepest_slope(last), "slope at z = 5": float(values_of(last, np.array([5.0]))[1][0])},
        advice=("For classes, make the last layer linear and choose binary_cross_entropy or cross_entropy; for numbers, make it linear.",),
    )


squashed_outputs = Check(name="squashed outputs", says="the last layer gives what the loss takes", looks_at="network", examine=_examine)
