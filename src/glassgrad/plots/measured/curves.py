"""Learning curves as numbers: losses and metrics epoch by epoch, from before the first step on, and what happened on the way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from glassgrad.data import Task
from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.training.measure import measure
from glassgrad.training.plan import Array, Plan

from .moments import NOT_FINITE, Moment, moments_of
from .one_target import all_of

BY_ROWS = ("training", "validation")


@dataclass(frozen=True, eq=False)
class Series:
    """Loss and metric over the rows of one kind ("training" or "validation") after each of the `epochs`; all arrays have the same length.

    `telling`: whether the metric says anything; R² does not, where the true values are all the same.
    """

    rows: str
    epochs: Array
    losses: Array
    metrics: Array
    telling: bool = True


@dataclass(frozen=True, eq=False)
class Curves:
    """What the learning curves of a run show. `epochs` may begin at 0, before the first step.

    `loss`, `metric`: their names. `is_share`: whether the metric is a share, from 0 to 1. `best`: the epoch whose weights predict, 0 if there is none.
    `ending`: why training ended, as a sentence; empty while it has not. `remarks`: sentences about what the losses are of.
    """

    series: tuple[Series, ...]
    moments: tuple[Moment, ...]
    loss: str
    metric: str
    is_share: bool
    best: int
    ending: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def judged(self) -> Series:
        """The series by which the run is judged: on the validation rows, or the training rows where none are held out."""
        return self.series[-1]

    @property
    def last_epoch(self) -> int:
        """The last epoch there is a number of."""
        return int(self.series[0].epochs[-1])

    @property
    def broke_off(self) -> bool:
        """Whether training ended because a number was no longer finite."""
        return any(one.kind == NOT_FINITE for one in self.moments)


def learning_curves(run: Run) -> Curves:
    """The curves of a run. Raises: SettingError for a run without an epoch whose data are elsewhere: nothing is known of it."""
    plan, history = run.plan, run.history
    start = _before_the_first_step(run)
    kinds = BY_ROWS if len(plan.split.validation) else BY_ROWS[:1]
    series = tuple(_series(run.plan, kind, history, start) for kind in kinds)
    if not len(series[0].epochs):
        raise SettingError("the run has no whole epoch, and its data are not at hand to measure its first weights; train it on, or give the data")
    outcome = run.outcome
    return Curves(
        series=series,
        moments=moments_of(run),
        loss=plan.loss.name.replace("_", " "),
        metric=plan.metric.name,
        is_share=plan.preparation.task.has_classes,
        best=run.best["epoch"],
        ending=outcome["reason"].partition(";")[0],
        remarks=_remarks(run),
    )


def thinned(values: Array, most: int) -> Array:
    """The places of at most about so many values that draw the same line: of each stretch its first, lowest, highest and last one.

    >>> thinned(np.array([0, 5, 1, 1, 1, -3, 1, 1]), most=4).tolist()
    [0, 1, 5, 7]
    >>> thinned(np.arange(3.0), most=100).tolist()
    [0, 1, 2]
    """
    count = len(values)
    if count <= most:
        return np.arange(count)
    edges = np.linspace(0, count, max(1, most // 4) + 1).astype(np.intp)
    kept = [(low, high - 1, low + int(values[low:high].argmin()), low + int(values[low:high].argmax())) for low, high in pairwise(edges)]
    return np.unique(kept)


def _series(plan: Plan, rows: str, history: dict[str, Array], start: dict[str, tuple[float, float]]) -> Series:
    first = start.get(rows)
    epochs = np.concatenate([[0] if first else [], history["epoch"]]).astype(np.intp)
    losses, metrics = (
        np.concatenate([[first[place]] if first else [], history[f"{rows}_{name}"]]).astype(np.float64) for place, name in enumerate(("loss", "metric"))
    )
    return Series(rows, epochs, losses, metrics, telling=_is_telling(plan, plan.split.validation if rows == BY_ROWS[1] else plan.split.training))


def _is_telling(plan: Plan, rows: Array) -> bool:
    """Whether the metric says anything of these rows; without the data that is known of a single one only."""
    if plan.preparation.task.has_classes:
        return True
    return len(rows) > 1 and (plan.table is None or not all(one.is_level(rows) for one in all_of(plan)))


def _before_the_first_step(run: Run) -> dict[str, tuple[float, float]]:
    """Loss and metric of the first weights, where the data are at hand and the numbers are finite."""
    plan = run.plan
    if plan.table is None:
        return {}
    state = run.file.snapshot(0)
    measured = {name: measure(plan, state, rows) for name, rows in zip(BY_ROWS, (plan.split.training, plan.split.validation), strict=True) if len(rows)}
    numbers = {name: (one.loss, one.metric) for name, one in measured.items()}
    return numbers if all(np.isfinite(pair).all() for pair in numbers.values()) else {}


def _remarks(run: Run) -> tuple[str, ...]:
    settings, plan = run.plan.settings, run.plan
    found = []
    if plan.preparation.task is Task.REGRESSION:
        found.append("The loss is that of the scaled target, with mean 0 and deviation 1.")
    if settings.l1 or settings.l2:
        found.append("The losses are without the penalty on large weights.")
    return tuple(found)
