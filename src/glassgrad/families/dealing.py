"""`Dealing`: rows in turn held out, such that no class is ever missing among the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .family import Array


@dataclass(frozen=True)
class Dealing:
    """Folds as scikit-learn asks for them: mixed by the seed, of every class about the same share in each.

    The only row of its class teaches even where it is held out: without it no member could name the class at all.

    >>> targets = np.array([0, 0, 0, 0, 1])
    >>> [(len(training), held_out.tolist()) for training, held_out in Dealing(folds=2, seed=0).split(targets, targets)]
    [(3, [0, 2, 4]), (3, [1, 3])]
    """

    folds: int
    seed: int
    by_class: bool = True

    def get_n_splits(self, inputs: Any = None, targets: Any = None, groups: Any = None) -> int:
        """How many folds there are."""
        del inputs, targets, groups
        return self.folds

    def split(self, inputs: Any, targets: Array, groups: Any = None) -> Iterator[tuple[Array, Array]]:
        """For each fold the rows that teach and the rows held out. Shape: targets (rows,)."""
        del inputs, groups
        _, classes, sizes = np.unique(targets if self.by_class else np.zeros(len(targets)), return_inverse=True, return_counts=True)
        mixed = np.random.default_rng(self.seed).permutation(len(targets))
        # In order of classes, mixed within each, every row goes to the next fold: so each fold gets its share of each class.
        fold = np.empty(len(targets), dtype=np.intp)
        fold[mixed[np.argsort(classes[mixed], kind="stable")]] = np.arange(len(targets)) % self.folds
        alone = sizes[classes] == 1
        for number in range(min(self.folds, len(targets))):
            yield np.flatnonzero((fold != number) | alone), np.flatnonzero(fold == number)
