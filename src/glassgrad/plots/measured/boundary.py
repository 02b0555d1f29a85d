"""What a network answers over one or two columns, after any step: class regions, or a fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import NonFiniteError
from glassgrad.training import Run
from glassgrad.training.measure import measure, outputs_of
from glassgrad.training.plan import Array, State

from .cut import DrawnRows, telling_of
from .feature_axes import FeatureAxis
from .path import states_along
from .section import Section, answers_on, section_of


@dataclass(frozen=True)
class Moment:
    """When the weights were so, and how good they are over so many `rows`, held-out or training ones (`which`). `step` 0 is before the first one.

    `metric` is None where it says nothing: R², if the true values are all the same.
    """

    step: int
    epoch: float
    loss: float
    metric: float | None
    metric_name: str
    rows: int
    which: str
    best: bool = False


@dataclass(frozen=True, eq=False)
class BoundaryGrid:
    """Answers over a grid, or along one axis.

    `answers`: with `classes` their probabilities (up, across, classes), else the predicted number (up, across) in its own units; without `up` (across, …).
    `target` is what is predicted. `points` are rows of the data, `right` (rows,) whether their class is predicted, `telling` how much of what the network
    answers for them is to be seen (`telling_of`). `held`: what the columns beside the axes hold; `averaged`: over how many training rows the answers are
    averaged instead. `range`: what the predicted number spans in the data, so that the colours of several pictures mean the same.
    """

    across: FeatureAxis
    up: FeatureAxis | None
    answers: Array
    target: str
    classes: tuple[str, ...] = ()
    points: DrawnRows | None = None
    right: Array | None = None
    telling: float | None = None
    held: tuple[tuple[str, str], ...] = ()
    averaged: int = 0
    range: tuple[float, float] | None = None
    moment: Moment | None = None
    notes: tuple[str, ...] = ()

    @property
    def regions(self) -> Array:
        """The likeliest class everywhere, −1 where the answer is not finite. Shape: (up, across) or (across,)."""
        return np.where(np.isfinite(self.answers).all(axis=-1), np.argmax(np.nan_to_num(self.answers), axis=-1), -1)

    @property
    def beside(self) -> bool:
        """Whether there are columns beside those on the axes, that each row has its own values in."""
        return bool(self.held) or self.averaged > 0

    @property
    def not_drawn(self) -> int:
        """How many of the rows over which loss and metric are taken have no dot."""
        if self.moment is None or self.points is None or self.points.which != self.moment.which:
            return 0
        return self.moment.rows - len(self.points.across)


def measure_boundary(
    run: Run,
    state: State | None = None,
    *,
    step: int | None = None,
    section: Section | None = None,
    features: Sequence[str] = (),
    others: str = "typical",
    rows: str = "",
    points: int | None = None,
    target: str = "",
) -> BoundaryGrid:
    """The answers with the weights in `state`, which are those after `step` if that is known; without a state, those after `step`, or the best ones.

    A `section` measured once serves every state: the same axes, the same rows, the same colours. Else it is made of the other settings: see `section_of`.
    Raises: SettingError, RunFileError; NonFiniteError if no answer is finite.
    """
    cut = section or section_of(run, features=features, others=others, rows=rows, points=points, target=target)
    if state is not None:
        return grid_of(cut, state, step)
    return grid_of(cut, run.parameters, run.best["step"], best=True) if step is None else grid_of(cut, states_along(run, [step])[0], step)


def grid_of(section: Section, state: State, step: int | None, *, best: bool = False) -> BoundaryGrid:
    """The answers on a section with these weights, those after a step of the run if it is given. Raises: NonFiniteError if no answer is finite."""
    plan, points, target = section.plan, section.points, section.target
    answers = answers_on(section, state)
    finite = np.isfinite(answers)
    if not finite.any():
        when = "with these weights" if step is None else f"after step {step:,}"
        raise NonFiniteError(f"{when} none of the network's answers is finite, so there is nothing to draw; choose earlier steps")
    outputs = outputs_of(plan, state, plan.inputs[section.rows])
    lost = int((~finite).sum())
    notes = (*section.notes, "Where the picture is white, the answer is not finite.") if lost else section.notes
    return BoundaryGrid(
        across=section.across,
        up=section.up,
        answers=answers,
        target=target.name,
        classes=target.classes,
        points=points,
        right=_right(outputs, section) if target.classes else None,
        telling=telling_of(section, answers, target.answers(outputs)) if section.held or section.averaged else None,
        held=section.held,
        averaged=section.averaged,
        range=section.range,
        moment=None if step is None else _moment(section, state, step, best=best),
        notes=notes,
    )


def has_border(*grids: BoundaryGrid) -> bool:
    """Whether there is a border between classes on any of these pictures; it is not where one class is predicted everywhere."""
    return any(len(np.unique(grid.regions[grid.regions >= 0])) > 1 for grid in grids)


def _right(outputs: Array, section: Section) -> Array:
    return np.asarray((section.target.said(outputs) == section.points.truth) & np.isfinite(outputs).all(axis=1))


def _moment(section: Section, state: State, step: int, *, best: bool) -> Moment:
    plan = section.plan
    measured = measure(plan, state, section.judged)
    metric = section.target.metric(outputs_of(plan, state, plan.inputs[section.judged]), section.judged) if section.target.of_several else measured.metric
    told = None if section.target.is_level(section.judged) else metric
    return Moment(step, step / plan.steps_per_epoch, measured.loss, told, plan.metric.name, len(section.judged), section.judged_on, best)


def say_moment(moment: Moment) -> str:
    """When it was: "before the first step", "after step 40 (epoch 2)".

    >>> say_moment(Moment(50, 2.5, 0.1, 0.9, "accuracy", 30, "held-out"))
    'after step 50 (in epoch 3)'
    """
    if not moment.step:
        return "before the first step"
    whole = moment.epoch == int(moment.epoch)
    return f"after step {moment.step:,} ({'' if whole else 'in '}epoch {int(moment.epoch) + (not whole):,})"
