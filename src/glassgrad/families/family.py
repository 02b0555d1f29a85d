"""`Family`: one model family, as its page describes itself; and the records it speaks in."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from glassgrad.data import Task
from glassgrad.explain.blocks import Block

Array = np.ndarray[Any, Any]


class Sort(Enum):
    """How a family represents what it knows; the value is what people call it."""

    PARAMETRIC = "parametric"
    TREES = "tree-based"
    INSTANCES = "instance-based"
    PROBABILITIES = "probabilistic"
    ENSEMBLE = "ensemble"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known before a family learns: the task, what is in the rows, and the number from which all randomness follows."""

    task: Task
    features: tuple[str, ...]
    """The prepared inputs, by name."""
    classes: tuple[str, ...] = ()
    rows: int = 0
    """Training rows."""
    columns: tuple[str, ...] = ()
    """The raw columns, by name, if all inputs are counts: whole numbers of at least 0. Empty otherwise."""
    seed: int = 0
    hidden: tuple[int, ...] = (16,)
    """Units of each hidden layer of our network."""


@dataclass(frozen=True, eq=False)
class Lot:
    """Some rows of a table. Shapes: inputs (rows, features), prepared; targets (rows,): class numbers, or numbers, in the problem's unit.

    `counts` (rows, columns): the raw columns where all of them are counts, else None. `places` (rows,): which rows of the table they are, from 0.
    """

    inputs: Array
    targets: Array
    places: Array
    counts: Array | None = None


@dataclass(frozen=True)
class Stored:
    """So many of something that a fitted model keeps: 131 weights and biases, 57 nodes, 40 support vectors, 150 rows. `what` is a plural."""

    count: int
    what: str


@dataclass(frozen=True, eq=False)
class Learned:
    """A fitted model, what it learnt from, and what is needed to speak of it."""

    family: Family
    model: Any
    lot: Lot
    situation: Situation


@dataclass(frozen=True, eq=False)
class Part:
    """One summand of an answer: what it is in words, and its value for every output. Shape: value (outputs,)."""

    what: str
    value: Array


@dataclass(frozen=True, eq=False)
class Explanation:
    """How a fitted model comes to its answer for one row, in the terms of its family.

    `output` (outputs,) is what the model itself says, by its own public functions; `parts`, read from its structure, add up to it
    (times `scale`, which is 1 over the number of voices where they are averaged). `measure` says what the output is: "decision score", "share of votes".
    `outputs` names its entries: the classes, or the one that a single score speaks for, or the target.
    `blocks` tell it; `answer` is the class, or the number in its own units, as the model predicts it.
    """

    measure: str
    outputs: tuple[str, ...]
    output: Array
    parts: tuple[Part, ...]
    answer: str | float
    blocks: tuple[Block, ...]
    scale: float = 1.0

    @property
    def sum(self) -> Array:
        """What the parts add up to. Shape: (outputs,)."""
        return np.asarray(self.scale * np.sum([part.value for part in self.parts], axis=0))


def fits_all(situation: Situation) -> str:
    """The reason why a family cannot learn this, of one that can learn everything: none."""
    del situation
    return ""


def classes_only(situation: Situation) -> str:
    """The reason of a family that only tells classes apart."""
    return "" if situation.task.has_classes else "it tells classes apart, and here a number is predicted"


def numbers_only(situation: Situation) -> str:
    """The reason of a family that only predicts numbers."""
    return "it predicts numbers, and here classes are told apart" if situation.task.has_classes else ""


def kept_bytes(model: Any) -> int:
    """How many bytes the whole fitted model takes when it is written down. Nothing is ever read back from them."""
    return len(pickle.dumps(model, protocol=5))


@dataclass(frozen=True, kw_only=True)
class Family:
    """One model family.

    `make(situation)` gives a model that is not fitted, with scikit-learn's `fit`, `predict` and, for classes, `predict_proba` or `decision_function`; all
    randomness comes from the situation's seed, and one processor is used. `stores(model)` counts what a fitted one keeps, by sort.
    `knows(learned)` says in one sentence, with numbers from the fitted model, where its knowledge lives. `explain(learned, place, lot)` is one prediction:
    row `place` of `lot`. `fits` says why such data cannot be learnt, "" if they can. `takes_counts`: it learns from the raw counts.
    `package`: what must be installed beside glassgrad. `size(model)`: the bytes it takes to keep the model.
    `rehearse(situation)`: a model that learns but briefly, of a family that makes machine code for each new shape; it is fitted before anything is timed.
    `longest(model)`: the summands of the longest answer, where some answers have more than others.
    """

    name: str
    title: str
    says: str
    sort: Sort
    make: Callable[[Situation], Any]
    stores: Callable[[Any], tuple[Stored, ...]]
    knows: Callable[[Learned], str]
    explain: Callable[[Learned, int, Lot], Explanation]
    fits: Callable[[Situation], str] = fits_all
    linear: bool = False
    """Whether its answer follows from one weighted sum of the inputs for each output."""
    takes_counts: bool = False
    package: str = ""
    size: Callable[[Any], int] = kept_bytes
    rehearse: Callable[[Situation], Any] | None = None
    longest: Callable[[Any], int] | None = None

    def inputs(self, lot: Lot) -> Array:
        """What it learns from, or predicts for. Shape: (rows, features)."""
        return lot.counts if self.takes_counts and lot.counts is not None else lot.inputs

    def learn(self, lot: Lot, situation: Situation) -> Learned:
        """Fit a new model to these rows."""
        model = self.make(situation)
        model.fit(self.inputs(lot), lot.targets)
        return Learned(self, model, lot, situation)
