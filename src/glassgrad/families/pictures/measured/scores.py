"""Each family's score on each fold, in order, and how it stands beside the best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from ...comparison import Comparison, Result
from ...quantities import decimals_in_table
from ...standing import as_good_as_the_best


class Standing(Enum):
    """How a family's score compares with the best one; the value says it."""

    BEST = "the best"
    AS_GOOD = "as good, within the noise"
    LOWER = "lower"


@dataclass(frozen=True)
class ScoreLine:
    """One family: the score on each fold, their mean and standard deviation, and how it stands."""

    title: str
    scores: tuple[float, ...]
    mean: float
    spread: float
    standing: Standing


@dataclass(frozen=True)
class ScoreLines:
    """All families, the best first.

    `measure` is what the score is called. `baseline`: the mean score of always saying `always`, the most frequent class or the mean.
    """

    measure: str
    folds: int
    lines: tuple[ScoreLine, ...]
    baseline: float
    always: str

    @property
    def decimals(self) -> int:
        """Digits after the point of every score."""
        return decimals_in_table(one.spread for one in self.lines)

    def standing(self, standing: Standing) -> list[ScoreLine]:
        """Those that stand so, in order."""
        return [one for one in self.lines if one.standing is standing]


def score_lines(seen: Comparison) -> ScoreLines:
    """The scores of a comparison that has results."""
    good = as_good_as_the_best(seen.results)
    return ScoreLines(
        measure=seen.problem.measure,
        folds=len(seen.problem.folds),
        lines=tuple(_line(one, best=one is good[0], as_good=one in good) for one in seen.results),
        baseline=float(np.mean(seen.baseline)),
        always="the most frequent class" if seen.problem.task.has_classes else "the mean",
    )


def _line(one: Result, *, best: bool, as_good: bool) -> ScoreLine:
    standing = Standing.BEST if best else Standing.AS_GOOD if as_good else Standing.LOWER
    return ScoreLine(one.family.title, one.scores, one.mean, one.spread, standing)
