"""`Section`: the rows that a picture asks a network about: one or two columns run along axes, the others are typical, or averaged over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import ColumnPlan, random_stream
from glassgrad.data.words import quoted
from glassgrad.training import Run
from glassgrad.training.measure import outputs_of
from glassgrad.training.plan import Array, Plan, State
from glassgrad.writing.numbers import number

from ..settings import PlotSettings
from .answers import answers_from
from .chosen_columns import chosen_columns
from .feature_axes import FeatureAxis, axis_of, place_rows
from .predicted import rows_to_judge
from .raw_rows import places_of, prepared_rows, telling_columns, typical_value

AVERAGED = 64
"""Training rows that are averaged over."""
POINTS, POINTS_AVERAGED, POINTS_ALONE = 200, 80, 400
MOST_NUMBERS = 2**22
"""Prepared numbers that are laid out at a time."""
MOST_ROWS = 1500
"""Rows that are drawn: of more, so many, evenly spaced."""


@dataclass(frozen=True, eq=False)
class DrawnRows:
    """Rows of the data and where they lie: `across` and `up` (rows,), `up` None where there is one axis.

    `truth` (rows,) is the place of the class, or the number. `learnt` (rows,): whether the network learnt from the row.
    `which` names them: "held-out", "training", or "" for both.
    """

    across: Array
    up: Array | None
    truth: Array
    learnt: Array
    which: str = ""


@dataclass(frozen=True, eq=False)
class Section:
    """A cut through all rows there could be: what stays the same while the weights change.

    `bases` (bases, features) are the prepared rows into which the values of the axes are put: the typical row, or those averaged over; `along` has
    these values for each axis, prepared (points, its features), and their place among the features.
    `held` says what the columns beside the axes hold, () if they are averaged over. `rows` are the numbers of the rows drawn, `judged` of those
    over which loss and metric are taken. `range` (for a number to predict) is what the target spans in the data.
    """

    plan: Plan
    across: FeatureAxis
    up: FeatureAxis | None
    bases: Array
    along: tuple[tuple[slice, Array], ...]
    held: tuple[tuple[str, str], ...]
    averaged: int
    points: DrawnRows
    rows: Array
    judged: Array
    judged_on: str
    range: tuple[float, float] | None
    notes: tuple[str, ...]


def section_of(run: Run, *, features: Sequence[str] = (), others: str = "typical", rows: str = "", points: int | None = None) -> Section:
    """The cut along `features`, one column or two; those that matter most with the best weights, if none are named.

    `rows`: "training" or "validation"; those held out if not said, and for a curve through numbers both.
    Raises: SettingError for columns that cannot be on an axis, and for unknown words; RunFileError for a run opened without its data.
    """
    chosen = PlotSettings(features=tuple(features) if not isinstance(features, str) else (features,), others=others, rows=rows, points=points)
    plan, averaged = run.plan, chosen.others == "averaged"
    columns = chosen_columns(plan, run.parameters, chosen.features)
    fineness = chosen.points or (POINTS_ALONE if len(columns.names) == 1 else POINTS_AVERAGED if averaged else POINTS)
    axes = [axis_of(plan, name, fineness) for name in columns.names]
    beside = [one for one in telling_columns(plan) if one.name not in columns.names]
    bases = _sample(plan) if averaged and beside else prepared_rows(plan, {}, 1)
    judged, judged_on, note = rows_to_judge(plan, chosen.rows or "validation")
    shown = judged if chosen.rows or plan.preparation.classes or len(axes) == 2 else np.concatenate([plan.split.training, plan.split.validation])
    drawn, kept, notes = _drawn(plan, axes, shown, "" if len(shown) > len(judged) else judged_on)
    return Section(
        plan=plan,
        across=axes[0],
        up=axes[1] if len(axes) == 2 else None,
        bases=bases,
        along=tuple(_along(plan, one) for one in axes),
        held=() if averaged else tuple((one.name, _typical(plan, one)) for one in beside),
        averaged=len(bases) if averaged and beside else 0,
        points=drawn,
        rows=kept,
        judged=judged,
        judged_on=judged_on,
        range=None if plan.preparation.classes else _range(plan),
        notes=tuple(filter(None, (columns.why, *notes, note if drawn.which else ""))),
    )


def answers_on(section: Section, state: State) -> Array:
    """The answers everywhere on the section: (up, across) with one axis (across), and for classes their probabilities as a last axis; means where averaged."""
    total: Any = 0.0
    for base in section.bases:
        total = total + _answers(section, state, base)
    return np.asarray(total / len(section.bases))


def _answers(section: Section, state: State, base: Array) -> Array:
    width, height = len(section.across.at), len(section.up.at) if section.up else 1
    at_once = max(1, MOST_NUMBERS // (width * len(base)))
    parts = []
    for first in range(0, height, at_once):
        block = np.tile(base, (min(at_once, height - first), width, 1))
        for (place, features), lines in zip(section.along, (np.s_[None], np.s_[first : first + at_once, None]), strict=False):
            block[:, :, place] = features[lines]
        parts.append(answers_from(section.plan, outputs_of(section.plan, state, block.reshape(-1, len(base)))))
    whole = np.concatenate(parts)
    return whole.reshape((height, width, *whole.shape[1:]) if section.up else whole.shape)


def _along(plan: Plan, axis: FeatureAxis) -> tuple[slice, Array]:
    """Where the features of an axis lie among all, and what they are at each of its places."""
    place = places_of(plan)[axis.name]
    # Columns are prepared each on its own, so those of the two axes can be prepared apart and put together.
    return place, prepared_rows(plan, {axis.name: axis.values}, len(axis.at))[:, place]


def _sample(plan: Plan) -> Array:
    rows = plan.split.training
    return np.asarray(plan.prepared.values[rows[random_stream(plan.settings.seed, "rows averaged over").permutation(len(rows))[:AVERAGED]]])


def _drawn(plan: Plan, axes: list[FeatureAxis], rows: Array, which: str) -> tuple[DrawnRows, Array, list[str]]:
    """The rows that have a place on all axes, their numbers, and sentences about the others."""
    placed = [place_rows(axis, plan.data[axis.name], rows, plan.settings.seed) for axis in axes]
    notes = [_say_left_out(axis) for axis in axes] + [note for one in placed for note in one.notes]
    there = np.flatnonzero(np.isfinite([one.at for one in placed]).all(axis=0))
    if len(there) > MOST_ROWS:
        notes.append(f"Of {len(there):,} rows, {MOST_ROWS:,} are drawn, evenly spaced.")
        there = there[np.linspace(0, len(there) - 1, MOST_ROWS).astype(np.intp)]
    kept = rows[there]
    truth = plan.preparation.targets(plan.data)[kept] if plan.preparation.classes else plan.data[plan.preparation.target.name].values[kept]
    places = [one.at[there] for one in placed]
    return DrawnRows(places[0], places[1] if len(axes) == 2 else None, truth, np.isin(kept, plan.split.training), which), kept, notes


def _say_left_out(axis: FeatureAxis) -> str:
    if not axis.left_out:
        return ""
    shown = sum(isinstance(one, str) for one in axis.holds)
    return f"Of the {shown + axis.left_out:,} words in {quoted(axis.name)}, the {shown:,} most frequent are shown."


def _range(plan: Plan) -> tuple[float, float]:
    """What the target spans in the rows with a target."""
    values = plan.data[plan.preparation.target.name].values[np.concatenate([plan.split.training, plan.split.validation])]
    return float(values.min()), float(values.max())


def _typical(plan: Plan, column: ColumnPlan) -> str:
    """What a column holds in a typical row, in words."""
    value = typical_value(plan, column)
    if isinstance(value, str):
        return value
    return column.words[int(value)] if column.kind == "boolean" else number(float(value), 3).text
