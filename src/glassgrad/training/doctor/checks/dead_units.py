"""Dead units: a ReLU unit whose sum is negative on every training row gives 0, has a slope of 0, and no gradient ever changes it again.

Deep relu networks are born with up to a third of a layer dead, and learn all the same, so below four tenths it is a note; from there on a
warning; with nine tenths, or all, the layer lets (next to) nothing through. Since when is found exactly: the kept states are looked at, then the
steps between two of them are halved.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check, DoesNotApplyError
from ..dying import dead_since
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient
from ..probe import Array, values_of

MANY, NEARLY_ALL = 0.4, 0.9
MOST_NAMED = 8


def _examine(patient: Patient) -> Iterable[Finding]:
    if not any(can_die(layer.activation) for layer in patient.network.layers[:-1]):
        raise DoesNotApplyError("no hidden layer has an activation with a flat side, like relu")
    for layer, dead in patient.silent_after(patient.last).items():
        if dead.any() and can_die(patient.network.layers[layer - 1].activation):
            yield _finding(patient, layer, np.flatnonzero(dead), len(dead))


def can_die(activation: str) -> bool:
    """Whether the function is flat on one whole side: its slope is exactly 0 both near and far."""
    _, slope = values_of(activation, np.array([-1.0, -1e3, 1.0, 1e3]))
    return bool(not slope[:2].any() or not slope[2:].any())


def _finding(patient: Patient, layer: int, dead: Array, units: int) -> Finding:
    share = len(dead) / units
    since = dead_since(patient, layer, dead)
    activation = patient.network.layers[layer - 1].activation
    named = ", ".join(f"{layer}.{unit} since step {since[unit]:,}" if since[unit] else f"{layer}.{unit} from the start" for unit in dead[:MOST_NAMED])
    return Finding(
        gravity=Gravity.PROBLEM if share >= NEARLY_ALL else Gravity.WARNING if share >= MANY else Gravity.NOTE,
        what=f"{len(dead)} of the {units} {activation} units of layer {layer} ({say_share(share)}) are dead: no training row gets a gradient through them",
        where=f"layer {layer}",
        since=min(since.values()),
        numbers={
            "dead units": f"{len(dead)} of {units}",
            "rows looked at": len(patient.training),
            "which": named + (f" and {len(dead) - MOST_NAMED} more" if len(dead) > MOST_NAMED else ""),
        },
        advice=_advice(died_late=max(since.values()) > BEFORE_TRAINING),
    )


def _advice(*, died_late: bool) -> tuple[str, ...]:
    first = "Try a smaller learning rate: too large a step is what kills units in training." if died_late else "Try another seed: they were dead as drawn."
    return first, "Try leaky_relu, elu or gelu, whose slope is not 0 on the negative side."


dead_units = Check(name="dead units", says="every hidden unit answers to some training row", looks_at="start", examine=_examine)
