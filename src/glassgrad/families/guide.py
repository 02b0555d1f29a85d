"""Which family to take: a guide in words, with the numbers of this comparison behind every sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Block
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.plain import listed

from .comparison import Comparison, Result
from .differences import FEW_FOLDS, FEWEST_FOLDS, MORE_FOLDS, ROUNDING, Difference, difference, most_apart
from .family import Sort
from .growing import more_rows, titles
from .learnt import better_than_nothing, learnt
from .quantities import DECIMALS, decimals_for, digits_to_tell, gap, score, seconds, size
from .standing import Tiers, tiers
from .verdict import Answer, network_of, verdict_on

MOST_TO_READ = 20
"""Summands of an answer that a person reads through."""


def is_readable(one: Result) -> bool:
    """Whether a person can read how an answer comes about: few summands, each of which says something by itself, as members of an ensemble do not."""
    return one.parts <= MOST_TO_READ and not one.family.network and one.family.sort is not Sort.ENSEMBLE


def guide(seen: Comparison) -> Iterator[Block]:
    """What to take, depending on what matters."""
    if not learnt(seen):
        yield from map(Aside, _nothing_learnt(seen))
        return
    stand = tiers(seen.results)
    yield Aside(_the_best(seen, stand))
    if len(stand.good) > 1:
        yield from map(Aside, _extremes(stand.good, few=_few(seen)))
    yield Aside(_to_be_read(stand.good))
    yield Aside(more_rows(seen, stand.good))
    yield from map(Aside, _about_the_network(seen, stand.good))


def _few(seen: Comparison) -> bool:
    return len(seen.baseline) < FEWEST_FOLDS


def _nothing_learnt(seen: Comparison) -> Iterator[Words]:
    best, always, better = seen.results[0], float(np.mean(seen.baseline)), better_than_nothing(seen)
    advice = "Whether the columns say anything about the target, these folds do not show: more rows are needed, or other columns."
    decimals = decimals_for(better.mean)
    beside = (f"Take none of them yet. The best, {best.family.title}, has ", score(best.mean, decimals), "; always giving the same answer has ")
    yield (*beside, score(always, decimals), *_no_more_than_luck(seen, better), f". {advice}")
    if not _few(seen):
        yield from _worse_than_nothing(seen)


def _no_more_than_luck(seen: Comparison, better: Difference) -> Words:
    if better.mean <= ROUNDING:
        return ()
    if _few(seen):
        return (", and over all rows that were held out that is no more than luck can do",)
    if better.margin >= most_apart(shares=seen.problem.task.has_classes):
        return (", and chance makes any difference on folds as unlike as these",)
    return (", and chance makes differences of up to ", gap(better.margin, digits_to_tell(better.mean, better.margin)))


def _worse_than_nothing(seen: Comparison) -> Iterator[Words]:
    """Who did harm by learning: certainly, or else the one that is lowest."""
    beside = [(one, difference(one.scores, seen.baseline, judged=one.judged)) for one in seen.results]
    certain, (last, lowest) = [one for one, apart in beside if apart.mean < 0 and apart.certain], beside[-1]
    if certain:
        yield (f"Certainly worse than learning nothing: {_scored(certain)}. What they learnt was chance in their training rows.",)
    elif lowest.mean < -ROUNDING:
        digits = digits_to_tell(lowest.mean, lowest.margin)
        under = (f"The lowest, {last.family.title}, has ", score(last.mean), ": worse than learning nothing by ", gap(-lowest.mean, digits))
        yield (*under, ", but these folds vary so much that it is not certain.")


def _scored(results: Sequence[Result], decimals: int = DECIMALS) -> str:
    return listed([f"{one.family.title} ({score(one.mean, decimals).text})" for one in results])


def _the_best(seen: Comparison, stand: Tiers) -> Words:
    few, below = _few(seen), seen.results[len(stand.good) :]
    decimals = decimals_for(seen.results[0].mean - below[0].mean) if below else DECIMALS
    first = [one for one in stand.good if seen.results[0].mean - one.mean <= ROUNDING]
    close = f"{'Close to' if few else 'As good as'} that, within {gap(stand.noise).text}{'' if few else ', the median standard error of these differences'}"
    groups = (
        (close, stand.good[len(first) :]),
        ("Behind" if few else "Behind, but not certainly so", stand.behind),
        ("Lower by more than chance makes, fold by fold", stand.lower),
        ("As low, but varying too much from fold to fold to be certain", stand.uneven),
    )
    told = [f" {words}: {_scored(group, decimals)}." for words, group in groups if group]
    caution = f" {FEW_FOLDS}: which of these differences would stay, {MORE_FOLDS}." if few and len(seen.results) > 1 else ""
    return (f"The best score is that of {titles(first)}, ", score(first[0].mean, decimals), f".{''.join(told)}{caution}")


def _extremes(good: Sequence[Result], *, few: bool) -> Iterator[Words]:
    """The smallest and the quickest, and how far the others are from that."""
    yield _least(
        f"Of those {'close to' if few else 'as good as'} the best, the smallest is ",
        "the largest",
        good,
        lambda one: size(one.bytes),
        key=lambda one: one.bytes,
    )
    told, unit = (lambda one: seconds(one.predict_seconds)), " for 1,000 rows"
    yield _least("The quickest of them to predict is ", "the slowest", good, told, key=lambda one: one.predict_seconds, unit=unit)
    yield _least("The quickest of them to learn is ", "the slowest", good, lambda one: seconds(one.fit_seconds), key=lambda one: one.fit_seconds)


def _least(opening: str, other: str, good: Sequence[Result], told: Callable[[Result], Mathematics], *, key: Callable[[Result], float], unit: str = "") -> Words:
    least, most = min(good, key=key), max(good, key=key)
    return (f"{opening}{least.family.title}, ", told(least), f"{unit}; {other}, {most.family.title}, ", told(most), ".")


def _to_be_read(good: Sequence[Result]) -> Words:
    readable = sorted((one for one in good if is_readable(one)), key=lambda one: one.parts)
    if not readable:
        return (_not_to_be_read(good),)
    first, *others = readable
    told = [f"{first.family.title} (at most {counted(first.parts, 'number')} to add up)", *(f"{one.family.title} ({one.parts})" for one in others)]
    return (f"The answers of {listed(told)} can be read from beginning to end; --explain shows them for any row.",)


def _not_to_be_read(good: Sequence[Result]) -> str:
    """Whose answers nobody reads at a glance, and why: of each what it adds up."""
    if len(good) == 1:
        return f"An answer of {titles(good)} cannot be read at a glance: it adds up {_added_up(good[0])}."
    told = [f"{one.family.title}{' adds up' if one is good[0] else ''} {_added_up(one)}" for one in good]
    return f"None of their answers can be read at a glance: {listed(told)}."


def _added_up(one: Result) -> str:
    if one.family.sort is Sort.ENSEMBLE:
        return "what other models say"
    return "what hidden units say" if one.family.network else counted(one.parts, "number")


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
    best = seen.results[0]
    apart = difference(best.scores, network.scores, judged=network.judged)
    digits = digits_to_tell(apart.mean, apart.margin)
    ahead = (f"The network stays behind: {best.family.title} is ahead of it by ", gap(apart.mean, digits))
    limited = apart.margin < most_apart(shares=seen.problem.task.has_classes)
    beside: Words = (f", {'more' if apart.certain else 'no more'} than chance makes", *((" (up to ", gap(apart.margin, digits), ")") if limited else ()))
    again = ". Other layers (--hidden) or more rows may change that; then compare again."
    return (*ahead, *(() if _few(seen) else beside), again)
