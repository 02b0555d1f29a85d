"""`NetworkLook`: all that the diagram of a network shows, as plain names and arrays. None stands for what has not been computed yet, never 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, Any]
Flow = Literal["", "forward", "backward", "update"]
UNITS, LABELS = "units", "labels"


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerLook:
    """One layer. Shapes: `weights` (inputs, units), `bias` (units,), and for the chosen row (units,).

    `sums` are z, before the activation, and `outputs` what the layer hands on; `left_out` says which units dropout leaves out.
    `slopes` are the gradients of the loss by z, `weight_slopes` and `bias_slopes` those by the parameters; `new_weights` and `new_bias` are
    the parameters after the update.
    """

    units: int
    activation: str = "linear"
    biased: bool = True
    weights: Array | None = None
    bias: Array | None = None
    sums: Array | None = None
    outputs: Array | None = None
    left_out: Array | None = None
    slopes: Array | None = None
    weight_slopes: Array | None = None
    bias_slopes: Array | None = None
    new_weights: Array | None = None
    new_bias: Array | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class RowLook:
    """The row that goes through the network: what it is called, its prepared inputs (inputs,), and what the data hold, in words."""

    label: str
    inputs: Array
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class AnswerLook:
    """What the outputs mean. `names` are those of the classes, or of the numbers.

    `by` is how outputs become answers: "softmax" or "sigmoid" for probabilities of classes, "labels" for the probability of each name by itself, "units" for
    numbers brought back into those of the target, nothing where the outputs are the answers already. `values` are the answers, one for each name.
    `truth` is the place of the true class, or the true number; where every name has an answer of its own, `truths` (names,) are the true numbers, or 1 for
    each label that is there and 0 for the others, not-a-number where the data do not say.
    """

    names: tuple[str, ...]
    by: str = ""
    values: Array | None = None
    truth: float | None = None
    truths: Array | None = None

    @property
    def predicted(self) -> int | None:
        """The place of the most probable class; None where there are no classes, no values yet, or none that are numbers."""
        return int(np.argmax(self.values)) if self.of_classes and self.values is not None and np.isfinite(self.values).all() else None

    @property
    def of_classes(self) -> bool:
        """Whether the answers are probabilities of classes."""
        return self.by not in ("", UNITS, LABELS)

    @property
    def of_labels(self) -> bool:
        """Whether the answers are probabilities, each of a label that is there or is not."""
        return self.by == LABELS

    def true_of(self, place: int) -> float | None:
        """What is true of one of the numbers or labels; None where it is not known."""
        if self.truths is None:
            return self.truth if not place else None
        return None if np.isnan(self.truths[place]) else float(self.truths[place])


@dataclass(frozen=True, eq=False, kw_only=True)
class LossLook:
    """The loss at the end: its symbol and its value, what is in it, of how many rows it is, and what it is of the chosen row alone."""

    name: str = "loss"
    symbol: str = "L"
    value: float | None = None
    rows: int = 1
    alone: float | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class NetworkLook:
    """A network, and of what goes through it as much as is known.

    `title` says what it is, `weights_of` which weights these are. `now` says what is happening, `flow` in which direction, and `lit` where:
    0 are the inputs, then come the layers, the answers and the loss. `shown` are the units to show, column by column; if not given, they are chosen.
    `lines` keeps room for so many lines of words above, so that several diagrams stand at the same height.
    """

    inputs: int
    layers: tuple[LayerLook, ...]
    title: str
    weights_of: str = ""
    features: tuple[str, ...] = ()
    answer: AnswerLook | None = None
    row: RowLook | None = None
    loss: LossLook | None = None
    now: str = ""
    flow: Flow = ""
    lit: frozenset[int] = field(default_factory=frozenset)
    shown: tuple[tuple[int, ...], ...] = ()
    lines: int = 0

    @property
    def symbol(self) -> str:
        """What the gradients are those of."""
        return "L" if self.loss is None else self.loss.symbol

    def width(self, number: int) -> int:
        """How many units layer `number` has; 0 is the column of inputs."""
        return self.layers[number - 1].units if number else self.inputs

    def outputs(self, number: int) -> Array | None:
        """What layer `number` hands on for the chosen row; 0 are the inputs themselves. None: not computed yet, or no row is chosen."""
        if number:
            return self.layers[number - 1].outputs
        return None if self.row is None else self.row.inputs

    def parameters(self, number: int) -> int:
        """How many single numbers layer `number` (from 1) learns."""
        layer = self.layers[number - 1]
        return (self.width(number - 1) + layer.biased) * layer.units
