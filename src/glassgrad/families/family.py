"""`Family`: one model family, as its page describes itself; and the records it speaks in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from glassgrad.data import Task
from glassgrad.explain.blocks import Block

from .interrupting import interrupted_for_good
from .own_units import OwnUnit

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
    units: tuple[OwnUnit, ...] = ()
    """What each prepared input means in the table, where that is known."""
    hidden: tuple[int, ...] = (16,)
    """Units of each hidden layer of our network."""
    unit: float = 1.0
    """What numbers to be predicted were divided by."""

    @property
    def inputs(self) -> tuple[OwnUnit, ...]:
        """The meaning of every prepared input; where nothing is known of how they were made, they are numbers as they are."""
        return self.units or tuple(OwnUnit(place, name) for place, name in enumerate(self.features))


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
    """So many of something that a fitted model keeps: 131 weights and biases, 57 nodes, 40 support vectors, 150 rows. `what` is a plural.

    `bytes`: what the numbers take that a prediction needs of them, as wide as the library keeps them. `single`: one of them, if not `what` without its s.
    """

    count: int
    what: str
    bytes: int = field(default=0, compare=False)
    single: str = field(default="", compare=False, repr=False)

    def named(self, count: int) -> str:
        """What so many of them are called.

        >>> Stored(57, "nodes").named(1), Stored(3, "shares of classes", single="share of a class").named(1), Stored(3, "rows").named(2)
        ('node', 'share of a class', 'rows')
        """
        return self.what if count != 1 else self.single or self.what.removesuffix("s")


def stored(what: str, *arrays: Array, single: str = "") -> Stored:
    """All numbers of these arrays, and their bytes.

    >>> stored("weights and biases", np.zeros((3, 4)), np.zeros(3))
    Stored(count=15, what='weights and biases', bytes=120)
    """
    return Stored(sum(one.size for one in arrays), what, sum(one.nbytes for one in arrays), single)


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


@dataclass(frozen=True, kw_only=True)
class Family:
    """One model family.

    `make(situation)` gives a model that is not fitted, with scikit-learn's `fit`, `predict` and, for classes, `predict_proba` or `decision_function`; all
    randomness comes from the situation's seed, and one processor is used. `stores(model)` counts what a fitted one keeps, by sort.
    `knows(learned)` says in one sentence, with numbers from the fitted model, where its knowledge lives. `explain(learned, place, lot)` is one prediction:
    row `place` of `lot`. `fits` says why such data cannot be learnt, "" if they can. `takes_counts`: it learns from the raw counts.
    `package`: what must be installed beside glassgrad. `differs`: in what it learns otherwise than the others do, "" if in nothing.
    `rehearse(situation)`: a model that learns but briefly, of a family that makes machine code for each new shape; it is fitted before anything is timed.
    `longest(model)`: the summands of the longest answer, where some answers have more than others. `members`: the families that it is made of, if it is.
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
    network: bool = False
    """Whether it is our network, beside which the linear models are held."""
    takes_counts: bool = False
    package: str = ""
    differs: str = ""
    rehearse: Callable[[Situation], Any] | None = None
    longest: Callable[[Any], int] | None = None
    members: tuple[Family, ...] = ()

    def size(self, model: Any) -> int:
        """The bytes of all that a fitted one keeps, one measure for every family: those of its numbers, as wide as they are kept."""
        return sum(one.bytes for one in self.stores(model))

    def inputs(self, lot: Lot) -> Array:
        """What it learns from, or predicts for. Shape: (rows, features)."""
        return lot.counts if self.takes_counts and lot.counts is not None else lot.inputs

    def learn(self, lot: Lot, situation: Situation) -> Learned:
        """Fit a new model to these rows. Raises: KeyboardInterrupt at Ctrl-C, also where training stops at it by itself: what was cut short is not judged."""
        model = self.make(situation)
        with interrupted_for_good():
            model.fit(self.inputs(lot), lot.targets)
        return Learned(self, model, lot, situation)
