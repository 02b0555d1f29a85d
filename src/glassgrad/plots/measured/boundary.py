"""What a network answers over one or two columns, after any step: class regions, or a fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import NonFiniteError
from glassgrad.training import Run
from glassgrad.training.measure import measure, outputs_of
from glassgrad.training.plan import Array, Plan, State

from .answers import answers_from
from .feature_axes import FeatureAxis
from .path import states_along
from .predicted import said_classes
from .section import DrawnRows, Section, answers_on, section_of


@dataclass(frozen=True)
class Moment:
    """When the weights were so, and how good they are over so many `rows`, held-out or training ones (`which`). `step` 0 is before the first one."""

    step: int
    epoch: float
    loss: float
    metric: float
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
) -> BoundaryGrid:
    """The answers with the weights in `state`, which are those after `step` if that is known; without a state, those after `step`, or the best ones.

    A `section` measured once serves every state: the same axes, the same rows, the same colours. Else it is made of the other settings: see `section_of`.
    Raises: SettingError, RunFileError; NonFiniteError if no answer is finite.
    """
    cut = section or section_of(run, features=features, others=others, rows=rows, points=points)
    if state is not None:
        return grid_of(cut, state, step)
    return grid_of(cut, run.parameters, run.best["step"], best=True) if step is None else grid_of(cut, states_along(run, [step])[0], step)


def grid_of(section: Section, state: State, step: int | None, *, best: bool = False) -> BoundaryGrid:
    """The answers on a section with these weights, those after a step of the run if it is given. Raises: NonFiniteError if no answer is finite."""
    plan, points = section.plan, section.points
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
        target=plan.preparation.target.name,
        classes=plan.preparation.classes,
        points=points,
        right=_right(plan, outputs, section) if plan.preparation.classes else None,
        telling=telling_of(section, answers, outputs) if section.held or section.averaged else None,
        held=section.held,
        averaged=section.averaged,
        range=section.range,
        moment=None if step is None else _moment(section, state, step, best=best),
        notes=notes,
    )


def has_border(*grids: BoundaryGrid) -> bool:
    """Whether there is a border between classes on any of these pictures; it is not where one class is predicted everywhere."""
    return any(len(np.unique(grid.regions[grid.regions >= 0])) > 1 for grid in grids)


def telling_of(section: Section, answers: Array, outputs: Array) -> float | None:
    """How much of what the network answers for the rows drawn can be read off the picture where they lie; None if it cannot be said.

    Formula: of classes, the share of rows for which the same class is the likeliest, by their own values and at their place in the picture; of numbers
    1 − Σ (ŷ − ŷ in the picture)² / Σ (ŷ − mean of ŷ)², at least 0.   Range: 0 to 1.
    """
    own, seen = answers_from(section.plan, outputs), answers[_at_rows(section)]
    there = np.isfinite(own.reshape(len(own), -1)).all(axis=1) & np.isfinite(seen.reshape(len(own), -1)).all(axis=1)
    if not there.any():
        return None
    if section.plan.preparation.classes:
        return float((own[there].argmax(axis=1) == seen[there].argmax(axis=1)).mean())
    with np.errstate(all="ignore"):
        share = 1 - np.square(own[there] - seen[there]).sum() / np.square(own[there] - own[there].mean()).sum()
    return max(0.0, float(share)) if np.isfinite(share) else None


def _at_rows(section: Section) -> tuple[Array, ...]:
    """Where the rows drawn lie in the grid: the numbers of the nearest places of its axes."""
    placed = [(section.up, section.points.up), (section.across, section.points.across)]
    return tuple(np.abs(axis.at[None] - at[:, None]).argmin(axis=1) for axis, at in placed if axis is not None and at is not None)


def _right(plan: Plan, outputs: Array, section: Section) -> Array:
    return np.asarray((said_classes(plan, outputs) == section.points.truth) & np.isfinite(outputs).all(axis=1))


def _moment(section: Section, state: State, step: int, *, best: bool) -> Moment:
    plan = section.plan
    measured = measure(plan, state, section.judged)
    return Moment(step, step / plan.steps_per_epoch, measured.loss, measured.metric, plan.metric.name, len(section.judged), section.judged_on, best)


def say_moment(moment: Moment) -> str:
    """When it was: "before the first step", "after step 40 (epoch 2)".

    >>> say_moment(Moment(50, 2.5, 0.1, 0.9, "accuracy", 30, "held-out"))
    'after step 50 (in epoch 3)'
    """
    if not moment.step:
        return "before the first step"
    whole = moment.epoch == int(moment.epoch)
    return f"after step {moment.step:,} ({'' if whole else 'in '}epoch {int(moment.epoch) + (not whole):,})"
