"""The first fold of a comparison as the pictures see it: its table, how its rows are prepared, which of them teach, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glassgrad.data import Preparation, Prepared, Split, Table

from ...comparison import Comparison
from ...family import Array, Situation
from ...problem import Fold
from ...settings import CompareSettings


@dataclass(frozen=True, eq=False)
class FoldGround:
    """A fold, with all that a cut through its rows is made from: it is a `Ground`."""

    data: Table
    fold: Fold
    settings: CompareSettings
    target_words: str

    @property
    def preparation(self) -> Preparation:
        """What is done to the columns."""
        return self.fold.preparation

    @property
    def situation(self) -> Situation:
        """What the families were told before they learnt."""
        return self.fold.situation

    @property
    def split(self) -> Split:
        """The rows that teach, and those held out."""
        return Split(self.fold.training.places, self.fold.held_out.places)

    @cached_property
    def prepared(self) -> Prepared:
        """The inputs of all rows."""
        return self.preparation.apply(self.data)

    @cached_property
    def truths(self) -> Array:
        """The class number of each row of the table, or its number; nothing of meaning for rows without a target. Shape: (rows,)."""
        lots = (self.fold.training, self.fold.held_out)
        found = np.zeros(self.data.rows, dtype=lots[0].targets.dtype)
        for lot in lots:
            found[lot.places] = lot.targets
        return found


def first_fold(seen: Comparison) -> FoldGround:
    """The first fold of a comparison: the one whose models are always kept."""
    return FoldGround(seen.problem.table, seen.problem.folds[0], seen.settings, seen.problem.target_words)
