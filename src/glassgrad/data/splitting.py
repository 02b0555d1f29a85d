"""Which rows teach and which rows test: one split, or several folds, seeded, and stratified by class."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import DataError, SettingError

from .classes import class_codes, class_names, class_words
from .random_streams import random_stream
from .table import Column, RowNumbers
from .tasks import Task
from .words import counted, listed, quoted


@dataclass(frozen=True, eq=False)
class Split:
    """Row numbers from 0, ascending: `training` and `validation` share none. Rows without a target are in neither; `notes` say so."""

    training: RowNumbers
    validation: RowNumbers
    notes: tuple[str, ...] = ()


def split_rows(target: Column, task: Task, *, validation: float, seed: int) -> Split:
    """Set a fraction of the rows aside for validation; with classes, the same fraction of each (largest remainders first).

    Range: 0 ≤ validation < 1; unless it is 0, at least one row is set aside. Every class keeps a row in training; one with a single row is noted by name.
    Raises: DataError for fewer than two rows with a target, SettingError for a fraction out of range.

    >>> split = split_rows(Column("y", "boolean", np.array([0.0, 1.0] * 5)), Task.TWO_CLASSES, validation=0.2, seed=0)
    >>> len(split.training), len(split.validation)
    (8, 2)
    """
    if isinstance(validation, bool) or not isinstance(validation, int | float) or not 0 <= validation < 1:
        raise SettingError(f"validation must be a fraction from 0 up to, but not including, 1; not {validation!r}")
    groups, notes = _groups(target, task)
    rows = sum(map(len, groups))
    if rows < 2:
        raise DataError(f"the target {quoted(target.name)} has {counted(rows, 'row')} with a value; training needs at least 2")
    wanted = 0 if validation == 0 else min(max(1, round(validation * rows)), rows - 1)
    shares = _shares([len(group) for group in groups], wanted)
    aside = [_drawn(group, seed, f"split {place}", share) for place, (group, share) in enumerate(zip(groups, shares, strict=True))]
    if sum(shares) < wanted:
        notes += (f"{sum(shares):,} of {counted(wanted, 'row')} set aside for validation: every class keeps a row to learn from",)
    return _split(groups, np.concatenate(aside), notes)


def folds(target: Column, task: Task, *, count: int, seed: int) -> tuple[Split, ...]:
    """`count` splits in which every row with a target is validated exactly once; with classes, each fold gets its share of each class.

    Range: 2 ≤ count ≤ rows.   Raises: SettingError outside it.

    >>> [fold.validation.tolist() for fold in folds(Column("y", "number", np.arange(4.0)), Task.REGRESSION, count=2, seed=0)]
    [[2, 3], [0, 1]]
    """
    groups, notes = _groups(target, task)
    rows = sum(map(len, groups))
    if isinstance(count, bool) or not isinstance(count, int) or not 2 <= count <= rows:
        raise SettingError(f"count must be a whole number of folds from 2 to the number of rows with a target ({rows:,}), not {count!r}")
    shuffled = [_shuffled(group, seed, f"fold {place}") for place, group in enumerate(groups)]
    dealt = np.concatenate(shuffled)  # dealt like cards, class after class: folds and classes in them differ by at most one row
    return tuple(_split(groups, dealt[fold::count], notes) for fold in range(count))


def _groups(target: Column, task: Task) -> tuple[list[RowNumbers], tuple[str, ...]]:
    """The rows that have a target, class by class (all in one for regression), and notes."""
    filled = np.flatnonzero(~target.absent)
    notes = []
    if target.missing:
        notes.append(f"{counted(target.missing, 'row')} left out: the target {quoted(target.name)} is missing there")
    if not task.has_classes or not len(filled):
        return [filled], tuple(notes)
    names = class_names(target)
    codes = class_codes(class_words(target), names)
    groups = [np.flatnonzero(codes == place) for place in range(len(names))]
    single = [name for name, group in zip(names, groups, strict=True) if len(group) == 1]
    if single:
        who = "the class {} of {} has a single row" if len(single) == 1 else "the classes {} of {} have a single row each"
        notes.append(f"{who.format(listed(single), quoted(target.name))}, which cannot teach and test at once")
    return groups, tuple(notes)


def _shares(sizes: Sequence[int], wanted: int) -> list[int]:
    """How many rows of each class to set aside: in proportion, `wanted` in all, always leaving one of each class."""
    total = sum(sizes)
    exact = [size * wanted / total for size in sizes]
    shares = [min(int(share), size - 1) for share, size in zip(exact, sizes, strict=True)]
    by_remainder = sorted(range(len(sizes)), key=lambda place: (shares[place] - exact[place], place))
    while sum(shares) < wanted:
        open_places = [place for place in by_remainder if shares[place] < sizes[place] - 1]
        if not open_places:
            break
        for place in open_places[: wanted - sum(shares)]:
            shares[place] += 1
    return shares


def _drawn(rows: RowNumbers, seed: int, purpose: str, count: int) -> RowNumbers:
    return _shuffled(rows, seed, purpose)[:count] if count else rows[:0]


def _shuffled(rows: RowNumbers, seed: int, purpose: str) -> RowNumbers:
    return rows[random_stream(seed, purpose).permutation(len(rows))]


def _split(groups: Sequence[RowNumbers], aside: RowNumbers, notes: tuple[str, ...]) -> Split:
    everything = np.sort(np.concatenate(list(groups)))
    validation = np.sort(aside)
    return Split(np.setdiff1d(everything, validation, assume_unique=True), validation, notes)
