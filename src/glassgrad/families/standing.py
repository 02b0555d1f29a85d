"""How the families stand beside the best one: who is as good within the noise, and who is lower by more than chance makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .comparison import Result
from .differences import FEWEST_FOLDS, ROUNDING, Difference, common_error, difference


@dataclass(frozen=True)
class Tiers:
    """The families in order of their scores, the best first, in four groups.

    `good`: the best, and those within `noise` of it. `behind`: lower by more than that, but not certainly. `lower`: certainly, each by its own differences,
    fold by fold. `uneven`: below one of these, but varying so much that chance may have put them there. No group but the last is above one before it.
    """

    noise: float
    good: tuple[Result, ...]
    behind: tuple[Result, ...]
    lower: tuple[Result, ...]
    uneven: tuple[Result, ...]


def behind_the_best(results: Sequence[Result]) -> tuple[Difference, ...]:
    """How far each lies behind the best one, judged by its own differences from it, as any two families are."""
    return tuple(difference(results[0].scores, one.scores, judged=one.judged) for one in results)


def certainly_behind(results: Sequence[Result]) -> tuple[bool, ...]:
    """Whether each is behind the best one by more than chance makes; of few folds that is not known of any."""
    return _certain(results, behind_the_best(results))


def _certain(results: Sequence[Result], apart: Sequence[Difference]) -> tuple[bool, ...]:
    return tuple(behind.mean > 0 and behind.certain and len(one.scores) >= FEWEST_FOLDS for one, behind in zip(results, apart, strict=True))


def tiers(results: Sequence[Result]) -> Tiers:
    """How they stand: as good is who is within one standard error, the median one, and comes before all who are not.

    By its own error one that varies much would be as good as the best, and one with a higher score that varies little would not.
    """
    apart = behind_the_best(results)
    certain = _certain(results, apart)
    noise = common_error(apart)
    good = next((place for place, one in enumerate(apart) if certain[place] or one.mean > noise + ROUNDING), len(apart))
    first = next((place for place, one in enumerate(certain) if one), len(apart))
    after = range(first, len(apart))
    lower, uneven = (tuple(results[place] for place in after if certain[place] is wanted) for wanted in (True, False))
    return Tiers(noise, tuple(results[:good]), tuple(results[good:first]), lower, uneven)


def as_good_as_the_best(results: Sequence[Result]) -> list[Result]:
    """The best one, and those within its noise: these folds make such differences all the time."""
    return list(tiers(results).good)
