"""Whether a weighted sum is enough for these data: the best linear model beside the network, fold by fold, with the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from .comparison import Result
from .differences import FEWEST_FOLDS, ROUNDING, Difference, difference, most_by_luck
from .standing import tiers


class Answer(Enum):
    """What the folds say of a linear model beside the network."""

    AS_GOOD = "as good"
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"
    UNTOLD = "untold: there are too few folds"


@dataclass(frozen=True)
class Verdict:
    """The best linear model, the network, the network's score minus the linear one's, and what it says; as the tiers of the guide say it."""

    linear: Result
    network: Result
    apart: Difference
    answer: Answer


def network_of(results: Iterable[Result]) -> Result | None:
    """What came of the network, if it is there."""
    return next((one for one in results if one.family.network), None)


def verdict_on(results: Iterable[Result]) -> Verdict | None:
    """What these results, the best first, say; None without a linear model, or without the network."""
    seen = list(results)
    linear, network = next((one for one in seen if one.family.linear), None), network_of(seen)
    if linear is None or network is None:
        return None
    apart = difference(network.scores, linear.scores, judged=network.judged)
    answer = _answer(apart, linear, seen) if len(network.scores) >= FEWEST_FOLDS else _answer_by_rows(linear, network)
    return Verdict(linear, network, apart, answer)


def _answer(apart: Difference, linear: Result, seen: Sequence[Result]) -> Answer:
    """What the folds say; where the network is the best of all, the same as where the linear model stands beside the best."""
    if apart.certain:
        return Answer.WORSE if apart.mean > 0 else Answer.BETTER
    stand = tiers(seen)
    alike = linear in stand.good if seen[0].family.network else apart.mean <= stand.noise + ROUNDING
    return Answer.AS_GOOD if apart.mean <= 0 or alike else Answer.OPEN


def _answer_by_rows(linear: Result, network: Result) -> Answer:
    """What all held-out rows together say where the folds are too few: no more than that one is right on more of them than luck makes."""
    ahead = rows_ahead(linear, network)
    if not network.judged or abs(ahead) <= most_by_luck(linear.mean, network.mean, judged=network.judged):
        return Answer.UNTOLD
    return Answer.WORSE if ahead > 0 else Answer.BETTER


def rows_ahead(linear: Result, network: Result) -> int:
    """On how many more rows, of all that were held out, the network is right."""
    return round((network.mean - linear.mean) * network.judged)
