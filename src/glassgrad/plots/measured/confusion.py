"""Which classes are taken for which: counts, and what they say of each class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glassgrad.training import Run
from glassgrad.training.plan import Array

from .one_target import target_named
from .predicted import answered


@dataclass(frozen=True, eq=False)
class Confusion:
    """How often each class was taken for each: `counts` (true class, said class).

    `rows`: the rows in words, "30 held-out rows". `note`: what must be known about their choice, as a sentence.
    `target`: the name of the column, where there are others beside it.
    """

    classes: tuple[str, ...]
    counts: Array
    rows: str
    note: str = ""
    target: str = ""

    @property
    def total(self) -> int:
        """All rows."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """Rows whose class was said rightly."""
        return int(np.trace(self.counts))

    @property
    def accuracy(self) -> float:
        """The share of rows that are right.   Formula: trace / total.   Range: 0 to 1."""
        return self.right / self.total

    @cached_property
    def shares(self) -> Array:
        """Of the rows of each true class, the share that was taken for each; 0 for a class without rows."""
        return _divided(self.counts, self.counts.sum(axis=1, keepdims=True), 0.0)

    @cached_property
    def recall(self) -> Array:
        """Of the rows of each class, the share that was found; NaN for a class without rows."""
        return _divided(np.diag(self.counts), self.counts.sum(axis=1), np.nan)

    @cached_property
    def precision(self) -> Array:
        """Of the rows said to be of each class, the share that are; NaN for a class that is never said."""
        return _divided(np.diag(self.counts), self.counts.sum(axis=0), np.nan)

    @cached_property
    def most_frequent(self) -> tuple[tuple[int, int], ...]:
        """The confusions of which there is none more frequent: true class and said class of each, the largest shares of a class first; () if all is right."""
        wrong = self.counts - np.diag(np.diag(self.counts))
        places = np.argwhere((wrong == wrong.max()) & (wrong > 0)).tolist()
        return tuple((true, said) for true, said in sorted(places, key=lambda place: -self.shares[tuple(place)]))

    @cached_property
    def without_rows(self) -> tuple[int, ...]:
        """The classes that none of the rows is of: of them nothing is known here."""
        return tuple(np.flatnonzero(self.counts.sum(axis=1) == 0).tolist())


def confusion_of(run: Run, rows: str = "validation", target: str = "") -> Confusion:
    """The confusion matrix of a run's best weights, for the first of its targets or for the one named. Raises: as `answered`, and `target_named`."""
    one = target_named(run.plan, target)
    found = answered(run, rows)
    counts = counted(one.truth(found.rows), one.said(found.outputs), len(one.classes))
    return Confusion(one.classes, counts, found.said, " ".join(filter(None, (found.note, one.note))), one.name if one.of_several else "")


def counted(true: Array, said: Array, classes: int) -> Array:
    """How often each class was taken for each. Shape: (classes, classes), true class first.

    >>> counted(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    return np.bincount(true * classes + said, minlength=classes * classes).reshape(classes, classes)


def _divided(part: Array, whole: Array, otherwise: float) -> Array:
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(part), otherwise), where=whole > 0))
