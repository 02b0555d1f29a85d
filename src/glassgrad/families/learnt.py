"""Whether anything was learnt at all: the best family beside always giving the same answer, over the folds and over all rows that were held out."""

from __future__ import annotations

from math import sqrt

import numpy as np

from .comparison import Comparison, Result
from .differences import CONFIDENCE, Difference, difference

ENOUGH = (1 - CONFIDENCE) / 2
"""The chance of one side, as for the margin of a difference."""


def better_than_nothing(seen: Comparison) -> Difference:
    """The best family's score minus that of always giving the same answer."""
    return difference(seen.results[0].scores, seen.baseline, judged=seen.results[0].judged)


def learnt(seen: Comparison) -> bool:
    """Whether the best family has certainly learnt something: the folds agree on it, or so many right answers or so small errors do not come by chance.

    A few folds can vary so much that they say nothing, where all their rows together leave no doubt. The best of many families is lucky more often than one
    alone: the chance over the rows counts as many times as there are families (Bonferroni).
    """
    better = better_than_nothing(seen)
    by_chance = right_by_chance if seen.problem.task.has_classes else explained_by_chance
    return better.mean > 0 and (better.certain or by_chance(seen, seen.results[0]) * len(seen.results) < ENOUGH)


def right_by_chance(seen: Comparison, one: Result) -> float:
    """The chance of at least so many right answers, of all held-out rows, if each is right as often as the most frequent class occurs.

    Formula: P(X ≥ right) with X binomial; each held-out row is right with the share of the most frequent class, or with the baseline if that is higher.
    """
    from scipy.special import bdtrc

    sizes = [len(fold.held_out.places) for fold in seen.problem.folds]
    rows, right = sum(sizes), round(float(np.dot(sizes, one.scores)))
    _, counts = np.unique(np.concatenate([fold.held_out.targets for fold in seen.problem.folds]), return_counts=True)
    share = max(counts.max(), float(np.dot(sizes, seen.baseline))) / rows
    return float(bdtrc(right - 1, rows, share)) if right > 0 else 1.0


def explained_by_chance(seen: Comparison, one: Result) -> float:
    """The chance of so high an R² on the fold where it is easiest to come by, if predictions and targets have nothing to do with each other.

    R² is at most r², the squared correlation of both; by chance r·√((n − 2)/(1 − r²)) follows Student's t with n − 2 degrees of freedom, for n held-out rows.
    """
    folds = zip(one.scores, seen.problem.folds, strict=True)
    return max(_at_least(score, len(fold.held_out.places)) for score, fold in folds)


def _at_least(score: float, rows: int) -> float:
    from scipy.special import stdtr

    if rows < 3 or not score > 0:
        return 1.0
    return float(stdtr(rows - 2, -sqrt(score * (rows - 2) / (1 - score)))) if score < 1 else 0.0
