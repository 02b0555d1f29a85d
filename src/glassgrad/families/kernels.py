"""Support vector machines with a kernel, read from their model: each is a weighted sum of how alike a row is to the rows it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from .family import Array, Learned
from .scaled_target import library_model


@dataclass(frozen=True, eq=False)
class Machine:
    """One sum: Σ weight × kernel + bias. Above zero it speaks for the class at place `above` among those known, else for the one at `below`.

    A machine that predicts a number has no classes: both are −1. Shape: weights (support vectors,); 0 for those it does not use.
    """

    above: int
    below: int
    weights: Array
    bias: float


def library_machine(model: Any) -> Any:
    """The machine as scikit-learn has it; of one that predicts a number, it speaks of the scaled number."""
    return library_model(model)[0]


def machines_of(model: Any) -> tuple[Machine, ...]:
    """The machines of a fitted SVC or SVR, in the order of the model's own scores: one, or one for each pair of three classes or more."""
    from sklearn.base import is_regressor

    machine, scale = library_model(model)
    if is_regressor(machine):
        return (Machine(-1, -1, machine.dual_coef_[0] * scale.deviation, float(machine.intercept_[0]) * scale.deviation + scale.mean),)
    if len(model.classes_) == 2:
        return (Machine(1, 0, model.dual_coef_[0], float(model.intercept_[0])),)
    pairs = combinations(range(len(model.classes_)), 2)
    return tuple(Machine(*pair, _weights(model, *pair), float(bias)) for pair, bias in zip(pairs, model.intercept_, strict=True))


def _weights(model: Any, above: int, below: int) -> Array:
    """Support vectors stand class by class. One has a weight for each class but its own: those before its own come first, then those behind."""
    owner = np.repeat(np.arange(len(model.classes_)), model.n_support_)
    weights = np.where(owner == above, model.dual_coef_[below - 1], 0.0)
    return np.where(owner == below, model.dual_coef_[above], weights)


def steepness(inputs: Array) -> float:
    """By how much a kernel falls with squared distance: scikit-learn's `gamma="scale"`.   Shape: inputs (rows, features), those learnt from.

    Formula: 1 / (features · variance of all entries), or 1 where nothing varies.

    >>> steepness(np.array([[1.0, -1.0], [-1.0, 1.0]]))
    0.5
    """
    variance = float(inputs.var())
    return 1 / (inputs.shape[1] * variance) if variance else 1.0


def likeness(learned: Learned, row: Array) -> Array:
    """How alike a row is to each support vector: 1 for the same, towards 0 with distance.   Shapes: row (features,) → (support vectors,).

    Formula: exp(−steepness · squared distance).
    """
    apart = np.sum((library_machine(learned.model).support_vectors_ - row) ** 2, axis=1)
    return np.asarray(np.exp(-steepness(learned.lot.inputs) * apart))


def votes(machines: tuple[Machine, ...], scores: Array, classes: int) -> Array:
    """How many machines speak for each class. Shapes: scores (machines,) → (classes,)."""
    won = [one.above if score > 0 else one.below for one, score in zip(machines, scores, strict=True)]
    return np.bincount(won, minlength=classes)
