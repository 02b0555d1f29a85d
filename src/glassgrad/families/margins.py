"""What a linear support vector machine has learnt, read from its model: weights, biases, and which rows decided them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .family import Array, Learned
from .weighted_sums import coefficients

TOLERATED = 0.1
"""How far a predicted number may be off at no cost, in standard deviations of the target."""


@dataclass(frozen=True, eq=False)
class Sums:
    """One weighted sum of the inputs for each output, in the units of the answer. Shapes: weights (outputs, features), biases (outputs,)."""

    weights: Array
    biases: Array

    def at(self, inputs: Array) -> Array:
        """The sums of rows. Shapes: inputs (rows, features) → (rows, outputs)."""
        return np.asarray(inputs @ self.weights.T + self.biases)


def sums_of(model: Any) -> Sums:
    """The sums of a fitted machine. One that predicts a number has learnt it scaled; here its sum is in the number's own units."""
    return Sums(*coefficients(model))


def support_vectors(learned: Learned) -> Array:
    """Whether each training row had a say: it lies inside a margin or beyond, or its number is missed by more than is tolerated. Shape: (rows,).

    With squared costs, as here, a row pulls at the weights by how far it lies inside; one at the margin or clear of it does not pull at all.
    """
    found = sums_of(learned.model).at(learned.lot.inputs)
    if not learned.situation.classes:
        missed = np.abs(found[:, 0] - learned.lot.targets)
        return np.asarray(missed > TOLERATED * learned.model.deviation)
    return np.asarray((_signs(learned, found.shape[1]) * found < 1).any(axis=1))


def _signs(learned: Learned, outputs: int) -> Array:
    """+1 where a row belongs to the class that a score speaks for, −1 elsewhere. Shape: (rows, outputs)."""
    classes = learned.model.classes_[-outputs:]
    return np.where(learned.lot.targets[:, np.newaxis] == classes, 1, -1)
