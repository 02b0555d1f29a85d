"""How a training begins: what is wrong with the first weights, or with what an activation makes of them, so that advice can name it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .finding import BEFORE_TRAINING
from .patient import Patient
from .readings import LayerReading

DRAW = "Draw the first weights at random: leave the initializer to glassgrad, or choose he_uniform or glorot_uniform."
DEFINED = "Choose an activation function that is defined for every number, such as relu or tanh."


def undefined_layer(patient: Patient) -> LayerReading | None:
    """The first layer whose activation gives no finite number for sums that are finite, at the first weights; None if there is none."""
    for layer in patient.layers_after(BEFORE_TRAINING):
        if np.isfinite(layer.before).all() and not np.isfinite(layer.after).all():
            return layer
    return None


def say_undefined(layer: LayerReading) -> str:
    """That its activation is not defined there."""
    return f"{layer.activation} is not defined for all the sums of layer {layer.number}"


def begins_at_zero(weights: Mapping[str, Any], layers: int) -> bool:
    """Whether all weights into some hidden layer are 0, so that its units answer to no row. Those of the output layer may be: one step, and they are not.

    >>> begins_at_zero({"W1": np.zeros((2, 3)), "W2": np.ones((3, 1))}, layers=2)
    True
    >>> begins_at_zero({"W1": np.ones((2, 3)), "W2": np.zeros((3, 1))}, layers=2)
    False
    """
    return any(not np.any(weights[f"W{number}"]) for number in range(1, layers))
