"""Whether a weighted sum is enough for these data: the best linear model beside the network, fold by fold, with the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from glassgrad.explain.blocks import Aside
from glassgrad.writing.mathematics import Words

from .comparison import Comparison, Result
from .differences import FEWEST_FOLDS, Difference, difference
from .family import Family, Sort
from .learnt import learnt
from .quantities import score, signed


class Answer(Enum):
    """What the folds say of a linear model beside the network."""

    AS_GOOD = "as good"
    BETTER = "better"
    WORSE = "worse"
    OPEN = "open"


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
    apart = difference(network.scores, linear.scores)
    return Verdict(linear, network, apart, _answer(apart))


def _answer(apart: Difference) -> Answer:
    if apart.certain:
        return Answer.WORSE if apart.mean > 0 else Answer.BETTER
    return Answer.AS_GOOD if apart.mean <= 0 or apart.small else Answer.OPEN


def told_verdict(seen: Comparison) -> tuple[Aside, ...]:
    """The verdict in words, and the numbers it rests on; none where nothing was learnt, by which two families could be told apart."""
    found = verdict_on(seen.results)
    if found is None:
        return ()
    if not learnt(seen):
        return (Aside(_no_verdict(found, seen)),)
    return (Aside(_sentence(found, seen.results[0])), Aside(_numbers(found, seen)))


def _no_verdict(found: Verdict, seen: Comparison) -> Words:
    beside = ("These folds do not say: ", f"{found.linear.family.title} ", score(found.linear.mean), ", the neural network ", score(found.network.mean))
    always = (", always giving the same answer ", score(sum(seen.baseline) / len(seen.baseline)))
    return (*beside, *always, ". No family is certainly better than that, and where nothing is learnt, all are alike.")


def _sentence(found: Verdict, best: Result) -> Words:
    linear, network = f"{found.linear.family.title} ", "the neural network "
    scores = (score(found.linear.mean), score(found.network.mean))
    both: Words = (linear, scores[0], ", ", network, scores[1])
    if found.answer is Answer.AS_GOOD:
        return ("On these data a linear model is as good as the network: ", *both, ". ", *_beyond_both(found, best))
    if found.answer is Answer.BETTER:
        return ("On these data a linear model is better than the network: ", *both, ".")
    if found.answer is Answer.WORSE:
        return ("On these data a linear model is not as good as the network: ", *both, ". A weighted sum of the inputs misses something that is there.")
    return (
        "Whether a linear model is as good as the network, these folds do not say: ",
        *both,
        ". More rows would tell; until then the simpler one is enough.",
    )


def _beyond_both(found: Verdict, best: Result) -> Words:
    """Whether any other family found more than a weighted sum does."""
    ahead = difference(best.scores, found.linear.scores)
    if ahead.mean <= 0:
        return ("No family here found more than a weighted sum of the inputs does.",)
    if best is found.network:
        return ("The network is ahead by ", score(ahead.mean), ", which is within one standard error.")
    if ahead.certain and difference(best.scores, found.network.scores).certain:
        return (f"But there is more to be found than a weighted sum: {best.family.title} is better than both, ", score(best.mean), ".")
    than = "certainly ahead of the linear model" if ahead.certain else "ahead, but not certainly: a weighted sum may miss something, and more rows would tell"
    return (f"The best of all is {best.family.title}, ", score(best.mean), f", {than}.")


def _numbers(found: Verdict, seen: Comparison) -> Words:
    apart, folds = found.apart, len(found.linear.scores)
    if found.linear.scores == found.network.scores:
        return (f"Both have the same {seen.problem.measure} on each of the {folds} folds.",)
    measured = (f"The network's {seen.problem.measure} minus the linear model's, fold by fold: ", signed(apart.mean), " on average, with a standard error of ")
    if folds < FEWEST_FOLDS:
        return (*measured, score(apart.error), f". {folds} folds give no spread worth the name: how far chance goes, more of them (--folds 5) would tell.")
    by_chance = (f". If both were equally good, {folds} such folds would show a difference of up to ", score(apart.margin), " in 95 of 100 cases, so this is ")
    corrected = " than chance. (The folds share rows to learn from; the error is corrected for that, after Nadeau and Bengio.)"
    return (*measured, score(apart.error), *by_chance, f"{'more' if apart.certain else 'no more'}{corrected}")
