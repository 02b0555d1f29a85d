"""`FeatureAxis`: a column of the data as an axis of a picture, in the column's own units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import Column, ColumnPlan, random_stream
from glassgrad.data.words import counted, quoted
from glassgrad.training.plan import Array

from .ground import Ground
from .raw_rows import telling_columns

MARGIN = 0.06
"""What is shown beyond the rows, as a share of what they span."""
FAR = 10.0
"""Rows farther than so many times the middle half's width from it are left outside: they would press all others together."""
WIDE, HUDDLED = 1000.0, 0.1
"""An axis is logarithmic where the largest value is so many times the smallest, and half of the rows lie in this share of it."""
MOST_WORDS = 12
MISSING = "(missing)"
STREWN = 0.3
LARGEST = 1e300


@dataclass(frozen=True, eq=False)
class FeatureAxis:
    """One column as an axis.

    `at` (points,) are the places, ascending, where the network is asked. A number lies where it is, also on a logarithmic axis. The `words` of a category
    or a boolean lie at 0, 1, 2, …; each has two places, half a unit to both sides, between which it is. `holds` is what the column holds for each word.
    `left_out` counts the words that have no place on the axis.
    """

    name: str
    at: Array
    words: tuple[str, ...] = ()
    holds: tuple[Any, ...] = ()
    left_out: int = 0
    logarithmic: bool = False

    @property
    def values(self) -> list[Any]:
        """What the column holds at each of the places, as a table has it."""
        return [self.holds[place // 2] for place in range(len(self.at))] if self.words else self.at.tolist()

    @property
    def low(self) -> float:
        """Where the axis begins."""
        return float(self.at[0])

    @property
    def high(self) -> float:
        """Where the axis ends."""
        return float(self.at[-1])


def words_axis(name: str, words: tuple[str, ...], holds: tuple[Any, ...] = (), left_out: int = 0) -> FeatureAxis:
    """The axis of a category.

    >>> words_axis("colour", ("red", "blue")).at.tolist()
    [-0.5, 0.5, 0.5, 1.5]
    """
    places = np.repeat(np.arange(len(words)), 2) + np.tile([-0.5, 0.5], len(words))
    return FeatureAxis(name, places, words, holds or words, left_out)


def number_axis(name: str, low: float, high: float, points: int, *, logarithmic: bool = False) -> FeatureAxis:
    """The axis of a number between two ends.

    >>> number_axis("age", 20, 60, 5).at.tolist()
    [20.0, 30.0, 40.0, 50.0, 60.0]
    """
    at = np.geomspace(low, high, points) if logarithmic else low + (high - low) * np.linspace(0.0, 1.0, points)
    return FeatureAxis(name, at, logarithmic=logarithmic)


def axis_of(ground: Ground, name: str, points: int) -> FeatureAxis:
    """The axis of an input column: as far as its rows go, or its words, those that most training rows have."""
    column = next(one for one in telling_columns(ground) if one.name == name)
    if column.kind == "category":
        return _of_words(ground, column)
    if column.kind == "boolean":
        return _with_gaps(column, column.words, (0.0, 1.0), 0)
    rows = np.concatenate([ground.split.training, ground.split.validation])
    values = ground.data[name].values[rows]
    return _of_numbers(name, values[np.isfinite(values)], points)


def _of_words(ground: Ground, column: ColumnPlan) -> FeatureAxis:
    counts = Counter(ground.data[column.name].take(ground.split.training).values)
    frequent = sorted(column.words, key=lambda word: (-counts[word], word))[:MOST_WORDS]
    shown = tuple(word for word in column.words if word in frequent)
    return _with_gaps(column, shown, shown, len(column.words) - len(shown))


def _with_gaps(column: ColumnPlan, words: tuple[str, ...], holds: tuple[Any, ...], left_out: int) -> FeatureAxis:
    """The axis, with a place for what is missing if the network has met it."""
    if not column.missing:
        return words_axis(column.name, words, holds, left_out)
    return words_axis(column.name, (*words, MISSING), (*holds, None if column.kind == "category" else np.nan), left_out)


def _of_numbers(name: str, values: Array, points: int) -> FeatureAxis:
    values = np.clip(values, -LARGEST, LARGEST)
    low, high, middle = float(values.min()), float(values.max()), float(np.median(values))
    if low > 0 and high / low >= WIDE and middle - low < HUDDLED * (high - low):
        spare = (high / low) ** MARGIN
        return number_axis(name, low / spare, high * spare, points, logarithmic=True)
    first, third = np.quantile(values, [0.25, 0.75])
    if third > first:
        near = values[(values >= first - FAR * (third - first)) & (values <= third + FAR * (third - first))]
        low, high = float(near.min()), float(near.max())
    spare = MARGIN * (high - low)
    return number_axis(name, low - spare, high + spare, points)


@dataclass(frozen=True, eq=False)
class Placed:
    """Where rows lie on an axis, NaN for those that have no place there, and a sentence about each kind of those."""

    at: Array
    notes: tuple[str, ...]


def place_rows(axis: FeatureAxis, column: Column, rows: Array, seed: int) -> Placed:
    """The places of rows of the table. Those of one word are strewn over its band, each row to the same place every time."""
    taken = column.take(rows)
    if axis.words:
        known = {_key(held): place for place, held in enumerate(axis.holds)}
        found = np.array([known.get(_key(value), np.nan) for value in taken.values], dtype=np.float64)
        found += random_stream(seed, f"places on {axis.name}").uniform((len(column),), -STREWN, STREWN)[rows]
    else:
        found = np.where((taken.values >= axis.low) & (taken.values <= axis.high), taken.values, np.nan)
    lost, gaps = np.isnan(found), np.isnan(found) & taken.absent
    beyond = "with another word in" if axis.words else "beyond the edges of the picture in"
    notes = [_lost(int(gaps.sum()), "without a value in", axis.name), _lost(int((lost & ~gaps).sum()), beyond, axis.name)]
    return Placed(found, tuple(filter(None, notes)))


def _key(value: Any) -> Any:
    """A value by which it is found again, which NaN is not."""
    return None if value is None or (not isinstance(value, str) and np.isnan(value)) else value


def _lost(count: int, why: str, name: str) -> str:
    return f"{counted(count, 'row')} {why} {quoted(name)} {'is' if count == 1 else 'are'} not drawn." if count else ""
