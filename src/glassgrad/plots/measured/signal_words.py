"""What is said at each moment while the signal flows through a step."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from glassgrad.draw.network import AnswerLook, LayerLook, NetworkLook
from glassgrad.draw.network.saying import say_prediction
from glassgrad.training import ReplayedStep
from glassgrad.writing.numbers import number

LONGEST_RULE = 30
ALIKE, MANY = 0.01, 0.25
"""Weights move alike if their changes differ by no more than this share; if more than so many of them do so, none is named as the one that moves most."""


def enters(look: NetworkLook) -> str:
    """The row stands at the inputs."""
    assert look.row is not None  # a signal needs a row
    return f"Forward: {look.row.label} enters, prepared. Nothing behind the inputs has been computed yet."


def forward_words(look: NetworkLook, stage: tuple[int, ...]) -> str:
    """A layer is computed, or several, one after the other."""
    if len(stage) > 1:
        return f"Forward, layers {stage[0]} to {stage[-1]}: one after the other, each from what the one before it hands on."
    layer = look.layers[stage[0] - 1]
    start = f"Forward, layer {stage[0]}: each neuron adds up what comes in, times the weights{', and its bias' if layer.biased else ''}"
    then = "" if layer.activation == "linear" else f"; {layer.activation.replace('_', ' ')} makes of the sum z what it hands on"
    dropped = "" if layer.left_out is None else f"; dropout leaves out {int(layer.left_out.sum())} of {layer.units} units"
    return f"{start}{then}{dropped}."


def answer_words(answer: AnswerLook) -> str:
    """The outputs become answers."""
    own = "back in its own units" if len(answer.names) == 1 else "back in their own units"
    how = answer.by if answer.of_classes else "as probabilities" if answer.of_labels else own
    return f"Forward, {how}: {say_prediction(answer)}."


def loss_words(look: NetworkLook) -> str:
    """The loss says how wrong the answers are."""
    loss = look.loss
    assert loss is not None
    assert loss.value is not None  # all is known of a step
    of = f"of all {loss.rows:,} rows of the batch" if loss.rows > 1 else "of this row"
    alone = f" This row alone would have {number(loss.alone).text}." if loss.alone is not None and loss.rows > 1 else ""
    return f"The {loss.name} {of}: {loss.symbol} = {number(loss.value).text}.{alone}"


def backward_words(look: NetworkLook, stage: tuple[int, ...]) -> str:
    """The gradient reaches a layer, or several, one after the other."""
    symbol, number_, rows = look.symbol, stage[0], 1 if look.loss is None else look.loss.rows
    if len(stage) > 1:
        return f"Backward, layers {stage[-1]} to {stage[0]}: one after the other, each from what comes back of the one behind it."
    layer, last = look.layers[number_ - 1], number_ == len(look.layers)
    factors = [] if layer.activation == "linear" else [f"the slope of {layer.activation.replace('_', ' ')}"]
    factors += [] if layer.left_out is None else ["the dropout mask"]
    slope = f", times {' and '.join(factors)}" if factors else ""
    source = "the slope of the loss" if last else f"what comes back through the weights of layer {number_ + 1}"
    over, penalty = ", added up over the rows" if rows > 1 else "", " and with the slope of the penalty" if symbol != "L" else ""
    return f"Backward, layer {number_}: {source}{slope} is ∂{symbol}/∂z (in the tags). That times what came in{over}{penalty} is ∂{symbol}/∂w (on the lines)."


def update_words(look: NetworkLook, step: ReplayedStep) -> str:
    """Every weight moves, and which moves most; or that they move alike, as in the first step of an optimizer that divides by the gradient's size."""
    rule = f" by {step.plan.optimizer.formula}" if len(step.plan.optimizer.formula) <= LONGEST_RULE else ""
    rate = number(step.values[step.nodes.rate]).text
    start = f"Update: {step.plan.optimizer.name.replace('_', ' ')} moves every weight{rule}, with α = {rate}; the lines show the changes."
    return f"{start} {_how_far(look)}"


def _how_far(look: NetworkLook) -> str:
    changes = np.concatenate([_changes(layer).ravel() for layer in look.layers])
    most = float(changes.max())
    if not most:
        return "None of them comes any farther."
    alike, far = int((changes >= (1 - ALIKE) * most).sum()), number(float(f"{most:.2g}")).text
    if alike == len(changes) > 1:
        return f"All move by about {far}."
    if alike > MANY * len(changes):
        return f"{alike:,} of {len(changes):,} move by about {far}, and none moves farther."
    name, old, new = largest_change(look)
    return f"{name} moves most, from {number(old).text} to {number(new).text}."


def largest_change(look: NetworkLook) -> tuple[str, float, float]:
    """The weight that the update moves most: its name, its old and its new value."""
    found: list[tuple[float, str, float, float]] = []
    for layer_number, layer in enumerate(look.layers, start=1):
        assert layer.weights is not None
        assert layer.new_weights is not None  # all is known of a step
        changes = _changes(layer)
        i, j = (int(one) for one in np.unravel_index(np.argmax(changes), changes.shape))
        found.append((float(changes[i, j]), f"W{layer_number}[{i},{j}]", float(layer.weights[i, j]), float(layer.new_weights[i, j])))
    _, name, old, new = max(found)
    return name, old, new


def _changes(layer: LayerLook) -> npt.NDArray[np.float64]:
    """How far each weight of a layer moves. Shape: (inputs, units)."""
    assert layer.weights is not None
    assert layer.new_weights is not None  # all is known of a step
    return np.asarray(np.abs(layer.new_weights.astype(np.float64) - layer.weights))


def new_weights_words(step: ReplayedStep) -> str:
    """The step is over."""
    return f"After step {step.number:,}: the weights are new, and nothing has been computed with them yet. The next step begins."
