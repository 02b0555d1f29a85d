"""Models whose answer follows from one weighted sum of the inputs for each output: what they store, and how a sum comes about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside
from glassgrad.writing.plain import listed

from .family import Array, Explanation, Learned, Lot, Part, Stored, stored
from .known import known_outputs
from .products import input_factors, products_table, weights_tables
from .scaled_target import library_model

MOST_NAMED = 3


def coefficients(model: Any) -> tuple[Array, Array]:
    """The weights (outputs, features) and biases (outputs,) of a fitted linear model of scikit-learn, in the units of its answer."""
    machine, scale = library_model(model)
    weights = np.atleast_2d(machine.coef_) * scale.deviation
    return weights, np.broadcast_to(np.ravel(machine.intercept_) * scale.deviation + scale.mean, (len(weights),))


def stores(model: Any) -> tuple[Stored, ...]:
    """Weights and biases."""
    return (stored("weights and biases", *coefficients(model)),)


def knows(learned: Learned) -> str:
    """That the knowledge is in the weights, and which of them are largest."""
    return f"{in_weights(learned)}."


def in_weights(learned: Learned) -> str:
    """The same, without a full stop."""
    weights, _ = coefficients(learned.model)
    largest = np.argsort(-np.abs(weights).max(axis=0), kind="stable")[:MOST_NAMED]
    names = [learned.situation.features[place] for place in largest] if weights.shape[1] > MOST_NAMED else [learned.situation.features[largest[0]]]
    if weights.size == 1:
        return f"In 1 weight, of {names[0]}, and a bias"
    if weights.shape[1] == 1:
        return f"In {weights.size:,} weights of {names[0]}, one for each class, and biases"
    each = f"one for each of {counted(weights.shape[1], 'input')}" + (f" and {len(weights)} classes" if len(weights) > 1 else "")
    return f"In {weights.size:,} weights, {each}; the largest {'belong' if len(names) > 1 else 'belongs'} to {listed(names)}"


def added_up(outputs: Sequence[str], *, classes: bool) -> str:
    """What happens to the inputs, and what the sum decides."""
    added = "Every input, scaled, is multiplied by its weight, and what comes of it is added up"
    if not classes:
        return f"{added} to the prediction."
    if len(outputs) == 1:
        return f"{added} to the score of {outputs[0]}, which is the answer if the score is above zero."
    return f"{added} to the score of each class; the highest wins."


def weighted_sum(learned: Learned, place: int, lot: Lot, output: Array, *, measure: str, answer: str | float) -> Explanation:
    """A sum of weights times inputs, and the bias. `output`: what the model itself says."""
    weights, biases = coefficients(learned.model)
    row = lot.inputs[place]
    factors, bias = input_factors(learned.situation, row, row, weights.T), Part("bias", biases)
    outputs = known_outputs(learned, len(biases))
    how = Aside((added_up(outputs, classes=bool(learned.situation.classes)),))
    return Explanation(
        measure=measure, outputs=outputs, output=output, parts=(*(one.part for one in factors), bias), answer=answer,
        blocks=(how, products_table(factors, (bias,), output, outputs, first="input"), *weights_tables(factors, output, outputs, first="input")),
    )  # fmt: skip
