"""How the families stand beside the best one: all by one measure of chance."""

from __future__ import annotations

from collections.abc import Sequence

from .comparison import Result
from .differences import Difference, by_one_error, difference


def behind_the_best(results: Sequence[Result]) -> tuple[Difference, ...]:
    """How far each lies behind the best one, all by one measure of chance, so that who has the higher score never stands behind who has the lower."""
    return by_one_error([difference(results[0].scores, one.scores, judged=one.judged) for one in results])


def as_good_as_the_best(results: Sequence[Result]) -> list[Result]:
    """The best one, and those within one standard error of it, the median one: the noise of these folds makes such differences all the time."""
    return [one for one, apart in zip(results, behind_the_best(results), strict=True) if apart.small]
