"""`Cut`: the rows that a picture asks about: one or two columns run along axes, the others are typical, or averaged over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import ColumnPlan, random_stream
from glassgrad.data.words import quoted
from glassgrad.training.plan import Array
from glassgrad.writing.numbers import number

from .feature_axes import FeatureAxis, axis_of, place_rows
from .ground import Answer, Ground
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

    `truth` (rows,) is the place of the class, or the number. `learnt` (rows,): whether what predicts learnt from the row.
    `which` names them: "held-out", "training", or "" for both.
    """

    across: Array
    up: Array | None
    truth: Array
    learnt: Array
    which: str = ""


@dataclass(frozen=True, eq=False)
class Cut:
    """A cut through all rows there could be: what stays the same, whatever is asked.

    `bases` (bases, features) are the prepared rows into which the values of the axes are put: the typical row, or those averaged over; `along` has
    these values for each axis, prepared (points, its features), and their place among the features.
    `held` says what the columns beside the axes hold, () if they are averaged over. `rows` are the numbers of the rows drawn. `notes`: what must be known.
    """

    across: FeatureAxis
    up: FeatureAxis | None
    bases: Array
    along: tuple[tuple[slice, Array], ...]
    held: tuple[tuple[str, str], ...]
    averaged: int
    points: DrawnRows
    rows: Array
    notes: tuple[str, ...]


def cut_of(
    ground: Ground, names: Sequence[str], rows: Array, truth: Callable[[Array], Array], *, others: str, points: int | None = None, which: str = ""
) -> Cut:
    """The cut along one column or two. `rows` are those to draw, called `which`; `truth` gives their classes' places, or their numbers."""
    averaged = others == "averaged"
    fineness = points or (POINTS_ALONE if len(names) == 1 else POINTS_AVERAGED if averaged else POINTS)
    axes = [axis_of(ground, name, fineness) for name in names]
    beside = [one for one in telling_columns(ground) if one.name not in names]
    bases = _sample(ground) if averaged and beside else prepared_rows(ground, {}, 1)
    drawn, kept, notes = drawn_rows(ground, axes, rows, truth, which)
    return Cut(
        across=axes[0],
        up=axes[1] if len(axes) == 2 else None,
        bases=bases,
        along=tuple(_along(ground, one) for one in axes),
        held=() if averaged else tuple((one.name, _typical(ground, one)) for one in beside),
        averaged=len(bases) if averaged and beside else 0,
        points=drawn,
        rows=kept,
        notes=tuple(filter(None, notes)),
    )


def answers_over(cut: Cut, answer: Answer) -> Array:
    """The answers everywhere on the cut: (up, across) with one axis (across), and for classes their probabilities as a last axis; means where averaged."""
    total: Any = 0.0
    for base in cut.bases:
        total = total + _answers(cut, answer, base)
    return np.asarray(total / len(cut.bases))


def _answers(cut: Cut, answer: Answer, base: Array) -> Array:
    width, height = len(cut.across.at), len(cut.up.at) if cut.up else 1
    at_once = max(1, MOST_NUMBERS // (width * len(base)))
    parts = []
    for first in range(0, height, at_once):
        block = np.tile(base, (min(at_once, height - first), width, 1))
        for (place, features), lines in zip(cut.along, (np.s_[None], np.s_[first : first + at_once, None]), strict=False):
            block[:, :, place] = features[lines]
        parts.append(answer(block.reshape(-1, len(base))))
    whole = np.concatenate(parts)
    return whole.reshape((height, width, *whole.shape[1:]) if cut.up else whole.shape)


def telling_of(cut: Cut, answers: Array, own: Array) -> float | None:
    """How much of what is answered for the rows drawn can be read off the picture where they lie; None if it cannot be said.

    Shapes: `answers` those of the cut, `own` (rows, classes) or (rows,), those of the rows drawn by all their own values.
    Formula: of classes, the share of rows for which the same class is the likeliest, by their own values and at their place in the picture; of numbers
    1 − Σ (ŷ − ŷ in the picture)² / Σ (ŷ − mean of ŷ)², at least 0.   Range: 0 to 1.
    """
    seen = answers[_at_rows(cut)]
    there = np.isfinite(own.reshape(len(own), -1)).all(axis=1) & np.isfinite(seen.reshape(len(own), -1)).all(axis=1)
    if not there.any():
        return None
    if own.ndim == 2:
        return float((own[there].argmax(axis=1) == seen[there].argmax(axis=1)).mean())
    with np.errstate(all="ignore"):
        share = 1 - np.square(own[there] - seen[there]).sum() / np.square(own[there] - own[there].mean()).sum()
    return max(0.0, float(share)) if np.isfinite(share) else None


def _at_rows(cut: Cut) -> tuple[Array, ...]:
    """Where the rows drawn lie in the grid: the numbers of the nearest places of its axes."""
    placed = [(cut.up, cut.points.up), (cut.across, cut.points.across)]
    return tuple(np.abs(axis.at[None] - at[:, None]).argmin(axis=1) for axis, at in placed if axis is not None and at is not None)


def _along(ground: Ground, axis: FeatureAxis) -> tuple[slice, Array]:
    """Where the features of an axis lie among all, and what they are at each of its places."""
    place = places_of(ground)[axis.name]
    # Columns are prepared each on its own, so those of the two axes can be prepared apart and put together.
    return place, prepared_rows(ground, {axis.name: axis.values}, len(axis.at))[:, place]


def _sample(ground: Ground) -> Array:
    rows = ground.split.training
    return np.asarray(ground.prepared.values[rows[random_stream(ground.settings.seed, "rows averaged over").permutation(len(rows))[:AVERAGED]]])


def drawn_rows(ground: Ground, axes: list[FeatureAxis], rows: Array, truth: Callable[[Array], Array], which: str) -> tuple[DrawnRows, Array, list[str]]:
    """The rows that have a place on all axes, their numbers, and sentences about the others."""
    placed = [place_rows(axis, ground.data[axis.name], rows, ground.settings.seed) for axis in axes]
    notes = [_say_left_out(axis) for axis in axes] + [note for one in placed for note in one.notes]
    there = np.flatnonzero(np.isfinite([one.at for one in placed]).all(axis=0))
    if len(there) > MOST_ROWS:
        notes.append(f"Of {len(there):,} rows, {MOST_ROWS:,} are drawn, evenly spaced.")
        there = there[np.linspace(0, len(there) - 1, MOST_ROWS).astype(np.intp)]
    kept = rows[there]
    places = [one.at[there] for one in placed]
    return DrawnRows(places[0], places[1] if len(axes) == 2 else None, truth(kept), np.isin(kept, ground.split.training), which), kept, notes


def _say_left_out(axis: FeatureAxis) -> str:
    if not axis.left_out:
        return ""
    shown = sum(isinstance(one, str) for one in axis.holds)
    return f"Of the {shown + axis.left_out:,} words in {quoted(axis.name)}, the {shown:,} most frequent are shown."


def _typical(ground: Ground, column: ColumnPlan) -> str:
    """What a column holds in a typical row, in words."""
    value = typical_value(ground, column)
    if isinstance(value, str):
        return value
    return column.words[int(value)] if column.kind == "boolean" else number(float(value), 3).text
