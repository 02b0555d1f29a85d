"""Saturated units: far out, sigmoid and tanh are flat; a unit there gives (nearly) the same for every row, and its gradient is (nearly) 0.

An entry (a unit on a row) is saturated where the slope is below 5% of the function's steepest: |a| > 0.975 for tanh, a < 0.013 or > 0.987 for
sigmoid. As drawn, a layer has about none (1 in 20 at a spread of 1.2 of its sums); half of all entries is a warning, nine tenths a problem.
A trained network may saturate because it is sure, so after training only nine tenths are told, as a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..lasting import found_lasting
from ..patient import Patient
from ..probe import Array, values_of
from ..readings import LayerReading

FLAT = 0.05
HALF, NEARLY_ALL = 0.5, 0.9
GRID, FINER = np.linspace(-8.0, 8.0, 1601), np.linspace(-8.0, 8.0, 7919)


def _examine(patient: Patient) -> Iterable[Finding]:
    steepest = {layer.activation: steepest_slope(layer.activation) for layer in patient.network.layers}
    if not any(map(np.isfinite, (steepest[layer.activation] for layer in patient.network.layers[:-1]))):
        raise DoesNotApplyError("no hidden layer has an activation that is flat on both sides, like sigmoid or tanh")
    for number, layer in enumerate(patient.network.layers[:-1]):
        if np.isfinite(steepest[layer.activation]):

            def at(step: int, number: int = number, steepest: float = steepest[layer.activation]) -> Finding | None:
                return _look(patient.layers_after(step)[number], steepest, step)

            found = found_lasting(patient, at)
            yield from () if found is None else (found,)


@cache
def steepest_slope(activation: str) -> float:
    """The steepest slope of a function that is flat on both sides; not-a-number for one that is not, or that has a pole, like tan."""
    steepest, finer = (float(np.abs(values_of(activation, grid)[1]).max()) for grid in (GRID, FINER))
    _, far = values_of(activation, np.array([-1e3, 1e3, -2e3, 2e3]))
    flat = steepest > 0 and (np.abs(far) < FLAT * steepest).all()
    # Near a pole, the finer one looks, the steeper it is.
    return steepest if flat and abs(finer - steepest) < FLAT * steepest else np.nan


def saturated_share(slope: Array, steepest: float) -> float:
    """The share of entries with a slope below 5% of the steepest."""
    return float((np.abs(slope) < FLAT * steepest).mean())


def _look(layer: LayerReading, steepest: float, step: int) -> Finding | None:
    if layer.slope is None:
        return None
    share = saturated_share(layer.slope, steepest)
    trained = step > BEFORE_TRAINING
    if share < (NEARLY_ALL if trained else HALF):
        return None
    return Finding(
        gravity=Gravity.PROBLEM if share >= NEARLY_ALL and not trained else Gravity.WARNING,
        what=f"{say_share(share)} of the values of layer {layer.number} lie where {layer.activation} is flat, so that hardly any gradient passes",
        where=f"layer {layer.number}",
        since=step,
        exact=step == BEFORE_TRAINING,
        numbers={
            "entries with a slope below 5% of the steepest": say_share(share),
            "mean slope": float(np.abs(layer.slope).mean()),
            "steepest slope": steepest,
            "spread of the sums z": float(layer.before.std()),
        },
        advice=(
            ("Try a smaller learning rate, or an l2 penalty, which keeps weights small.",)
            if trained
            else ("Draw smaller first weights (glorot_uniform suits sigmoid and tanh), and scale the inputs.",)
        )
        + ("Try relu, which is flat on one side only.",),
    )


saturation = Check(name="saturated units", says="hidden units lie where their activation has a slope", looks_at="start", examine=_examine)
