"""Which family to take: a guide in words, with the numbers of this comparison behind every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from glassgrad.explain.blocks import Aside, Block
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.plain import listed

from .comparison import Comparison, Result
from .differences import FEW_FOLDS, FEWEST_FOLDS, MORE_FOLDS
from .family import Sort
from .learnt import better_than_nothing, learnt
from .quantities import growth, score, seconds, size
from .standing import as_good_as_the_best, behind_the_best
from .verdict import Answer, network_of, verdict_on

MOST_TO_READ = 20
"""Summands of an answer that a person reads through."""
MOST_DETAILED = 4
"""Families of which it is said here what they keep; of more, the table says it."""
FIXED = (Sort.PARAMETRIC, Sort.PROBABILITIES)
"""These keep so many numbers for each input and class; what others keep depends on the rows, even if two counts happen to be the same."""


def is_readable(one: Result) -> bool:
    """Whether a person can read how an answer comes about: few summands, each of which says something by itself, as members of an ensemble do not."""
    return one.parts <= MOST_TO_READ and (one.family.linear or one.family.sort not in (Sort.PARAMETRIC, Sort.ENSEMBLE))


def guide(seen: Comparison) -> Iterator[Block]:
    """What to take, depending on what matters."""
    good = as_good_as_the_best(seen.results)
    if not learnt(seen):
        yield Aside(_nothing_learnt(seen))
        return
    yield Aside(_the_best(seen, good))
    if len(good) > 1:
        yield Aside(_least("The smallest of them is ", good, lambda one: size(one.bytes), key=lambda one: one.bytes))
        yield Aside(
            _least("The quickest to predict is ", good, lambda one: seconds(one.predict_seconds), key=lambda one: one.predict_seconds, unit=" for 1,000 rows")
        )
        yield Aside(_least("The quickest to learn is ", good, lambda one: seconds(one.fit_seconds), key=lambda one: one.fit_seconds))
    yield Aside(_to_be_read(good))
    yield Aside(_more_rows(seen, good))
    yield from map(Aside, _about_the_network(seen, good))


def _nothing_learnt(seen: Comparison) -> Words:
    best, always, better = seen.results[0], score(float(np.mean(seen.baseline))), better_than_nothing(seen)
    beside = (f"Take none of them yet. The best, {best.family.title}, has ", score(best.mean), "; always giving the same answer has ", always)
    advice = ". Whether the columns say anything about the target, these folds do not show: more rows are needed, or other columns."
    if len(seen.baseline) < FEWEST_FOLDS:
        return (*beside, ", and over all rows that were held out that is no more than luck can do", advice)
    return (*beside, ", and chance makes differences of up to ", score(better.margin), advice)


def _the_best(seen: Comparison, good: Sequence[Result]) -> Words:
    best, apart = good[0], behind_the_best(seen.results)
    opening: Words = (f"The best score is that of {best.family.title}, ", score(best.mean), ".")
    if len(apart) == 1:
        return opening
    error, margin = score(apart[0].error).text, score(apart[0].margin).text
    lower = [one for one in seen.results if one not in good]
    certain = [one for one, gap in zip(seen.results, apart, strict=True) if gap.certain]
    few = len(best.scores) < FEWEST_FOLDS
    close = f"Close to that, within {error}: " if few else f"As good as that, within {error}, the median standard error of these differences: "
    tiers = (
        (close, good[1:]),
        ("Behind: " if few else "Behind, but not certainly so: ", lower if few else [one for one in lower if one not in certain]),
        (f"Lower by more than {margin}, which chance seldom makes: ", [] if few else certain),
    )
    told = [f" {words}{listed([f'{one.family.title} ({score(one.mean).text})' for one in tier])}." for words, tier in tiers if tier]
    caution = f" {FEW_FOLDS}: which of these differences would stay, {MORE_FOLDS}." if few else ""
    return (*opening, f"{''.join(told)}{caution}")


def _least(opening: str, good: Sequence[Result], told: Callable[[Result], Mathematics], *, key: Callable[[Result], float], unit: str = "") -> Words:
    least, most = min(good, key=key), max(good, key=key)
    return (f"{opening}{least.family.title}, ", told(least), f"{unit}; at the other end is {most.family.title}, ", told(most), ".")


def _to_be_read(good: Sequence[Result]) -> Words:
    readable = sorted((one for one in good if is_readable(one)), key=lambda one: one.parts)
    if not readable:
        who, each = ("None of their answers can", "each") if len(good) > 1 else ("Its answers cannot", "an answer")
        return (f"{who} be read at a glance: {each} adds up more than {MOST_TO_READ} numbers, or what other models or hidden units say.",)
    names = listed([one.family.title for one in readable])
    if len(readable) == 1:
        return (f"The answers of {names} can be read from beginning to end: each adds up {_at_most(readable)} numbers; --explain shows it for any row.",)
    return (f"The answers of {names} can be read from beginning to end: they add up {_at_most(readable)} numbers; --explain shows them for any row.",)


def _at_most(readable: Sequence[Result]) -> str:
    """How many numbers the longest answer of each adds up."""
    parts = [one.parts for one in readable]
    return f"at most {parts[0] if len(set(parts)) == 1 else listed([str(one) for one in parts])}"


def _more_rows(seen: Comparison, good: Sequence[Result]) -> Words:
    stay, grow = [one for one in good if not one.grows], [one for one in good if one.grows]
    fixed, happened = ([one.family.title for one in stay if (one.family.sort in FIXED) is by_design] for by_design in (True, False))
    told = (_staying(seen, fixed), _happening(seen, happened), _changing(grow, others=bool(stay)))
    return (f"If many more rows are to come: {' '.join(filter(None, told))}",)


def _rows(seen: Comparison) -> str:
    return f"with {len(seen.problem.half.places):,} rows and with {len(seen.problem.folds[0].training.places):,}"


def _staying(seen: Comparison, names: Sequence[str]) -> str:
    """Those whose size is given from the start."""
    if not names:
        return ""
    what = "inputs and classes" if seen.problem.task.has_classes else "inputs"
    return f"{listed(names)} {_keep(names)} the same number of things {_rows(seen)}, and will with more of them, as long as the {what} stay the same."


def _keep(names: Sequence[str]) -> str:
    return "keeps" if len(names) == 1 else "keep"


def _happening(seen: Comparison, names: Sequence[str]) -> str:
    """Those that kept as much of these rows, and need not of others."""
    return f"{listed(names)} happened to keep the same number of things {_rows(seen)}; with more it may be another." if names else ""


def _changing(grow: Sequence[Result], *, others: bool) -> str:
    if not grow:
        return ""
    names = [one.family.title for one in grow]
    if len(grow) > MOST_DETAILED:
        return f"What {listed(names)} keep changes with the rows, as the table above shows."
    details = [f"{one.family.title} ({'; '.join(growth(one.half.stored, one.all.stored, changed_only=True))})" for one in grow]
    who = "Others change" if others and len(grow) > 1 else "Another changes" if others else "all of them change" if len(grow) > 1 else "its size changes"
    return f"{who} with the rows: {listed(details)}."


def _about_the_network(seen: Comparison, good: Sequence[Result]) -> Iterator[Words]:
    network, found = network_of(seen.results), verdict_on(seen.results)
    if network is None:
        return
    if network not in good:
        yield _behind(seen, network)
    elif found is not None and found.answer in (Answer.AS_GOOD, Answer.BETTER):
        yield ("The network is not needed for these data. Take it where inputs act together in ways that a sum does not show, and where rows are many.",)
    else:
        stored = listed([f"{one.count:,} {one.what}" for one in network.stored])
        yield (f"Take the network where answers must follow curves in the data and the model must not grow: it keeps {stored}, however many rows there are.",)


def _behind(seen: Comparison, network: Result) -> Words:
    apart = behind_the_best(seen.results)[seen.results.index(network)]
    ahead = (f"The network is not among them: {seen.results[0].family.title} is ahead by ", score(apart.mean))
    beside = (f", {'more' if apart.certain else 'no more'} than chance makes (up to ", score(apart.margin), ")")
    again = ". Other layers (--hidden) or more rows may change that; then compare again."
    return (*ahead, *(() if len(seen.baseline) < FEWEST_FOLDS else beside), again)
