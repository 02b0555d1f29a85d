"""The verdict on linear models in words, with the numbers it rests on."""

from __future__ import annotations

from math import floor

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside
from glassgrad.writing.mathematics import Mathematics, Words

from .comparison import Comparison, Result
from .differences import FEW_FOLDS, FEWEST_FOLDS, MORE_FOLDS, ROUNDING, Difference, most_apart, most_by_luck
from .learnt import learnt
from .quantities import decimals_for, digits_to_tell, gap, score, signed
from .standing import certainly_behind, tiers
from .verdict import Answer, Verdict, rows_ahead, verdict_on


def told_verdict(seen: Comparison) -> tuple[Aside, ...]:
    """The verdict in words, and the numbers it rests on; none where nothing was learnt, by which two families could be told apart."""
    found = verdict_on(seen.results)
    if found is None:
        return ()
    if not learnt(seen):
        return (Aside(_no_verdict(found, seen)),)
    return (Aside(_sentence(found, seen)), Aside(_numbers(found, seen)))


def _no_verdict(found: Verdict, seen: Comparison) -> Words:
    always = score(sum(seen.baseline) / len(seen.baseline))
    beside = ("These folds do not say: ", *_both(found), ", always giving the same answer ", always, ". No family is certainly better than that")
    if abs(found.apart.mean) <= ROUNDING:
        return (*beside, ".")
    ahead, other = ("the network", "the linear model") if found.apart.mean > 0 else ("the linear model", "the network")
    if found.answer in (Answer.BETTER, Answer.WORSE):
        return (*beside, f"; {other} is behind {ahead} by more than chance makes.")
    return (*beside, f", and that {ahead} is ahead of {other} may be chance as well.")


def _both(found: Verdict) -> Words:
    """Both with their scores, in as many digits as show which is higher."""
    decimals = decimals_for(found.apart.mean)
    return (f"{found.linear.family.title} ", score(found.linear.mean, decimals), f", {found.network.family.title} ", score(found.network.mean, decimals))


def _sentence(found: Verdict, seen: Comparison) -> Words:
    both = _both(found)
    if found.answer is Answer.UNTOLD:
        return ("Whether a linear model is as good as the network, two folds cannot say: ", *both, f". {FEW_FOLDS}; {MORE_FOLDS}.")
    if found.answer is Answer.AS_GOOD:
        return ("On these data a linear model is as good as the network: ", *both, ". ", *_beyond_both(found, seen))
    if found.answer is Answer.BETTER:
        return ("On these data a linear model is better than the network: ", *both, ".", *_both_good(found, seen))
    if found.answer is Answer.WORSE:
        missed = ". A weighted sum of the inputs misses something that is there."
        return ("On these data a linear model is not as good as the network: ", *both, missed, *_both_good(found, seen))
    return (
        "Whether a linear model is as good as the network, these folds do not say: ",
        *both,
        ". More rows would tell; until then the simpler one is enough.",
    )


def _both_good(found: Verdict, seen: Comparison) -> Words:
    """Why both may be as good as a third one, though one of them is better than the other."""
    stand = tiers(seen.results)
    if len(seen.baseline) < FEWEST_FOLDS or found.linear not in stand.good or found.network not in stand.good:
        return ()
    both = f" Both are as good as the best, {seen.results[0].family.title}, all the same: each is within the noise of these folds, "
    return (both, gap(stand.noise), ", but from each other they differ steadily, fold by fold.")


def _beyond_both(found: Verdict, seen: Comparison) -> Words:
    """Whether any other family found more than a weighted sum does."""
    best, stand = seen.results[0], tiers(seen.results)
    certain = dict(zip((one.family.name for one in seen.results), certainly_behind(seen.results), strict=True))
    ahead = best.mean - found.linear.mean
    if ahead <= 0:
        return ("No family here found more than a weighted sum of the inputs does.",)
    if best is found.network:
        return ("The network is ahead by ", gap(ahead), ", which is within the noise of these folds.")
    best_score = score(best.mean, decimals_for(ahead))
    if certain[found.linear.family.name]:
        return _more_found(best, best_score, found, of_both=certain[found.network.family.name])
    opening: Words = (f"The best of all is {best.family.title}, ", best_score)
    if found.linear in stand.good:
        return (*opening, "; that it is ahead is within the noise of these folds.")
    return (*opening, ". It is ahead, but not certainly: a weighted sum may miss something; more folds or more rows would tell.")


def _more_found(best: Result, best_score: Mathematics, found: Verdict, *, of_both: bool) -> Words:
    """That another family is certainly ahead of the linear model."""
    if of_both:
        return (f"But there is more to be found than a weighted sum: {best.family.title} is better than both, ", best_score, ".")
    opening: Words = (f"The best of all is {best.family.title}, ", best_score, ", certainly ahead of the linear model")
    if found.network.mean <= found.linear.mean:
        return (*opening, "; the network is behind it too, but varies too much for that to be certain.")
    return (*opening, "; the network is between them, and not certainly apart from either.")


def _numbers(found: Verdict, seen: Comparison) -> Words:
    apart, folds = found.apart, len(found.linear.scores)
    if found.linear.scores == found.network.scores:
        return (f"Both have the same {seen.problem.measure} on {'both' if folds == 2 else f'each of the {folds}'} folds.",)
    if folds < FEWEST_FOLDS:
        return (*_fold_by_fold(found, seen), *_row_by_row(found))
    digits = digits_to_tell(apart.mean, apart.margin)
    opening = f"The network's {seen.problem.measure} minus the linear model's, fold by fold: "
    measured: Words = (opening, signed(apart.mean, digits), " on average, with a standard error of ", gap(apart.error, digits))
    limited = apart.margin < most_apart(shares=seen.problem.task.has_classes)
    chance: Words = ("a difference of up to ", gap(apart.margin, digits)) if limited else ("any difference that there can be",)
    would = f". If both were equally good, {folds} such folds would show "
    return (*measured, would, *chance, f" in 95 of 100 cases, so this is {'more' if apart.certain else 'no more'} than chance. ({_error_words(apart)})")


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
    ahead, judged = rows_ahead(found.linear, found.network), found.network.judged
    if not judged:
        return ()
    if not ahead:
        return (f" Over both together they are right on the same number of rows, of {judged:,}.",)
    luck = floor(most_by_luck(found.linear.mean, found.network.mean, judged=judged))
    who = "the network" if ahead > 0 else "the linear model"
    than = "that is more than luck makes" if abs(ahead) > luck else "luck can make that much"
    return (f" Of {judged:,} held-out rows {who} is right on {abs(ahead):,} more; {than} (up to {luck:,} in 95 of 100 cases).",)
