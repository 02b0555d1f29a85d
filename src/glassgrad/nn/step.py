"""One training step as one graph: forward, loss, gradients, and the optimizer's update."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node, ancestors, pages
from glassgrad.readers import Gradients, gradients

from .clipping import clippings
from .layers import LayerNodes
from .losses import Loss
from .measuring import NO_SETTINGS, Measuring, measuring
from .network import Network
from .optimizers import Optimizer, Update
from .optimizers import optimizer as find_optimizer
from .parameters import fitting
from .penalty import checked_penalties, penalty, penalty_words
from .schedules import Schedule
from .schedules import schedule as find_schedule


@dataclass(frozen=True, kw_only=True)
class TrainingStep:
    """One training step: `graph` has the total as its first output, and as updates all that the step changes.

    Leaves: `x` "X" (rows, inputs), `y` "y", `parameters` by name, `memory` by name ("m_W1"), `step` "t" (1, 2, 3, …), `learning_rate` "α".
    If asked for, also `sample_weights` "ω" (rows,); and `masks` by name, "D1" (rows, units), for layers with dropout.
    `rate` is the learning rate of this step: the leaf "α" itself, or what a schedule makes of it; then the leaf is "α0" and `rate` is "α".
    `total` is the loss "L", or with a penalty "R" their sum "J". `gradients` are those of the total with respect to the parameters,
    `clipped` what the optimizer takes for them, `updated` the parameters' next values.
    `words` say what the nodes are that no layer names.
    """

    graph: Graph
    x: Node
    y: Node
    sample_weights: Node | None
    masks: Mapping[str, Node]
    parameters: Mapping[str, Node]
    memory: Mapping[str, Node]
    step: Node
    learning_rate: Node
    rate: Node
    layers: tuple[LayerNodes, ...]
    output: Node
    loss: Node
    penalty: Node | None
    total: Node
    gradients: Gradients
    clipped: Mapping[str, Node]
    updated: Mapping[str, Node]
    words: Mapping[Node, str]


def training_step(
    network: Network,
    loss: Loss | str,
    optimizer: Optimizer | str,
    *,
    rows: int,
    l2: float = 0.0,
    l1: float = 0.0,
    loss_settings: Mapping[str, Any] = NO_SETTINGS,
    optimizer_settings: Mapping[str, Any] = NO_SETTINGS,
    schedule: Schedule | str = "constant",
    schedule_settings: Mapping[str, Any] = NO_SETTINGS,
    epoch_steps: int = 1,
    length: int = 1,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    weighted: bool = False,
) -> TrainingStep:
    """One step on a batch of so many rows. Every new value is worked out from the old ones, so the order of the updates does not matter.

    Formula: total = L, or J = L + R with the penalty R = l2/2·ΣW² + l1·Σ|W| over all weights but no biases, if l2 or l1 is more than 0.
    With `clip_value` no entry of a gradient goes beyond it, with `clip_norm` all gradients together are no longer than it; value first.
    `schedule` makes the learning rate of a step from the one that is given; an epoch has `epoch_steps` steps, the training is `length` long.
    `weighted`: every row counts as much as its weight ω.
    Raises: SettingError, ShapeError if network, loss and settings do not fit.

    >>> from glassgrad.nn import Dense
    >>> step = training_step(Network([Dense(1)], inputs=1), "half_squared_error", "gradient_descent", rows=1)
    >>> [leaf.name for leaf in step.graph.updates]
    ['W1', 'b1', 't']
    """
    optimizer = find_optimizer(optimizer) if isinstance(optimizer, str) else optimizer
    schedule = find_schedule(schedule) if isinstance(schedule, str) else schedule
    l2, l1 = checked_penalties(l2, l1)
    seen = measuring(network, loss, rows=rows, loss_settings=loss_settings, weighted=weighted, dropping=True)
    R = penalty([layer.weights for layer in seen.layers], l2, l1)
    total = seen.loss if R is None else pages.add(seen.loss, R, name="J")
    slopes = gradients(total, wrt=seen.parameters.values())
    clipped, clipping_words = _clipped({name: slopes[leaf] for name, leaf in seen.parameters.items()}, {"by_value": clip_value, "by_norm": clip_norm})
    t = pages.variable(shape=(), name="t")
    learning_rate, rate = _rates(schedule, t, schedule_settings, epoch_steps=epoch_steps, length=length)
    memory = {
        f"{state}_{name}": pages.variable(shape=leaf.shape, name=f"{state}_{name}") for name, leaf in seen.parameters.items() for state in optimizer.memory
    }
    new = {
        name: optimizer.update(leaf, clipped[name], memory=_own(memory, optimizer, name), step=t, learning_rate=rate, **optimizer_settings)
        for name, leaf in seen.parameters.items()
    }
    return TrainingStep(
        graph=Graph(outputs=(total,) if R is None else (total, seen.loss), updates=_updates(seen.parameters, memory, new, t)),
        x=seen.x,
        y=seen.y,
        sample_weights=seen.sample_weights,
        masks=seen.masks,
        parameters=seen.parameters,
        memory=memory,
        step=t,
        learning_rate=learning_rate,
        rate=rate,
        layers=seen.layers,
        output=seen.output,
        loss=seen.loss,
        penalty=R,
        total=total,
        gradients=slopes,
        clipped=clipped,
        updated={name: update.parameter for name, update in new.items()},
        words=_forward_words(network, seen)
        | ({} if R is None else {R: penalty_words(l2, l1)})
        | clipping_words
        | ({} if rate is learning_rate else {learning_rate: "the learning rate that was chosen", rate: schedule.says}),
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


def _clipped(slopes: Mapping[str, Node], limits: Mapping[str, float | None]) -> tuple[Mapping[str, Node], dict[Node, str]]:
    """The gradients after every clipping that has a limit, and what the nodes are that it takes."""
    words: dict[Node, str] = {}
    for name, page in clippings.items():
        limit = limits[name]
        if limit is not None:
            slopes = page.clip(slopes, limit)
            words |= {node: page.words[node.name] for node in ancestors(slopes.values()) if node.name in page.words}
            words[next(iter(slopes.values()))] = f"{page.says}; c = {limit:g}"  # once is enough: it holds for all
    return slopes, words


def _rates(schedule: Schedule, t: Node, settings: Mapping[str, Any], *, epoch_steps: int, length: int) -> tuple[Node, Node]:
    """The leaf of the learning rate, and the learning rate of the step: the same node unless the schedule changes it."""

    def scheduled(leaf: Node) -> Node:
        return schedule.rate(leaf, t, epoch=epoch_steps, length=length, **settings)

    alone = pages.variable(shape=(), name="α")
    if scheduled(alone) is alone:
        return alone, alone
    leaf = pages.variable(shape=(), name="α0")
    return leaf, scheduled(leaf).named("α")


def _forward_words(network: Network, seen: Measuring) -> dict[Node, str]:
    words = {} if seen.sample_weights is None else {seen.sample_weights: "how much each row counts"}
    for name, (layer, _, share) in network.dropouts.items():
        words[seen.masks[name]] = f"the dropout mask of layer {layer}: 0 for units left out, 1/(1 − {share:g}) for the others"
        words[seen.layers[layer - 1].out] = f"what dropout leaves of layer {layer}"
    return words
