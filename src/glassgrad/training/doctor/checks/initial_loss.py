"""Initial loss: before it has learnt anything, a network should be about as wrong as chance.

For classes, chance is equal scores: ln K for K classes. A loss of 2 more means that the true class is given 7 times less probability than by
chance, of 4 more, 55 times less: the first epochs then go into unlearning it. Below that lies what small networks are drawn
with now and then. For numbers, chance is the best constant, for squared errors the
variance of the target; 4 times as much means that the outputs are spread about √3 times as widely as the targets, 100 times that they are far off.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..beginning import DEFINED, say_undefined, undefined_layer
from ..check import Check
from ..constant import constant_loss
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient
from ..readings import LayerReading

NATS = (2.0, 4.0)
"""More than chance by so much, for classes: a warning, a problem."""
TIMES = (4.0, 100.0)
"""So many times chance, for numbers."""


def _examine(patient: Patient) -> Iterable[Finding]:
    undefined = undefined_layer(patient)
    if undefined is not None:
        yield _undefined(undefined)
        return
    initial = patient.loss_after(BEFORE_TRAINING)
    if patient.loss.predicts == "linear":
        chance = patient.constant.loss
        yield from _too_high(initial, chance, chance * TIMES[0], chance * TIMES[1], {"of the best constant": chance}, _FOR_NUMBERS)
        return
    chance = constant_loss(patient.loss, patient.loss_settings, np.zeros(patient.network.outputs), patient.training)
    label = f"of chance, ln {len(patient.classes)}"
    numbers = {label: chance, "of the class shares": patient.constant.loss}
    yield from _too_high(initial, chance, chance + NATS[0], chance + NATS[1], numbers, _FOR_CLASSES)


def _undefined(layer: LayerReading) -> Finding:
    share = float((~np.isfinite(layer.after)).mean())
    return Finding(
        gravity=Gravity.PROBLEM,
        what=f"{say_undefined(layer)}, so there is no loss to begin with",
        where=f"layer {layer.number}",
        since=BEFORE_TRAINING,
        numbers={"without a finite value": say_share(share), "lowest sum": float(layer.before.min()), "highest sum": float(layer.before.max())},
        advice=(DEFINED,),
    )


_FOR_CLASSES = (
    "Draw smaller first weights for the output layer, or start it at 0: equal scores give exactly the loss of chance.",
    "Look for very large inputs: first weights suit inputs with a spread of about 1.",
)
_FOR_NUMBERS = (
    "Scale target and inputs to a mean of 0 and a spread of 1, as glassgrad's preparation does.",
    "Draw smaller first weights for the output layer.",
)


def _too_high(initial: float, chance: float, high: float, far: float, numbers: dict[str, float], advice: tuple[str, ...]) -> Iterable[Finding]:
    # Written so that a loss that is not a number counts as too high.
    if chance > 0 and not initial <= high:
        yield Finding(
            gravity=Gravity.WARNING if initial <= far else Gravity.PROBLEM,
            what="before it has learnt anything, the network is much more wrong than chance",
            since=BEFORE_TRAINING,
            numbers={"initial loss": initial, **numbers},
            advice=advice,
        )


def _measures(patient: Patient) -> dict[str, float | int | str]:
    return {"initial loss": patient.loss_after(BEFORE_TRAINING), "of the best constant": patient.constant.loss}


initial_loss = Check(name="initial loss", says="before training, the loss is about that of chance", looks_at="start", examine=_examine, measures=_measures)
