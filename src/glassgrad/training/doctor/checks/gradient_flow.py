"""Vanishing and exploding gradients: on its way to the first layer, the gradient is multiplied by weights and slopes once per layer.

∂L/∂z of a layer is ∂L/∂z of the next one, times its weights, times the slopes here. The norms say what each of the two factors does. A gradient that
is a thousand times smaller at the first layer than at the last leaves it all but still while the last one learns; a thousand times larger, and
no learning rate suits both. A hundred thousand times is a problem. Between the two nothing is said: adam makes up for moderate differences.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_number
from ..patient import Patient
from ..readings import Flow

APART, FAR_APART = 1e3, 1e5
MOST_LAYERS = 6


def _examine(patient: Patient) -> Iterable[Finding]:
    if len(patient.network.layers) < 2:
        raise DoesNotApplyError("there is no hidden layer")
    for step in dict.fromkeys((BEFORE_TRAINING, patient.last)):
        finding = _look(patient.flow_after(step), step)
        if finding is not None:
            yield finding
            return


def _look(flow: tuple[Flow, ...], step: int) -> Finding | None:
    first, last = flow[0], flow[-1]
    if not last.at_sums or not np.isfinite(first.at_sums):
        return None
    ratio = first.at_sums / last.at_sums
    apart = max(ratio, 1 / ratio if ratio else np.inf)
    if apart < APART:
        return None
    layers = len(flow) - 1
    per_layer = float(ratio ** (1 / layers))
    vanishing = ratio < 1
    return Finding(
        gravity=Gravity.PROBLEM if apart >= FAR_APART else Gravity.WARNING,
        what=(
            f"the gradient {'vanishes' if vanishing else 'explodes'} on its way to the first layer: "
            f"×{say_number(float(f'{per_layer:.2g}'))} per layer over {layers} {'layer' if layers == 1 else 'layers'}"
        ),
        where="layer 1",
        since=step,
        numbers={"‖∂L/∂z‖ of the last layer": last.at_sums, "‖∂L/∂z‖ of layer 1": first.at_sums, **_factors(flow)},
        advice=_vanishing_advice(flow) if vanishing else ("Draw smaller first weights, use fewer layers, or shorten gradients with clip_norm.",),
    )


def _factors(flow: tuple[Flow, ...]) -> dict[str, str]:
    """For each layer on the way back, at most MOST_LAYERS: the factor of its weights and that of the slopes."""
    ways = list(pairwise(flow))[::-1]
    shown = ways if len(ways) <= MOST_LAYERS else [*ways[: MOST_LAYERS - 1], ways[-1]]
    return {f"from layer {after.number} to {here.number}": f"weights ×{_share(here.at_activations, after.at_sums)} · slopes "
            f"×{_share(here.at_sums, here.at_activations)}" for here, after in shown}  # fmt: skip


def _share(part: float, whole: float) -> str:
    return say_number(float(f"{part / whole:.2g}")) if whole else "0"


def _vanishing_advice(flow: tuple[Flow, ...]) -> tuple[str, ...]:
    weights = np.array([here.at_activations / after.at_sums if after.at_sums else 0.0 for here, after in pairwise(flow)])
    slopes = np.array([here.at_sums / here.at_activations if here.at_activations else 0.0 for here in flow[:-1]])
    with np.errstate(divide="ignore"):
        by_slopes = np.log(slopes).sum() <= np.log(weights).sum()
    return (
        "Try relu, whose slope is 1 where it is not 0 (that of sigmoid is at most 0.25): the slopes do most of it."
        if by_slopes
        else "Draw larger first weights (he_uniform for relu, glorot_uniform for sigmoid and tanh): the weights do most of it.",
        "Try fewer layers.",
    )


gradient_flow = Check(name="gradient flow", says="the gradient reaches the first layer about as strong as it left the last", looks_at="start", examine=_examine)
