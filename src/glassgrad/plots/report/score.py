"""How good the predictions are, beside a guess that looks at no input; of several targets, each by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.data.words import quoted
from glassgrad.explain.blocks import Block, Table
from glassgrad.graph import NonFiniteError
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_share
from glassgrad.training.plan import Array

from ..measured.one_target import OneTarget, all_of
from ..measured.predicted import Answered, answered
from .words import Said, aside, together, words

NOTHING = " It has learnt nothing that this guess does not know."
MOST_TARGETS = 20


def score(run: Run) -> Iterator[Block]:
    """How good the best weights are on the rows held out, or on those of training; why that cannot be said, where no answer is finite."""
    try:
        seen = answered(run)
    except NonFiniteError:
        yield aside("How good it is cannot be said: on none of the rows its answers are finite numbers.")
        return
    first, *others = all_of(run.plan)
    if others:
        yield from _of_several(run, seen)
    else:
        yield aside(*_right(first, seen) if first.classes else _near(run, first, seen))


def _right(target: OneTarget, seen: Answered) -> tuple[Said, ...]:
    right, guess, name = _counts(target, seen)
    better = "" if right > guess else NOTHING
    told = f"Of the {seen.said} it is right about {right:,}, an accuracy of {say_share(right / len(seen.rows))}."
    which = "the most frequent class" if _ties(target) == 1 else f"one of the {_ties(target)} most frequent classes"
    return (f"{told} Whoever always says {name}, {which} in training, is right about {guess:,} of them.{better}",)


def _near(run: Run, target: OneTarget, seen: Answered) -> tuple[Said, ...]:
    own, guess = _distances(target, seen)
    explained: tuple[Said, ...] = ("R² says nothing: the true values are all the same",) if target.is_level(seen.rows) else ("R² is ", run.score())
    return (
        f"On the {seen.said} it is off by ", own, " on average, in the units of the column, and ", *explained,
        ". Whoever always says ", target.column.mean, ", the mean of the training rows, is off by ", guess, f".{'' if own < guess else NOTHING}",
    )  # fmt: skip


def _of_several(run: Run, seen: Answered) -> Iterator[Block]:
    """One line for each target; over them, what holds of all together."""
    targets = all_of(run.plan)
    what = "all labels are right for a share of " if targets[0].classes else "R², on average over the targets, is "
    yield aside(f"On the {seen.said} {what}", run.score(), ". Each target beside a guess that looks at no input:")
    heads, line = (LABELS, _line_of_label) if targets[0].classes else (NUMBERS, _line_of_number)
    yield Table(tuple((together(one),) for one in heads), tuple(tuple(words(part) for part in line(one, seen)) for one in targets[:MOST_TARGETS]))
    if len(targets) > MOST_TARGETS:
        yield aside(f"{len(targets) - MOST_TARGETS:,} more targets are not listed here.")


LABELS = ("target", "right", "most frequent in training", "right if that is always said")
NUMBERS = ("target", "R²", "off by, on average", "mean in training", "off by if that is always said")


def _line_of_label(target: OneTarget, seen: Answered) -> tuple[Said, ...]:
    right, guess, name = _counts(target, seen)
    usual = name if _ties(target) == 1 else f"{name}, as often as the other"
    return quoted(target.name), say_share(right / len(seen.rows)), usual, say_share(guess / len(seen.rows))


def _line_of_number(target: OneTarget, seen: Answered) -> tuple[Said, ...]:
    explained = "says nothing" if target.is_level(seen.rows) else target.metric(seen.outputs, seen.rows)
    return quoted(target.name), explained, _distances(target, seen)[0], target.column.mean, _distances(target, seen)[1]


def _counts(target: OneTarget, seen: Answered) -> tuple[int, int, str]:
    """About how many rows it is right, about how many whoever always says the most frequent class of training, and which that is."""
    true = target.truth(seen.rows)
    usual = int(_in_training(target).argmax())
    return int((target.said(seen.outputs) == true).sum()), int((true == usual).sum()), quoted(target.classes[usual])


def _ties(target: OneTarget) -> int:
    """How many classes are the most frequent ones in training, as often as each other."""
    counts = _in_training(target)
    return int((counts == counts.max()).sum())


def _in_training(target: OneTarget) -> Array:
    """How many rows of training each class has."""
    return np.bincount(target.truth(target.plan.split.training))


def _distances(target: OneTarget, seen: Answered) -> tuple[float, float]:
    """How far predictions are off on average, and how far the mean of the training rows is."""
    true = target.truth(seen.rows)
    return float(np.abs(target.said(seen.outputs) - true).mean()), float(np.abs(target.column.mean - true).mean())
