"""The diagram of a small network when a phase of its step is over: what is not computed yet has no number in it."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.draw.network import AnswerLook, LayerLook, LossLook, NetworkLook, RowLook, network_diagram
from glassgrad.explain.blocks import Figure
from glassgrad.graph import Node
from glassgrad.nn import LayerNodes

from .phases import SmallStep
from .pictures import drawn

FLOWS: dict[str, Any] = {"forward": "forward", "error": "forward", "backward": "backward", "update": "update"}
SHOWS = {
    "forward": "each neuron has its number, and the loss has none yet.",
    "error": "each neuron has its number, and so has the loss; no gradient has.",
    "backward": "each weight has its gradient, and is still the old one.",
    "update": "each weight has its old value and its new one.",
}
CAPTIONS = {
    "forward": "The number in a neuron is what it hands on. A question mark is what is not computed yet.",
    "error": "The number in a neuron is what it hands on.",
    "backward": "The lines are ∂L/∂w, and the tag of a neuron is its ∂L/∂z. Dashed is negative; the wider, the further from 0.",
    "update": "The lines show how much each weight changes: dashed where it becomes smaller; the wider, the more.",
}


def phase_picture(step: SmallStep, phase: str) -> Figure:
    """The network with all that is known after this phase, for the one row of the step."""
    picture = network_diagram(phase_look(step, phase))
    return drawn(picture, shows=f"The network after the {phase} phase: {SHOWS[phase]} {picture.shows}", caption=(CAPTIONS[phase],))


def phase_look(step: SmallStep, phase: str) -> NetworkLook:
    """What the diagram shows after this phase; None stands for what has not been computed yet."""
    nodes, known = step.nodes, step.after[phase]
    loss = known.get(nodes.loss)
    return NetworkLook(
        inputs=step.network.inputs,
        layers=tuple(_layer(step, phase, layer) for layer in nodes.layers),
        title=f"After the {phase} phase",
        features=("x1", "x2"),
        answer=AnswerLook(names=("answer",), values=np.asarray(known[nodes.output])[0], truth=float(np.asarray(known[nodes.y]).item())),
        row=RowLook(label="the row", inputs=np.asarray(known[nodes.x])[0]),
        loss=LossLook(name="loss", symbol="L", value=None if loss is None else float(loss)),
        flow=FLOWS[phase],
    )


def _layer(step: SmallStep, phase: str, layer: LayerNodes) -> LayerLook:
    nodes, known = step.nodes, step.after[phase]
    assert layer.bias is not None  # every layer of this network has one

    def seen(node: Node | None) -> Any:
        return None if node is None or node not in known else np.asarray(known[node])

    def gradient(node: Node) -> Node | None:
        return nodes.gradients.totals.get(node)

    def of_the_row(values: Any) -> Any:
        return None if values is None else values[0]

    return LayerLook(
        units=layer.before.shape[1],
        activation=step.network.layers[layer.number - 1].activation,
        weights=seen(layer.weights),
        bias=seen(layer.bias),
        sums=of_the_row(seen(layer.before)),
        outputs=of_the_row(seen(layer.after)),
        slopes=of_the_row(seen(gradient(layer.before))),
        weight_slopes=seen(gradient(layer.weights)),
        bias_slopes=seen(gradient(layer.bias)),
        new_weights=seen(nodes.updated[layer.weights.name]),
        new_bias=seen(nodes.updated[layer.bias.name]),
    )
