"""Vanishing and exploding gradients: on its way to the first layer, the gradient is multiplied by weights and slopes once per layer.

∂L/∂z of a layer is ∂L/∂z of the next one, times its weights, times the slopes here. The norms say what each of the two factors does. A gradient that
is a thousand times smaller at the first layer than at the last leaves it all but still while the last one learns; a thousand times larger, and
no learning rate suits both. A hundred thousand times is a problem. Between the two nothing is said: adam makes up for moderate differences.
The gradient of a weight, ∂L/∂w, is another one: ∂L/∂z times what came in, added up over the rows. It is as large as the picture of gradients shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from ..beginning import begins_at_zero, say_undefined, undefined_layer
from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_number
from ..lasting import found_lasting
from ..patient import Patient
from ..readings import Flow
from .dead_units import can_die, is_flat

APART, FAR_APART = 1e3, 1e5
STEEP = 10.0
"""The usual activation functions have slopes of at most about 1."""
MOST_LAYERS = 6


def _examine(patient: Patient) -> Iterable[Finding]:
    if len(patient.network.layers) < 2:
        raise DoesNotApplyError("there is no hidden layer")
    undefined = undefined_layer(patient)
    if undefined is not None:
        raise DoesNotApplyError(say_undefined(undefined))
    activations = [layer.activation for layer in patient.network.layers[:-1]]

    def at(step: int) -> Finding | None:
        return None if step == BEFORE_TRAINING and _only_outputs_are_zero(patient) else _look(patient.flow_after(step), step, activations)

    found = found_lasting(patient, at)
    yield from () if found is None else (found,)


def _only_outputs_are_zero(patient: Patient) -> bool:
    """An output layer that is meant to start at 0 passes nothing on before the first step, and much after it."""
    weights, layers = patient.weights_after(BEFORE_TRAINING), len(patient.network.layers)
    return not np.any(weights[f"W{layers}"]) and not begins_at_zero(weights, layers)


def _look(flow: tuple[Flow, ...], step: int, activations: Sequence[str]) -> Finding | None:
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
            f"the gradient of the weighted sums, ∂L/∂z, {'vanishes' if vanishing else 'explodes'} on its way to the first layer: "
            f"×{say_number(float(f'{per_layer:.2g}'))} per layer over {layers} {'layer' if layers == 1 else 'layers'}"
        ),
        where="layer 1",
        since=step,
        exact=step == BEFORE_TRAINING,
        numbers={"‖∂L/∂z‖ of the last layer": last.at_sums, "‖∂L/∂z‖ of layer 1": first.at_sums, **_factors(flow)},
        advice=_vanishing_advice(flow, activations, trained=step > BEFORE_TRAINING)
        if vanishing
        else _exploding_advice(flow, activations, trained=step > BEFORE_TRAINING),
    )


def _factors(flow: tuple[Flow, ...]) -> dict[str, str]:
    """For each layer on the way back, at most MOST_LAYERS: the factor of its weights and that of the slopes."""
    ways = list(pairwise(flow))[::-1]
    shown = ways if len(ways) <= MOST_LAYERS else [*ways[: MOST_LAYERS - 1], ways[-1]]
    return {f"from layer {after.number} to {here.number}": f"weights ×{_share(here.at_activations, after.at_sums)} · slopes "
            f"×{_share(here.at_sums, here.at_activations)}" for here, after in shown}  # fmt: skip


def _share(part: float, whole: float) -> str:
    return say_number(float(f"{part / whole:.2g}")) if whole else "0"


def _exploding_advice(flow: tuple[Flow, ...], activations: Sequence[str], *, trained: bool) -> tuple[str, ...]:
    slopes = [here.at_sums / here.at_activations if here.at_activations else 0.0 for here in flow[:-1]]
    if max(slopes) > STEEP:
        return (f"Try relu or tanh, whose slope is never above 1: the slopes of {activations[int(np.argmax(slopes))]} do it.",)
    if trained:
        return ("The weights have grown: try a smaller learning rate, or shorten gradients with clip_norm.",)
    return ("Draw smaller first weights, use fewer layers, or shorten gradients with clip_norm.",)


def _vanishing_advice(flow: tuple[Flow, ...], activations: Sequence[str], *, trained: bool) -> tuple[str, ...]:
    for after, here, activation in zip(flow[:0:-1], flow[-2::-1], activations[::-1], strict=True):
        if not here.at_activations:
            return (f"Weights that are 0 pass no gradient on, as those of layer {after.number}: draw the first weights at random.",)
        if not here.at_sums:
            return (_no_slope(activation, here.number),)
    by_weights = [np.log(here.at_activations / after.at_sums) for here, after in pairwise(flow)]
    by_slopes = [np.log(here.at_sums / here.at_activations) for here in flow[:-1]]
    return _weights_do_it(trained=trained) if sum(by_weights) < sum(by_slopes) else _slopes_do_it(activations[int(np.argmin(by_slopes))])


def _no_slope(activation: str, number: int) -> str:
    if is_flat(activation):
        return f"Choose another activation function: the slope of {activation} is 0 on both sides, so no gradient ever passes through it."
    return f"All units of layer {number} are dead: look at the finding about dead units."


def _weights_do_it(*, trained: bool) -> tuple[str, ...]:
    if trained:
        return ("The weights have shrunk, and do most of it: try weaker penalties (l1, l2), or a smaller learning rate.",)
    return ("Draw larger first weights (he_uniform for relu, glorot_uniform for sigmoid and tanh): the weights do most of it.", "Try fewer layers.")


def _slopes_do_it(activation: str) -> tuple[str, ...]:
    if can_die(activation):
        return (
            f"Most {activation} units answer to few rows: look at the finding about dead units, and try leaky_relu or a smaller learning rate.",
            "Try fewer layers.",
        )
    return (f"Try relu, whose slope is 1 where it is not 0: the slopes of {activation} do most of it.", "Try fewer layers.")


def _measures(patient: Patient) -> dict[str, float | int | str]:
    flow = patient.flow_after(patient.last)
    return {"‖∂L/∂z‖ of the last layer": flow[-1].at_sums, "‖∂L/∂z‖ of layer 1": flow[0].at_sums, **_factors(flow)}


gradient_flow = Check(
    name="gradient flow",
    says="the gradient of the weighted sums, ∂L/∂z, neither vanishes nor explodes on its way to the first layer",
    looks_at="start",
    examine=_examine,
    measures=_measures,
)
