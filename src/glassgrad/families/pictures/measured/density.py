"""How dense the rows of each class lie along one column or two, and the share of each class there by Bayes' rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from glassgrad.data import ColumnPlan
from glassgrad.data.scaling import Scale
from glassgrad.data.words import names_given
from glassgrad.graph import SettingError
from glassgrad.plots.measured.answers import odds_against_next
from glassgrad.plots.measured.chosen_columns import named_columns
from glassgrad.plots.measured.cut import DrawnRows
from glassgrad.plots.measured.raw_rows import places_of, telling_columns

from ...comparison import Comparison
from ...densities import ClassDensities, class_densities
from ...family import Array, Lot, Situation
from .fold import FoldGround, first_fold

ALL_ROWS = "all rows"
POINTS_ALONE, POINTS = 400, 100
"""Places along one axis, and along each of two."""
POINTS_TRIED = 120
"""Places along an axis, to see how well a column tells the classes apart."""


@dataclass(frozen=True, eq=False)
class Densities:
    """Hills over one column or two, in their own units: the density of each class times its share, so that all of them together hold 1.

    `axes` (points,) for each column; `heights` (classes, points) or (classes, points up, points across). `widths` are the deviations of a single row's hill,
    (classes, columns). `rows`: where the training rows lie. `classes` is empty where a number is predicted: then there is one hill of all rows.
    `right`: the share of the rows that lie where the hill of their own class is highest. `why`: why these columns, as a sentence.
    """

    columns: tuple[str, ...]
    axes: tuple[Array, ...]
    heights: Array
    widths: Array
    rows: DrawnRows
    classes: tuple[str, ...]
    target: str
    right: float
    why: str = ""

    @property
    def shares(self) -> Array:
        """The share of each class everywhere, by Bayes' rule: its hill over all hills; all alike where there is no ground. Shape: as heights."""
        total = self.heights.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(total > 0, self.heights / total, 1 / len(self.heights))

    @property
    def counts(self) -> Array:
        """How many training rows there are of each class. Shape: (classes,)."""
        return np.bincount(self.rows.truth, minlength=len(self.heights))

    @property
    def met(self) -> list[int]:
        """The classes of which there are rows."""
        return [int(place) for place in np.flatnonzero(self.counts)]

    @property
    def borders(self) -> list[float]:
        """Where along one column another class has the largest share, as far as there are rows: beyond them it is one nothing against another."""
        (at,) = self.axes
        odds, largest, rows = odds_against_next(np.moveaxis(self.shares, 0, -1)), self.shares.argmax(axis=0), self.rows.across
        found = []
        for place in np.flatnonzero((largest[1:] != largest[:-1]) & (at[1:] > rows.min()) & (at[:-1] < rows.max())):
            before, after = (float(odds[place + step, largest[place]]) for step in (0, 1))
            found.append(float(at[place] + (before / (before - after) if before > after else 0.5) * (at[place + 1] - at[place])))
        return found


def densities_of(seen: Comparison, features: Sequence[str] = ()) -> Densities:
    """The hills of the training rows of the first fold, by the model of the kernel density family for pictures: `class_densities`.

    `features`: one column of numbers or two; if not named, the one whose hills tell the classes apart best. Raises: SettingError for other columns.
    """
    ground = first_fold(seen)
    wanted = names_given(features)
    names, why = (_named(ground, wanted), "") if wanted else _best(ground)
    return _densities(ground, names, why)


def number_columns(ground: FoldGround) -> list[ColumnPlan]:
    """The columns along which rows can lie dense: numbers that vary."""
    return [one for one in telling_columns(ground) if one.treatment == "scaled"]


def _named(ground: FoldGround, features: tuple[str, ...]) -> tuple[str, ...]:
    names, numbers = named_columns(ground, features), [one.name for one in number_columns(ground)]
    for name in names:
        if name not in numbers:
            raise SettingError(f"the column {name!r:.60} holds words, and hills need an axis of numbers; the columns of numbers are {', '.join(numbers)}")
    return names


def _best(ground: FoldGround) -> tuple[tuple[str, ...], str]:
    """The column along which most rows lie where the hill of their own class is highest; for a number, the one that goes along with it most."""
    columns = [one.name for one in number_columns(ground)]
    if len(columns) == 1:
        return (columns[0],), ""
    lot, situation = _lot(ground)
    if not ground.situation.classes:
        along = [_correlation(lot.inputs[:, places_of(ground)[name]][:, 0], ground.fold.training.targets) for name in columns]
        why = f"goes along with {ground.preparation.target.name!s:.60} most"
    else:
        along = [_right(class_densities(lot, situation, (name,), steps=POINTS_TRIED), lot, situation) for name in columns]
        why = "alone tells the classes apart best"
    return (columns[int(np.argmax(along))],), f"Of the {len(columns):,} columns of numbers this one {why}."


def _correlation(column: Array, targets: Array) -> float:
    """How much two columns go along with each other: |correlation|, 0 where one of them does not vary."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = abs(float(np.corrcoef(column, targets)[0, 1]))
    return found if np.isfinite(found) else 0.0


def _lot(ground: FoldGround) -> tuple[Lot, Situation]:
    """The training rows and their classes; where a number is predicted, one class of all."""
    lot, situation = ground.fold.training, ground.situation
    if situation.classes:
        return lot, situation
    return replace(lot, targets=np.zeros(len(lot.targets), dtype=np.intp)), replace(situation, classes=(ALL_ROWS,))


def _densities(ground: FoldGround, names: tuple[str, ...], why: str) -> Densities:
    lot, situation = _lot(ground)
    found = class_densities(lot, situation, names, steps=POINTS_ALONE if len(names) == 1 else POINTS)
    plans = [next(one for one in number_columns(ground) if one.name == name) for name in names]
    deviations = np.array([one.deviation for one in plans])
    heights = np.zeros((len(situation.classes), *found.heights.shape[1:]))
    widths = np.full((len(situation.classes), len(names)), np.nan)
    known = [situation.classes.index(one) for one in found.classes]
    # The ground keeps its volume when the axes are stretched to the columns' own units.
    heights[known], widths[known] = found.heights / deviations.prod(), found.bandwidths * deviations
    places = [_restored(one, lot.inputs[:, places_of(ground)[one.name]][:, 0]) for one in plans]
    return Densities(
        columns=names,
        axes=tuple(_restored(one, axis) for one, axis in zip(plans, found.axes, strict=True)),
        heights=heights if len(names) == 1 else heights.swapaxes(1, 2),
        widths=widths,
        rows=DrawnRows(places[0], places[1] if len(names) == 2 else None, lot.targets, np.ones(len(lot.targets), bool), "training"),
        classes=ground.situation.classes,
        target=ground.preparation.target.name,
        right=_right(found, lot, situation),
        why=why,
    )


def _restored(plan: ColumnPlan, prepared: Array) -> Array:
    return Scale(plan.mean, plan.deviation).restore(prepared)


def _right(found: ClassDensities, lot: Lot, situation: Situation) -> float:
    """The share of the rows that lie where the hill of their own class is highest."""
    columns = [situation.features.index(name) for name in found.inputs]
    at = tuple(np.abs(axis[None] - lot.inputs[:, [column]]).argmin(axis=1) for axis, column in zip(found.axes, columns, strict=True))
    highest = found.heights.argmax(axis=0)[at]
    names = np.array([situation.classes.index(one) for one in found.classes])
    return float((names[highest] == lot.targets).mean())
