"""Outputs and loss of a network on some rows as one graph: what a training step starts with, and all that measuring takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from glassgrad.graph import Graph, Node, SettingError, pages

from .activations import activation
from .layers import LayerNodes
from .layers.page import checked_count
from .losses import Loss
from .losses import loss as find_loss
from .network import Network

NO_SETTINGS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """Outputs and loss of a network on some rows, as a graph: `graph.outputs` are the loss and the predictions.

    `output` are the raw outputs, `prediction` what the loss makes of them (probabilities, after sigmoid or softmax).
    `sample_weights` "ω" (rows,) are there if asked for; `masks` by name, "D1" (rows, units), in training steps with dropout.
    """

    graph: Graph
    x: Node
    y: Node
    sample_weights: Node | None
    masks: Mapping[str, Node]
    parameters: Mapping[str, Node]
    layers: tuple[LayerNodes, ...]
    output: Node
    prediction: Node
    loss: Node


def measuring(
    network: Network, loss: Loss | str, *, rows: int, loss_settings: Mapping[str, Any] = NO_SETTINGS, weighted: bool = False, dropping: bool = False
) -> Measuring:
    """Outputs and loss of the network on so many rows, without gradients.

    `weighted`: every row counts as much as its weight ω. `dropping`: with masks for the layers that have dropout, as in training.
    Raises: SettingError, ShapeError if network and loss do not fit.
    """
    loss = find_loss(loss) if isinstance(loss, str) else loss
    _refuse_squashing_twice(network, loss)
    x = pages.variable(shape=(checked_count("rows", rows), network.inputs), name="X")
    y = pages.variable(shape=loss.target_shape((rows, network.outputs)), name="y")
    weights = pages.variable(shape=(rows,), name="ω") if weighted else None
    masks = network.mask_nodes(rows) if dropping else {}
    parameters = network.parameter_nodes()
    forward = network.forward(x, parameters, masks=masks)
    prediction = activation(loss.predicts).apply(forward.output)
    L = loss(forward.output, y, name="L", weights=weights, **loss_settings)
    return Measuring(
        graph=Graph(outputs=(L, prediction)),
        x=x,
        y=y,
        sample_weights=weights,
        masks=masks,
        parameters=parameters,
        layers=forward.layers,
        output=forward.output,
        prediction=prediction,
        loss=L,
    )


def _refuse_squashing_twice(network: Network, loss: Loss) -> None:
    last = network.layers[-1].activation
    if loss.predicts != "linear" and last != "linear":
        raise SettingError(f"{loss.name} takes raw scores and applies {loss.predicts} itself, but the last layer already applies {last}; make it linear")
