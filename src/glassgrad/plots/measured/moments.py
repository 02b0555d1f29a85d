"""The moments of a run at which something happened: its best epoch, its end, where it was gone on with, warnings, drops of the learning rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from glassgrad.readers import evaluate
from glassgrad.training import Run
from glassgrad.training.plan import Plan
from glassgrad.training.replay import factors_of
from glassgrad.training.run_file import WARNING
from glassgrad.writing.plain import visible

BEST, RATE, RESUMED, NOT_FINITE = "best", "rate", "resumed", "not finite"
WORDS = {
    BEST: "best",
    "converged": "stopped falling",
    "target": "target loss reached",
    "time": "time limit",
    "interrupted": "interrupted",
    NOT_FINITE: "not finite",
    RESUMED: "resumed",
}
"""Kinds of moments and what is written beside them. Warnings are counted, drops of the learning rate give their factor; others say their kind."""
ALL_DONE = "epochs"
"""That all epochs are done is no news where a curve ends."""
LOOKS = 24
"""Places at which it is seen whether a schedule changes the rate all the time."""
Rate = Callable[[int], float]
"""The learning rate at the first step of an epoch (from 1)."""


@dataclass(frozen=True)
class Moment:
    """Something happened after so many epochs (a fraction, within one): what is written beside it, and the whole sentence if there is one."""

    epoch: float
    kind: str
    words: str
    sentence: str = ""


def moments_of(run: Run) -> tuple[Moment, ...]:
    """All moments of a run, in order; several at the same step have one entry each."""
    found = [*_best(run), *_events(run), *_drops(run)]
    return tuple(sorted(found, key=lambda one: one.epoch))


def together(moments: Iterable[Moment]) -> list[Moment]:
    """Moments of the same step as one, with the words of all: "interrupted, resumed". The first kind is its kind.

    >>> [one.words for one in together([Moment(3, "best", "best"), Moment(3, "time", "time limit"), Moment(9, "resumed", "resumed")])]
    ['best, time limit', 'resumed']
    """
    groups = [list(group) for _, group in groupby(moments, key=lambda one: one.epoch)]
    return [
        Moment(group[0].epoch, group[0].kind, ", ".join(dict.fromkeys(one.words for one in group)), " ".join(filter(None, (one.sentence for one in group))))
        for group in groups
    ]


def _best(run: Run) -> Iterator[Moment]:
    epoch = run.best["epoch"]
    if epoch:
        yield Moment(epoch, BEST, WORDS[BEST])


def _events(run: Run) -> Iterator[Moment]:
    warnings = 0
    for step, kind, message in run.file.events():
        if kind == ALL_DONE:
            continue
        warnings += kind == WARNING
        words = f"warning {warnings}" if kind == WARNING else WORDS.get(kind, visible(kind, 20))
        yield Moment(step / run.plan.steps_per_epoch, visible(kind, 20), words, visible(message.partition(";")[0], 200))


def _drops(run: Run) -> Iterator[Moment]:
    """Where the learning rate was lowered at once, before an epoch."""
    for epoch, factor in rate_changes(_rate_of(run), len(run.file.epochs())):
        if factor < 1:
            yield Moment(epoch - 1, RATE, f"rate ×{factor:.3g}")


def _rate_of(run: Run) -> Rate:
    plan = run.plan
    if plan.schedule.measured is not None:
        return factors_of(plan, run.file)
    return _scheduled(plan)


def _scheduled(plan: Plan) -> Rate:
    step = plan.step(plan.batch)
    if step.rate is step.learning_rate:
        return lambda epoch: 1.0
    return lambda epoch: float(evaluate(step.rate, {step.step: (epoch - 1) * plan.steps_per_epoch + 1, step.learning_rate: 1.0})[step.rate])


def rate_changes(rate: Rate, last: int) -> list[tuple[int, float]]:
    """The epochs before which the learning rate changed at once, and the factors; none where it changes all the time.

    Between two epochs of the same rate it is taken to have been the same.

    >>> rate_changes(lambda epoch: 0.1 if epoch < 7 else 0.05, 20)
    [(7, 0.5)]
    >>> rate_changes(lambda epoch: 1 / epoch, 20)
    []
    """
    if last < 2 or _moves_all_the_time(rate, last):
        return []
    found, waiting = [], [(1, last, rate(1), rate(last))]
    while waiting:
        low, high, before, after = waiting.pop()
        if before == after:
            continue
        if high == low + 1:
            found.append((high, after / before if before else 1.0))
            continue
        middle = (low + high) // 2
        waiting += [(middle, high, between := rate(middle), after), (low, middle, before, between)]
    return sorted(found)


def _moves_all_the_time(rate: Rate, last: int) -> bool:
    """Whether the rate of neighbouring epochs differs in most places that are looked at."""
    places = sorted({1 + place * (last - 2) // LOOKS for place in range(LOOKS + 1)})
    return 2 * sum(rate(place) != rate(place + 1) for place in places) > len(places)
