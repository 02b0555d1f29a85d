"""Whether a weighted sum is enough for these data: the best linear model beside the network, fold by fold, with the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import floor

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside
from glassgrad.writing.mathematics import Words

from .comparison import Comparison, Result
from .differences import FEW_FOLDS, FEWEST_FOLDS, MORE_FOLDS, Difference, difference, most_by_luck
from .family import Family, Sort
from .learnt import learnt
from .quantities import score, signed
from .standing import behind_the_best


class Answer(Enum):
    """What the folds say of a linear model beside the network."""

    AS_GOOD = "as good"
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"
    UNTOLD = "untold: there are too few folds"


@dataclass(frozen=True)
class Verdict:
    """The best linear model, the network, and the network's score minus the linear one's."""

    linear: Result
    network: Result
    apart: Difference
    answer: Answer


def is_network(family: Family) -> bool:
    """Whether it is the network: the one whose formula is given from the start, and is more than a weighted sum."""
    return family.sort is Sort.PARAMETRIC and not family.linear


def network_of(results: Iterable[Result]) -> Result | None:
    """What came of the network, if it is there."""
    return next((one for one in results if is_network(one.family)), None)


def verdict_on(results: Iterable[Result]) -> Verdict | None:
    """What these results, the best first, say; None without a linear model, or without the network."""
    seen = list(results)
    linear, network = next((one for one in seen if one.family.linear), None), network_of(seen)
    if linear is None or network is None:
        return None
    apart = difference(network.scores, linear.scores, judged=network.judged)
    return Verdict(linear, network, apart, _answer(apart) if len(network.scores) >= FEWEST_FOLDS else _answer_by_rows(linear, network))


def _answer(apart: Difference) -> Answer:
    if apart.certain:
        return Answer.WORSE if apart.mean > 0 else Answer.BETTER
    return Answer.AS_GOOD if apart.mean <= 0 or apart.small else Answer.OPEN


def _answer_by_rows(linear: Result, network: Result) -> Answer:
    """What all held-out rows together say where the folds are too few: no more than that one is right on more of them than luck makes."""
    ahead = _rows_ahead(linear, network)
    if not network.judged or abs(ahead) <= most_by_luck(linear.mean, network.mean, judged=network.judged):
        return Answer.UNTOLD
    return Answer.WORSE if ahead > 0 else Answer.BETTER


def _rows_ahead(linear: Result, network: Result) -> int:
    """On how many more rows, of all that were held out, the network is right."""
    return round((network.mean - linear.mean) * network.judged)


def told_verdict(seen: Comparison) -> tuple[Aside, ...]:
    """The verdict in words, and the numbers it rests on; none where nothing was learnt, by which two families could be told apart."""
    found = verdict_on(seen.results)
    if found is None:
        return ()
    if not learnt(seen):
        return (Aside(_no_verdict(found, seen)),)
    return (Aside(_sentence(found, seen)), Aside(_numbers(found, seen)))


def _no_verdict(found: Verdict, seen: Comparison) -> Words:
    beside = ("These folds do not say: ", f"{found.linear.family.title} ", score(found.linear.mean), ", the neural network ", score(found.network.mean))
    always = (", always giving the same answer ", score(sum(seen.baseline) / len(seen.baseline)))
    return (*beside, *always, ". No family is certainly better than that, and where nothing is learnt, all are alike.")


def _sentence(found: Verdict, seen: Comparison) -> Words:
    linear, network = f"{found.linear.family.title} ", "the neural network "
    both: Words = (linear, score(found.linear.mean), ", ", network, score(found.network.mean))
    if found.answer is Answer.UNTOLD:
        return (f"Whether a linear model is as good as the network, two folds cannot say: {both[0]}", *both[1:], f". {FEW_FOLDS}; {MORE_FOLDS}.")
    if found.answer is Answer.AS_GOOD:
        return ("On these data a linear model is as good as the network: ", *both, ". ", *_beyond_both(found, seen))
    if found.answer is Answer.BETTER:
        return ("On these data a linear model is better than the network: ", *both, ".")
    if found.answer is Answer.WORSE:
        return ("On these data a linear model is not as good as the network: ", *both, ". A weighted sum of the inputs misses something that is there.")
    return (
        "Whether a linear model is as good as the network, these folds do not say: ",
        *both,
        ". More rows would tell; until then the simpler one is enough.",
    )


def _beyond_both(found: Verdict, seen: Comparison) -> Words:
    """Whether any other family found more than a weighted sum does."""
    best, behind = seen.results[0], dict(zip((one.family.name for one in seen.results), behind_the_best(seen.results), strict=True))
    ahead = behind[found.linear.family.name]
    if ahead.mean <= 0:
        return ("No family here found more than a weighted sum of the inputs does.",)
    if best is found.network:
        return ("The network is ahead by ", score(ahead.mean), ", which is within one standard error.")
    if ahead.certain and behind[found.network.family.name].certain:
        return (f"But there is more to be found than a weighted sum: {best.family.title} is better than both, ", score(best.mean), ".")
    opening: Words = (f"The best of all is {best.family.title}, ", score(best.mean))
    if ahead.small:
        return (*opening, "; that it is ahead is within the noise of these folds.")
    if ahead.certain:
        return (*opening, ", certainly ahead of the linear model.")
    return (*opening, ". It is ahead, but not certainly: a weighted sum may miss something, and more rows would tell.")


def _numbers(found: Verdict, seen: Comparison) -> Words:
    apart, folds = found.apart, len(found.linear.scores)
    if found.linear.scores == found.network.scores:
        return (f"Both have the same {seen.problem.measure} on {'both' if folds == 2 else f'each of the {folds}'} folds.",)
    if folds < FEWEST_FOLDS:
        return (*_fold_by_fold(found, seen), *_row_by_row(found))
    measured = (f"The network's {seen.problem.measure} minus the linear model's, fold by fold: ", signed(apart.mean), " on average, with a standard error of ")
    by_chance = (f". If both were equally good, {folds} such folds would show a difference of up to ", score(apart.margin), " in 95 of 100 cases, so this is ")
    return (*measured, score(apart.error), *by_chance, f"{'more' if apart.certain else 'no more'} than chance. ({_error_words(apart)})")


def _error_words(apart: Difference) -> str:
    """Where the standard error is from."""
    if apart.rows:
        ahead = counted(apart.rows, "row")
        return f"The folds agree more closely than luck allows: the difference comes to {ahead}, and luck moves such a count by √{apart.rows}, the error here."
    return "The folds share rows to learn from; the error is corrected for that, after Nadeau and Bengio."


def _fold_by_fold(found: Verdict, seen: Comparison) -> Words:
    first, second = (signed(network - linear) for network, linear in zip(found.network.scores, found.linear.scores, strict=True))
    return (f"The network's {seen.problem.measure} minus the linear model's is ", first, " on one fold and ", second, " on the other.")


def _row_by_row(found: Verdict) -> Words:
    """What all held-out rows say, if each is right or wrong."""
    ahead, judged = _rows_ahead(found.linear, found.network), found.network.judged
    if not judged:
        return ()
    if not ahead:
        return (f" Over both together they are right on the same number of rows, of {judged:,}.",)
    luck = floor(most_by_luck(found.linear.mean, found.network.mean, judged=judged))
    who = "the network" if ahead > 0 else "the linear model"
    than = "that is more than luck makes" if abs(ahead) > luck else "luck can make that much"
    return (f" Of {judged:,} held-out rows {who} is right on {abs(ahead):,} more; {than} (up to {luck:,} in 95 of 100 cases).",)
