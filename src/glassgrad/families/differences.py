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


@dataclass(frozen=True)
class Difference:
    """One family's score minus another's, on average over the folds.

    `error` is its standard error; `margin`, what it stays within by chance in 95 of 100 cases if both are equally good.
    """

    mean: float
    error: float
    margin: float

    @property
    def certain(self) -> bool:
        """Whether it is more than chance."""
        return abs(self.mean) > self.margin + ROUNDING

    @property
    def small(self) -> bool:
        """Whether it is within one standard error: chance makes one as large as that all the time."""
        return abs(self.mean) <= self.error + ROUNDING


def difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """The first scores minus the second, paired over the folds.

    Formula: mean d; standard error √(s²·(1/k + 1/(k − 1))) with s² the variance of the k differences; margin = t₀.₉₇₅(k − 1) · error.
    1/(k − 1) is held-out over training rows: folds share rows to learn from, so their scores are not independent, and s²/k would be too small.
    Source: Nadeau and Bengio, Inference for the generalization error, Machine Learning 52 (2003).

    >>> found = difference([0.9, 0.8, 0.9], [0.8, 0.9, 0.8])
    >>> round(found.mean, 4), round(found.error, 4), found.certain
    (0.0333, 0.1054, False)
    """
    from scipy.special import stdtrit

    apart = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    count = len(apart)
    error = sqrt(float(np.var(apart, ddof=1)) * (1 / count + 1 / (count - 1)))
    return Difference(float(apart.mean()), error, float(stdtrit(count - 1, (1 + CONFIDENCE) / 2)) * error)


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
    return tuple(replace(one, error=median.error, margin=median.margin) for one in apart)
