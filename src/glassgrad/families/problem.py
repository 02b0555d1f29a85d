"""From a table to folds: what every family is to learn, prepared by the training rows of each fold, the same for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glassgrad.data import Column, Preparation, Split, Table, Task, TaskChoice, folds, infer_task, learn_preparation, split_rows
from glassgrad.data.table import RowNumbers
from glassgrad.data.words import counted, quoted
from glassgrad.graph import DataError, SettingError
from glassgrad.writing.numbers import number

from .by_fold import told_by_fold
from .family import Array, Lot, Situation
from .own_units import units_of
from .settings import CompareSettings
from .target_unit import in_unit, unit_of, unit_words

FEWEST_ROWS = 4
FEWEST_FOR_A_SPREAD = 2
"""Rows that R² needs: it compares the errors with how far the targets of these rows lie apart."""


@dataclass(frozen=True, eq=False)
class Fold:
    """One way to deal the rows: those that teach, those that judge, how both are prepared, and what a family is told before it learns.

    `notes`: what was noticed while these rows were prepared.
    """

    training: Lot
    held_out: Lot
    preparation: Preparation
    situation: Situation
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Problem:
    """What is to be learnt: the table, its target, the task and why, and the folds. `half` is half of the training rows of the first fold.

    `notes`: what was noticed while the data were read, dealt and prepared. `unit`: what a number to be predicted is divided by before it is learnt.
    """

    table: Table
    target: str
    choice: TaskChoice
    folds: tuple[Fold, ...]
    half: Lot
    notes: tuple[str, ...]
    unit: float = 1.0

    @property
    def task(self) -> Task:
        """What kind of target it is."""
        return self.choice.task

    @property
    def measure(self) -> str:
        """What the score is called."""
        return "accuracy" if self.task.has_classes else "R²"

    @property
    def target_words(self) -> str:
        """What the numbers that are learnt are called: the target, and its unit if that is not its own."""
        return f"{self.target}{in_unit(self.unit)}"

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
    choice = infer_task(target, wanted=settings.task or None)
    splits = _dealt(table, choice.task, settings)
    columns = count_columns(table, settings.target)
    unit = unit_of(target.values[~target.absent]) if choice.task is Task.REGRESSION else 1.0
    made = tuple(_fold(table, settings, choice.task, split, columns, place, unit) for place, split in enumerate(splits))
    notes = dict.fromkeys((*table.notes, *splits[0].notes, *_unit_notes(target, unit), *told_by_fold([fold.notes for fold in made])))
    return Problem(table, settings.target, choice, made, _half(made[0].training, table, choice.task, settings), tuple(notes), unit)


def _unit_notes(target: Column, unit: float) -> tuple[str, ...]:
    if unit == 1.0:
        return ()
    why = f"the {'squares of such large numbers are too large' if unit > 1 else 'errors of such small numbers are too small'} for some libraries"
    return (f"the target {quoted(target.name)} is learnt in units of {unit_words(unit)}: {why}; the scores are the same",)


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


def _fold(table: Table, settings: CompareSettings, task: Task, split: Split, columns: tuple[str, ...], place: int, unit: float) -> Fold:
    _check_that_it_teaches(table[settings.target], task, split, place)
    preparation = learn_preparation(table, target=settings.target, task=task, rows=split.training)
    situation = Situation(
        task=task,
        features=preparation.features,
        units=units_of(preparation),
        classes=preparation.classes,
        rows=len(split.training),
        columns=columns,
        seed=settings.seed,
        hidden=settings.hidden,
        unit=unit,
    )
    prepared = [preparation.apply(table, rows=rows) for rows in (split.training, split.validation)]
    lots = zip(prepared, (split.training, split.validation), strict=True)
    training, held_out = (_lot(table, preparation, one.values, rows, columns, unit) for one, rows in lots)
    notes = dict.fromkeys((*preparation.notes, *(note for one in prepared for note in one.notes)))
    return Fold(training, held_out, preparation, situation, tuple(notes))


def _check_that_it_teaches(target: Column, task: Task, split: Split, place: int) -> None:
    taught = target.values[split.training]
    if task is Task.REGRESSION and target.kind == "number" and (taught == taught[0]).all():
        same = f"in fold {place + 1} the target {quoted(target.name)} is {number(float(taught[0]), 6).text} in all {counted(len(taught), 'training row')}"
        raise DataError(f"{same}; there is nothing to learn from them: choose another seed, more folds or more rows")


def _lot(table: Table, preparation: Preparation, inputs: Array, rows: RowNumbers, columns: tuple[str, ...], unit: float) -> Lot:
    counts = np.column_stack([table[name].values[rows] for name in columns]) if columns else None
    return Lot(inputs, _targets(table, preparation, rows, unit), rows, counts)


def _targets(table: Table, preparation: Preparation, rows: RowNumbers, unit: float) -> Array:
    """Class numbers, or the numbers of the table in that unit."""
    target = table[preparation.target.name].take(rows)
    return preparation.target.codes(target).astype(np.intp) if preparation.classes else np.asarray(target.values if unit == 1.0 else target.values / unit)


def _half(lot: Lot, table: Table, task: Task, settings: CompareSettings) -> Lot:
    """Half of the rows, of each class about half and at least one."""
    split = split_rows(table[settings.target].take(lot.places), task, validation=0.5, seed=settings.seed)
    return some_rows(lot, split.training)


def some_rows(lot: Lot, rows: RowNumbers) -> Lot:
    """Those rows of a lot, by their places in it."""
    return Lot(lot.inputs[rows], lot.targets[rows], lot.places[rows], None if lot.counts is None else lot.counts[rows])
