"""Whether two families differ, or only seem to: their scores fold by fold, and how far such a difference goes by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np

CONFIDENCE = 0.95
ROUNDING = 1e-12
"""Scores are sums of shares: what differs by less is the same."""
FEWEST_FOLDS = 3
"""Of two differences the spread is hardly known: a standard error from them is mostly chance itself."""
FEW_FOLDS, MORE_FOLDS = "Two folds say little about chance", "more folds (--folds 5) would tell"
"""What is said of the fewest folds that there can be."""


@dataclass(frozen=True)
class Difference:
    """One family's score minus another's, on average over the folds.

    `error` is its standard error; `margin`, what it stays within by chance in 95 of 100 cases if both are equally good.
    `rows`: how many rows the difference comes to, if the error is that of such a count, because the folds vary less than that; 0 if it is that of the folds.
    """

    mean: float
    error: float
    margin: float
    rows: int = 0

    @property
    def certain(self) -> bool:
        """Whether it is more than chance."""
        return abs(self.mean) > self.margin + ROUNDING

    @property
    def small(self) -> bool:
        """Whether it is within one standard error: chance makes one as large as that all the time."""
        return abs(self.mean) <= self.error + ROUNDING


def difference(first: Sequence[float], second: Sequence[float], *, judged: int = 0) -> Difference:
    """The first scores minus the second, paired over the folds.

    Formula: mean d; standard error √(s²·(1/k + 1/(k − 1))) with s² the variance of the k differences; margin = t₀.₉₇₅(k − 1) · error.
    1/(k − 1) is held-out over training rows: folds share rows to learn from, so their scores are not independent, and s²/k would be too small.
    `judged`: the rows of all folds, if a score is the share of right answers. One that is ahead by n of them has an error of at least √n rows, however
    alike the folds are: among rows on which the two disagree, luck alone decides like a coin, and n is the fewest there can be (McNemar).
    Source: Nadeau and Bengio, Inference for the generalization error, Machine Learning 52 (2003).

    >>> found = difference([0.9, 0.8, 0.9], [0.8, 0.9, 0.8])
    >>> round(found.mean, 4), round(found.error, 4), found.certain
    (0.0333, 0.1054, False)
    >>> found = difference([0.9, 0.8, 0.9], [0.8, 0.7, 0.8], judged=30)
    >>> found.rows, round(found.error, 4), found.certain
    (3, 0.0577, False)
    """
    from scipy.special import stdtrit

    apart = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    count = len(apart)
    error = sqrt(float(np.var(apart, ddof=1)) * (1 / count + 1 / (count - 1)))
    ahead = abs(float(apart.mean())) * judged
    by_rows = sqrt(ahead) / judged if judged else 0.0
    rows = round(ahead) if by_rows > error else 0
    return Difference(float(apart.mean()), max(error, by_rows), float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * max(error, by_rows), rows)


def most_by_luck(first: float, second: float, *, judged: int) -> float:
    """How many rows more, of all that were judged, one of two with these shares of right answers gets right by luck in 95 of 100 cases, at most.

    Formula: z₀.₉₇₅ · √(rows that the first got wrong + rows that the second got wrong): on no more rows than these can the two disagree (McNemar).

    >>> round(most_by_luck(0.9, 0.8, judged=100), 1)
    10.7
    """
    from scipy.special import ndtri

    return float(ndtri((1 + CONFIDENCE) / 2)) * sqrt((2 - first - second) * judged)


def by_one_error(apart: Sequence[Difference]) -> tuple[Difference, ...]:
    """The same differences, each judged by the same error and margin: the median of those that vary over the folds.

    By its own error a family that varies much would be called as good as the best, and one with a higher score that varies little would not.

    >>> calm, wild = difference([0.9, 0.9, 0.9], [0.8, 0.9, 0.8]), difference([0.9, 0.9, 0.9], [0.2, 0.9, 0.9])
    >>> [one.small for one in (calm, wild)], [one.small for one in by_one_error((calm, wild))]
    ([False, True], [False, False])
    """
    varying = sorted((one for one in apart if one.error > ROUNDING), key=lambda one: one.error)
    if not varying:
        return tuple(apart)
    median = varying[(len(varying) - 1) // 2]
    return tuple(replace(one, error=median.error, margin=median.margin, rows=median.rows) for one in apart)
