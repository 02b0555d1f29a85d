"""One training step as one graph: forward, loss, gradients, and the optimizer's update."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node, SettingError, pages
from glassgrad.readers import Gradients, gradients

from .activations import activation
from .layers import LayerNodes
from .layers.page import checked_count
from .losses import Loss
from .losses import loss as find_loss
from .network import Network
from .optimizers import Optimizer, Update
from .optimizers import optimizer as find_optimizer
from .parameters import fitting
from .settings import Setting

NO_SETTINGS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """Outputs and loss of a network on some rows, as a graph: `graph.outputs` are the loss and the predictions.

    `output` are the raw outputs, `prediction` what the loss makes of them (probabilities, after sigmoid or softmax).
    """

    graph: Graph
    x: Node
    y: Node
    parameters: Mapping[str, Node]
    layers: tuple[LayerNodes, ...]
    output: Node
    prediction: Node
    loss: Node


@dataclass(frozen=True, kw_only=True)
class TrainingStep:
    """One training step: `graph` has the total as its first output, and as updates all that the step changes.

    Leaves: `x` "X" (rows, inputs), `y` "y", `parameters` by name, `memory` by name ("m_W1"), `step` "t" (1, 2, 3, …),
    `learning_rate` "α". `total` is the loss "L", or with an L2 penalty "R" their sum "J".
    `gradients` are those of the total with respect to the parameters, `updated` the parameters' next values.
    """

    graph: Graph
    x: Node
    y: Node
    parameters: Mapping[str, Node]
    memory: Mapping[str, Node]
    step: Node
    learning_rate: Node
    layers: tuple[LayerNodes, ...]
    output: Node
    loss: Node
    penalty: Node | None
    total: Node
    gradients: Gradients
    updated: Mapping[str, Node]


def measuring(network: Network, loss: Loss | str, *, rows: int, loss_settings: Mapping[str, Any] = NO_SETTINGS) -> Measuring:
    """Outputs and loss of the network on so many rows, without gradients.

    Raises: SettingError, ShapeError if network and loss do not fit.
    """
    loss = find_loss(loss) if isinstance(loss, str) else loss
    _refuse_squashing_twice(network, loss)
    x = pages.variable(shape=(checked_count("rows", rows), network.inputs), name="X")
    y = pages.variable(shape=loss.target_shape((rows, network.outputs)), name="y")
    parameters = network.parameter_nodes()
    forward = network.forward(x, parameters)
    prediction = activation(loss.predicts).apply(forward.output)
    L = loss(forward.output, y, name="L", **loss_settings)
    graph = Graph(outputs=(L, prediction))
    return Measuring(graph=graph, x=x, y=y, parameters=parameters, layers=forward.layers, output=forward.output, prediction=prediction, loss=L)


def training_step(
    network: Network,
    loss: Loss | str,
    optimizer: Optimizer | str,
    *,
    rows: int,
    l2: float = 0.0,
    loss_settings: Mapping[str, Any] = NO_SETTINGS,
    optimizer_settings: Mapping[str, Any] = NO_SETTINGS,
) -> TrainingStep:
    """One step on a batch of so many rows. Every new value is worked out from the old ones, so the order of the updates does not matter.

    Formula: total = L, or J = L + λ/2·ΣW² over all weights but no biases if `l2` (λ) is more than 0.
    Raises: SettingError, ShapeError if network, loss and settings do not fit.

    >>> from glassgrad.nn import Dense
    >>> step = training_step(Network([Dense(1)], inputs=1), "half_squared_error", "gradient_descent", rows=1)
    >>> [leaf.name for leaf in step.graph.updates]
    ['W1', 'b1', 't']
    """
    optimizer = find_optimizer(optimizer) if isinstance(optimizer, str) else optimizer
    seen = measuring(network, loss, rows=rows, loss_settings=loss_settings)
    penalty = _penalty(seen.layers, _checked_penalty(l2))
    total = seen.loss if penalty is None else pages.add(seen.loss, penalty, name="J")
    slopes = gradients(total, wrt=seen.parameters.values())
    t, learning_rate = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    memory = {
        f"{state}_{name}": pages.variable(shape=leaf.shape, name=f"{state}_{name}") for name, leaf in seen.parameters.items() for state in optimizer.memory
    }
    new = {
        name: optimizer.update(leaf, slopes[leaf], memory=_own(memory, optimizer, name), step=t, learning_rate=learning_rate, **optimizer_settings)
        for name, leaf in seen.parameters.items()
    }
    return TrainingStep(
        graph=Graph(outputs=(total,) if penalty is None else (total, seen.loss), updates=_updates(seen.parameters, memory, new, t)),
        x=seen.x,
        y=seen.y,
        parameters=seen.parameters,
        memory=memory,
        step=t,
        learning_rate=learning_rate,
        layers=seen.layers,
        output=seen.output,
        loss=seen.loss,
        penalty=penalty,
        total=total,
        gradients=slopes,
        updated={name: update.parameter for name, update in new.items()},
    )


def initial_state(step: TrainingStep, parameters: Mapping[str, Any]) -> dict[Node, npt.NDArray[Any]]:
    """The state before the first step: these parameters, memories of 0, and t = 1.

    Every parameter counts on its own: two that are given the same array are still updated once each, from their own gradient.
    Raises: ShapeError listing every parameter that is missing or does not fit.
    """
    values = fitting(step.parameters.values(), parameters)
    state = {leaf: values[name] for name, leaf in step.parameters.items()}
    return state | {leaf: np.zeros(leaf.shape) for leaf in step.memory.values()} | {step.step: np.ones(())}


def _own(memory: Mapping[str, Node], optimizer: Optimizer, name: str) -> dict[str, Node]:
    return {state: memory[f"{state}_{name}"] for state in optimizer.memory}


def _updates(parameters: Mapping[str, Node], memory: Mapping[str, Node], new: Mapping[str, Update], t: Node) -> dict[Node, Node]:
    updates = {leaf: new[name].parameter for name, leaf in parameters.items()}
    updates |= {memory[f"{state}_{name}"]: node for name, update in new.items() for state, node in update.memory.items()}
    return updates | {t: t + 1}


def _penalty(layers: tuple[LayerNodes, ...], l2: float) -> Node | None:
    if l2 == 0:
        return None
    squares = [pages.sum(pages.square(layer.weights)) for layer in layers]
    total = squares[0]
    for square in squares[1:]:
        total = total + square
    return pages.multiply(0.5 * l2, total, name="R")


def _checked_penalty(l2: Any) -> float:
    return float(Setting(default=0.0, says="the penalty λ/2·ΣW² on large weights", least=0.0).checked("the training step", "l2", l2))


def _refuse_squashing_twice(network: Network, loss: Loss) -> None:
    last = network.layers[-1].activation
    if loss.predicts != "linear" and last != "linear":
        raise SettingError(f"{loss.name} takes raw scores and applies {loss.predicts} itself, but the last layer already applies {last}; make it linear")
