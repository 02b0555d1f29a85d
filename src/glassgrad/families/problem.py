"""From a table to folds: what every family is to learn, prepared by the training rows of each fold, the same for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.data import Column, Preparation, Split, Table, Task, TaskChoice, folds, infer_task, learn_preparation, split_rows
from glassgrad.data.table import RowNumbers
from glassgrad.data.words import counted, quoted
from glassgrad.graph import DataError, SettingError
from glassgrad.writing.numbers import number

from .family import Array, Lot, Situation
from .settings import CompareSettings

FEWEST_ROWS = 4
FEWEST_FOR_A_SPREAD = 2
"""Rows that R² needs: it compares the errors with how far the targets of these rows lie apart."""


@dataclass(frozen=True, eq=False)
class Fold:
    """One way to deal the rows: those that teach, those that judge, how both are prepared, and what a family is told before it learns."""

    training: Lot
    held_out: Lot
    preparation: Preparation
    situation: Situation


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be learnt: the table, its target, the task and why, and the folds. `half` is half of the training rows of the first fold.

    `notes`: what was noticed while the data were read, dealt and prepared.
    """

    table: Table
    target: str
    choice: TaskChoice
    folds: tuple[Fold, ...]
    half: Lot
    notes: tuple[str, ...]

    @property
    def task(self) -> Task:
        """What kind of target it is."""
        return self.choice.task

    @property
    def measure(self) -> str:
        """What the score is called."""
        return "accuracy" if self.task.has_classes else "R²"

    def fold_of(self, row: int) -> int:
        """The fold that holds this row of the table out. Raises: SettingError for a row that is not there, or has no target."""
        if isinstance(row, bool) or not hasattr(row, "__index__") or not 0 <= row < self.table.rows:
            raise SettingError(f"the row to explain is {row!r:.60}; the table has the rows 0 to {self.table.rows - 1:,}")
        found = next((place for place, fold in enumerate(self.folds) if row in fold.held_out.places), None)
        if found is None:
            raise SettingError(f"row {row} has no {quoted(self.target)}, so nobody is judged on it; choose another row to explain")
        return found


def problem_of(table: Table, settings: CompareSettings) -> Problem:
    """Infer the task, deal the rows, prepare each fold by its training rows. Raises: DataError, SettingError."""
    target = table[settings.target]
    _check_that_it_varies(target)
    choice = infer_task(target, wanted=settings.task or None)
    splits = _dealt(table, choice.task, settings)
    columns = count_columns(table, settings.target)
    made = tuple(_fold(table, settings, choice.task, split, columns, place) for place, split in enumerate(splits))
    notes = dict.fromkeys((*table.notes, *splits[0].notes, *made[0].preparation.notes))
    return Problem(table, settings.target, choice, made, _half(made[0].training, table, choice.task, settings), tuple(notes))


def _check_that_it_varies(target: Column) -> None:
    present = target.values[~target.absent]
    if target.kind == "number" and len(present) and (present == present[0]).all():
        value = number(float(present[0]), 6).text
        raise DataError(f"the target {quoted(target.name)} is {value} in all {counted(len(present), 'row')}; there is nothing to learn: choose another column")


def _dealt(table: Table, task: Task, settings: CompareSettings) -> tuple[Split, ...]:
    target = table[settings.target]
    rows = len(target) - target.missing
    if rows < FEWEST_ROWS:
        has = f"the target {quoted(target.name)} has {counted(rows, 'row')} with a value"
        raise DataError(f"{has}; a comparison needs at least {FEWEST_ROWS}, two to learn from and two to judge by")
    most = rows if task.has_classes else rows // FEWEST_FOR_A_SPREAD
    if settings.folds > most:
        why = "there are so many rows with a target" if task.has_classes else "R² needs two rows in each, to see how far their targets lie apart"
        raise SettingError(f"folds is {settings.folds:,}; expected a whole number from 2 to {most:,}: {why}")
    return folds(target, task, count=settings.folds, seed=settings.seed)


def count_columns(table: Table, target: str) -> tuple[str, ...]:
    """The columns beside the target, by name, if all of them hold counts: whole numbers of at least 0, without gaps. Else none.

    >>> from glassgrad.data import read_table
    >>> count_columns(read_table({"cats": [0, 2], "dogs": [1, 1], "y": [0.5, 1.5]}), "y")
    ('cats', 'dogs')
    """
    inputs = [column for column in table.columns if column.name != target]
    are_counts = all(one.kind == "number" and not one.missing and bool(((one.values >= 0) & (one.values == np.floor(one.values))).all()) for one in inputs)
    return tuple(one.name for one in inputs) if are_counts else ()


def _fold(table: Table, settings: CompareSettings, task: Task, split: Split, columns: tuple[str, ...], place: int) -> Fold:
    _check_that_it_teaches(table[settings.target], task, split, place)
    preparation = learn_preparation(table, target=settings.target, task=task, rows=split.training)
    situation = Situation(
        task=task,
        features=preparation.features,
        classes=preparation.classes,
        rows=len(split.training),
        columns=columns,
        seed=settings.seed,
        hidden=settings.hidden,
    )
    training, held_out = (_lot(table, preparation, rows, columns) for rows in (split.training, split.validation))
    return Fold(training, held_out, preparation, situation)


def _check_that_it_teaches(target: Column, task: Task, split: Split, place: int) -> None:
    taught = target.values[split.training]
    if task is Task.REGRESSION and target.kind == "number" and (taught == taught[0]).all():
        same = f"in fold {place + 1} the target {quoted(target.name)} is {number(float(taught[0]), 6).text} in all {counted(len(taught), 'training row')}"
        raise DataError(f"{same}; there is nothing to learn from them: choose another seed, more folds or more rows")


def _lot(table: Table, preparation: Preparation, rows: RowNumbers, columns: tuple[str, ...]) -> Lot:
    counts = np.column_stack([table[name].values[rows] for name in columns]) if columns else None
    return Lot(preparation.apply(table, rows=rows).values, _targets(table, preparation, rows), rows, counts)


def _targets(table: Table, preparation: Preparation, rows: RowNumbers) -> Array:
    """Class numbers, or numbers in their own units as the table holds them."""
    target = table[preparation.target.name].take(rows)
    return preparation.target.codes(target).astype(np.intp) if preparation.classes else np.asarray(target.values)


def _half(lot: Lot, table: Table, task: Task, settings: CompareSettings) -> Lot:
    """Half of the rows, of each class about half and at least one."""
    split = split_rows(table[settings.target].take(lot.places), task, validation=0.5, seed=settings.seed)
    return some_rows(lot, split.training)


def some_rows(lot: Lot, rows: RowNumbers) -> Lot:
    """Those rows of a lot, by their places in it."""
    return Lot(lot.inputs[rows], lot.targets[rows], lot.places[rows], None if lot.counts is None else lot.counts[rows])
