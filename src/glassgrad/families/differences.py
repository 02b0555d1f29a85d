"""Whether two families differ, or only seem to: their scores fold by fold, and how far such a difference goes by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np

CONFIDENCE = 0.95
ROUNDING = 1e-12
"""Scores are sums of shares: what differs by less is the same."""
SQUARED_AT_MOST = 1e150
"""Beyond it the square of a number is none."""
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


def deviation(values: Sequence[float] | np.ndarray[Any, Any]) -> float:
    """The standard deviation of some scores, of any size.

    >>> round(deviation([0.9, 1.0]), 4), deviation([0.0, 2e200]) == 2**0.5 * 1e200
    (0.0707, True)
    """
    largest = float(np.abs(values).max())
    unit = largest if largest > SQUARED_AT_MOST else 1.0
    return unit * float(np.std(np.asarray(values) / unit, ddof=1))


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
    error = deviation(apart) * sqrt(1 / count + 1 / (count - 1))
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


def most_apart(*, shares: bool) -> float:
    """How far two scores can be apart: shares of right answers by 1, R² by any amount."""
    return 1.0 if shares else inf


def common_error(apart: Sequence[Difference]) -> float:
    """One standard error for all of these differences: the median of those that vary over the folds; 0 if none does.

    >>> calm, wild = difference([0.9, 0.9, 0.9], [0.8, 0.9, 0.8]), difference([0.9, 0.9, 0.9], [0.2, 0.9, 0.9])
    >>> common_error((calm, calm, wild)) == calm.error
    True
    """
    varying = sorted(one.error for one in apart if one.error > ROUNDING)
    return varying[(len(varying) - 1) // 2] if varying else 0.0
