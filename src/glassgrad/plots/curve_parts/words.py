"""What learning curves show, and how to read them, in words made from their numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.data.words import counted
from glassgrad.training.doctor.finding import say_share
from glassgrad.training.run_file import WARNING
from glassgrad.writing.numbers import number

from ..measured.curves import Curves, Series
from ..measured.moments import RATE
from .moment_marks import MOST_DROPS
from .number_axis import LARGE, tick_words

STEADY = 0.005
"""A loss that has changed by less than this share of what it was has stayed."""
FAR = 2.0
"""A loss so many times as high as at both its ends is worth a word."""
MOST_WARNINGS = 3
IN_WORDS = {"training": "training", "validation": "held-out"}
LOWEST_R_SQUARED = -1.0
"""Below it there is nothing to read from R²: the view ends there."""


def say_loss(loss: float) -> str:
    """A loss in few digits.

    >>> say_loss(0.0312345), say_loss(2.4999e9), say_loss(0.0), say_loss(float("inf"))
    ('0.0312', '2.5·10⁹', '0', '∞')
    """
    if abs(loss) >= LARGE:
        return tick_words(float(f"{loss:.3g}"))
    return number(float(loss), 3).text if loss == round(loss, 3) else number(float(loss), 3, rounded=True).text


def say_metric(value: float, *, is_share: bool) -> str:
    """Accuracy in percent, R² as a number.

    >>> say_metric(0.9667, is_share=True), say_metric(0.4321, is_share=False)
    ('97%', '0.432')
    """
    return say_share(value) if is_share else say_loss(value)


def shows(curves: Curves) -> str:
    """What is to be seen, for those who do not see it."""
    judged = curves.judged
    losses = " ".join(_course(series, first=series is curves.series[0]) for series in curves.series)
    lowest = int(judged.losses.argmin())
    low = f" The {judged.rows} loss is lowest, {say_loss(judged.losses[lowest])}, {_when(judged.epochs[lowest])}." if len(judged.epochs) > 1 else ""
    values = [f"{say_metric(one.metrics[-1], is_share=curves.is_share)} on the {IN_WORDS[one.rows]} rows" for one in curves.series if one.telling]
    return " ".join(filter(None, (f"{losses}{low}", _values(curves, " and ".join(values)) if values else "", says_nothing(curves))))


def says_nothing(curves: Curves) -> str:
    """Of which rows the metric says nothing, as a sentence; "" if there are none."""
    rows = [IN_WORDS[one.rows] for one in curves.series if not one.telling]
    return f"{curves.metric} says nothing on the {' and '.join(rows)} rows: the true values are all the same." if rows else ""


def _values(curves: Curves, values: str) -> str:
    """Where the metric ends; of a run that broke off, that it is the last one known."""
    if curves.broke_off:
        return f"The {curves.metric} is {values} {_when(curves.last_epoch)}; then training broke off, since a number was no longer finite."
    return f"The {curves.metric} ends at {values}." if curves.last_epoch else f"The {curves.metric} is {values}."


def _course(series: Series, *, first: bool) -> str:
    start, end = float(series.losses[0]), float(series.losses[-1])
    if len(series.losses) == 1:
        return f"The {series.rows} loss is {say_loss(start)} {_when(series.epochs[0])}."
    if abs(end - start) <= STEADY * abs(start):
        return f"The {series.rows} loss stays at {say_loss(end)}."
    way = "falls" if end < start else "rises"
    places = f" {_when(series.epochs[0])}", f" {_when(series.epochs[-1])}"
    return f"The {series.rows} loss {way} from {say_loss(start)}{places[0] if first else ''} to {say_loss(end)}{places[1] if first else ''}.{_peak(series)}"


def _peak(series: Series) -> str:
    """A loss that was far above where it began and ended was thrown about, which its two ends do not tell."""
    highest = int(series.losses.argmax())
    if series.losses[highest] <= FAR * max(series.losses[0], series.losses[-1]):
        return ""
    return f" On the way it is as high as {say_loss(series.losses[highest])} {_when(series.epochs[highest])}."


def _when(epoch: int) -> str:
    return f"after epoch {epoch:,}" if epoch else "before the first step"


def caption(curves: Curves, axis: str) -> str:
    """How to read the curves; `axis` is what is said of the axis of losses."""
    lines = [_lines(curves), f"The loss is lower where it is better, the {curves.metric} higher."]
    lines += [_best(curves)] if curves.best else []
    lines += ["No epoch was finished: all that is known are loss and metric before the first step."] if not curves.last_epoch else []
    lines += [axis, *curves.remarks, says_nothing(curves), *_cut(curves), *_warnings(curves), *_drops(curves)]
    lines += [f"Why it ended: {curves.ending}."] if curves.ending else ["Training is not over yet."]
    return " ".join(filter(None, lines))


def _lines(curves: Curves) -> str:
    if len(curves.series) == 1:
        return "Loss and metric over the training rows after each epoch; no rows are held out."
    return "Solid line with discs: the rows it learns from. Dashed line with squares: the rows held out, which tell how it does on new ones."


def _best(curves: Curves) -> str:
    """Which weights predict; where another loss is lower than theirs, why."""
    judged, words = curves.judged, f"Predictions are made with the weights after epoch {curves.best:,}, the best one"
    lowest, best = int(judged.losses.argmin()), float(judged.losses[judged.epochs == curves.best].min(initial=np.inf))
    lower = best - float(judged.losses[lowest])
    if not 0 < lower < np.inf:
        return f"{words}."
    if not judged.epochs[lowest]:
        return f"{words}; the loss before the first step is lower, but it does not count."
    much = f" by only {say_share(lower / abs(best))}" if best else ""
    return f"{words}; the loss after epoch {judged.epochs[lowest]:,} is lower{much}, which is within the tolerance and does not count as better."


def _cut(curves: Curves) -> list[str]:
    return [] if lowest_shown(curves.series, is_share=curves.is_share) is None else [f"{curves.metric} below {number(LOWEST_R_SQUARED).text} is cut off."]


def lowest_shown(series: Sequence[Series], *, is_share: bool) -> float | None:
    """Where the view of the metric ends, if it does not show everything: far below 0, R² says nothing but that it is bad."""
    told = [one for one in series if one.telling]
    if not told:
        return None
    lowest, highest = min(one.metrics.min() for one in told), max(one.metrics.max() for one in told)
    return LOWEST_R_SQUARED if not is_share and lowest < LOWEST_R_SQUARED < highest else None


def _warnings(curves: Curves) -> list[str]:
    warned = [one for one in curves.moments if one.kind == WARNING]
    told = [f"{one.words.capitalize()} ({_epoch(one.epoch)}): {one.sentence}." for one in warned[:MOST_WARNINGS]]
    more = len(warned) - MOST_WARNINGS
    return [*told, f"There were {counted(more, 'more warning')}."] if more > 0 else told


def _epoch(epoch: float) -> str:
    return f"epoch {epoch:,.0f}" if epoch == int(epoch) else f"in epoch {int(epoch) + 1:,}"


def _drops(curves: Curves) -> list[str]:
    drops = sum(one.kind == RATE for one in curves.moments)
    if not drops:
        return []
    return ["Dotted: the learning rate was lowered."] if drops <= MOST_DROPS else [f"The learning rate was lowered {drops:,} times, which is not marked."]
