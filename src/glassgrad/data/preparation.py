"""Preparing: every column turned into numbers a network can take, by rules learnt from the training rows only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError

from .column_plans import ColumnPlan, apply_column, learn_column, warnings_about
from .headers import named_apart
from .leaks import answers_of, leak_note
from .preparation_json import Parts, as_json, from_json
from .scaling import Scale
from .table import ColumnKind, FloatArray, Table
from .target_plan import TargetPlan, learn_target
from .tasks import Task
from .words import counted, did_you_mean, listed

MOST_ENTRIES = 2**30


@dataclass(frozen=True, eq=False)
class Prepared:
    """Prepared inputs, `values` (rows, features), and notes on what was met on the way."""

    values: FloatArray
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ColumnReport:
    """One line of the report: a column, its kind, and what was done to it."""

    name: str
    kind: ColumnKind
    what_was_done: str


@dataclass(frozen=True)
class Preparation:
    """How to turn tables into numbers, and numbers back into answers; make it with `learn_preparation`."""

    task: Task
    inputs: tuple[ColumnPlan, ...]
    target: TargetPlan
    notes: tuple[str, ...] = ()
    more_targets: tuple[TargetPlan, ...] = ()
    """Where several targets are learnt at once: those after the first."""

    @property
    def all_targets(self) -> tuple[TargetPlan, ...]:
        """Everything that is predicted, in order."""
        return (self.target, *self.more_targets)

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The names of the prepared inputs, each different: "age", "color=red", "age is missing"."""
        return named_apart([feature for plan in self.inputs for feature in plan.features])[0]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in order; empty for numbers, and where several targets are learnt at once."""
        return self.target.classes if self.task.has_classes else ()

    @property
    def kinds(self) -> dict[str, ColumnKind]:
        """Input column → kind, for `read_table(…, kinds=…)` when new rows are read for prediction: a category of digits stays a category."""
        return {plan.name: plan.kind for plan in self.inputs if plan.treatment != "left out"}

    def apply(self, table: Table, *, rows: npt.ArrayLike | None = None) -> Prepared:
        """Prepare the rows of a table (all of them, or these numbers from 0). Columns are matched by name, in any order; others are ignored, with a note.

        A word not seen in training gets 0 in all features of its column, and is counted in the notes.
        Shape: values (rows, features).   Raises: DataError for missing columns (all are listed), for cells that do not fit, and for more than 2^30 entries.
        """
        plans = [plan for plan in self.inputs if plan.treatment != "left out"]
        self._refuse_missing_columns(table, [plan.name for plan in plans])
        chosen = None if rows is None else table.checked_rows(rows)
        values = np.zeros(self._checked_shape(table.rows if chosen is None else len(chosen)))
        notes, start = list(self._ignored(table)), 0
        for plan in plans:
            stop = start + len(plan.features)
            column = table[plan.name] if chosen is None else table[plan.name].take(chosen)
            notes += apply_column(plan, column, values[:, start:stop])
            start = stop
        return Prepared(values, tuple(notes))

    def _refuse_missing_columns(self, table: Table, needed: list[str]) -> None:
        missing = [name for name in needed if name not in table]
        if missing:
            hint = did_you_mean(missing[0], [name for name in table.names if name not in needed])
            what = counted(len(missing), "column")
            raise DataError(f"{table.source}: {what} of the training table missing: {listed(missing)}; the table has {listed(table.names)}.{hint}")

    def _checked_shape(self, rows: int) -> tuple[int, int]:
        if rows * len(self.features) > MOST_ENTRIES:
            size = f"{counted(rows, 'row')} of {counted(len(self.features), 'feature')}"
            raise DataError(f"{size} do not fit: at most {MOST_ENTRIES:,} numbers are prepared at once; take fewer rows, or leave out columns of many words")
        return rows, len(self.features)

    def _ignored(self, table: Table) -> tuple[str, ...]:
        known = {*(plan.name for plan in self.inputs), *(plan.name for plan in self.all_targets)}
        extra = [name for name in table.names if name not in known]
        return (f"{counted(len(extra), 'column')} not in the training table ignored: {listed(extra)}",) if extra else ()

    def targets(self, table: Table) -> FloatArray:
        """The target of each row: the place of its class, or its standardised value; NaN where it is missing (`split_rows` leaves those rows out).

        Shape: (rows,), with several targets (rows, targets).
        Raises: DataError for a class that was not there in training, and for values that cannot be scaled.
        """
        found = [one.codes(table[one.name]) if one.classes else one.scaled(table[one.name]) for one in self.all_targets]
        return np.stack(found, axis=1) if self.task.several else found[0]

    def restore_target(self, standardised: npt.ArrayLike) -> FloatArray:
        """Standardised values back in the target's units; of several targets, the last axis counts them. Shape: kept.

        Formula: value · deviation + mean.   Raises: DataError if the target is a class.
        """
        if self.target.classes:
            raise DataError(f"the target holds classes ({listed(self.target.classes)}), which have no units to go back to")
        values = np.asarray(standardised, dtype=np.float64)
        if not self.task.several:
            return Scale(self.target.mean, self.target.deviation).restore(values)
        return np.stack([Scale(one.mean, one.deviation).restore(values[..., place]) for place, one in enumerate(self.all_targets)], axis=-1)

    def report(self) -> list[ColumnReport]:
        """What was done to each column, the target last."""
        lines = [ColumnReport(plan.name, plan.kind, plan.what_was_done()) for plan in self.inputs]
        return [*lines, *(ColumnReport(one.name, one.kind, one.what_was_done()) for one in self.all_targets)]

    def to_json(self) -> dict[str, Any]:
        """The preparation as plain values that JSON can hold; `from_json` reads them back to an equal one."""
        return as_json(Parts(self.task, self.inputs, self.all_targets, self.notes))

    @staticmethod
    def from_json(document: Any) -> "Preparation":
        """The preparation in a document that may come from anyone. Raises: RunFileError, naming the entry, for whatever does not belong."""
        parts = from_json(document)
        first, *others = parts.targets
        return Preparation(parts.task, parts.inputs, first, parts.notes, tuple(others))


def learn_preparation(
    table: Table,
    *,
    target: str,
    task: Task,
    rows: npt.ArrayLike,
    more_targets: Sequence[str] = (),
    ignore: Collection[str] = (),
    weights: FloatArray | None = None,
    classes: tuple[str, ...] = (),
    constant_targets: bool = False,
) -> Preparation:
    """Learn how to prepare a table from its training rows (numbers from 0); columns named in `ignore` are left out.

    `weights` (all rows of the table,) say how much each row counts: a row of weight 2 as two, one of weight 0 not at all.
    `classes`: all classes of the target in order, if others may come later than those in the table. `constant_targets`: one value only is no fault.

    Numbers: minus the mean, divided by the population deviation; gaps filled with the median. Booleans: 0 or 1. Words: one feature each.
    A column with gaps gets one more feature that marks them. Columns that do not vary count as 0; columns without values and id-like ones
    (more than 50 different words, in less than twice as many rows) are left out; of more than 100 words the 100 most frequent get a feature.
    Raises: DataError for an unknown column, for no training rows, and when no feature is left.

    >>> from glassgrad.data import read_table
    >>> table = read_table({"x": [1, 3], "y": [0, 1]})
    >>> learn_preparation(table, target="y", task=Task.TWO_CLASSES, rows=[0, 1]).report()[0].what_was_done
    'scaled: minus 2, divided by 1'
    """
    training = table.checked_rows(rows)
    if not len(training):
        raise DataError(f"{table.source}: there are no training rows")
    if weights is not None:
        training = training[weights[training] > 0]
    counting = None if weights is None else weights[training]
    targets = (target, *more_targets)
    target_plan, *others = (learn_target(table[name], task.each, training, counting, classes=classes, constant=constant_targets) for name in targets)
    answers = [answers_of(table[name], are_classes=task.each.has_classes) for name in targets]
    ignored = {table[name].name for name in ignore} - set(targets)
    plans: list[ColumnPlan] = []
    leaks: list[str] = []
    for column in table.columns:
        if column.name in ignored:
            plans.append(ColumnPlan(name=column.name, kind=column.kind, treatment="left out", reason="as asked"))
        elif column.name not in targets:
            plans.append(learn_column(column, training, counting))
            if plans[-1].treatment not in ("left out", "constant"):
                leaks += [note for one in answers for note in leak_note(column, one, training)]
    preparation = Preparation(task, tuple(plans), target_plan, (*warnings_about(plans), *leaks), tuple(others))
    if all(plan.treatment == "left out" for plan in plans):
        told = [line for line in preparation.report()[:5] if line.name not in targets]
        reasons = "; ".join(f"{line.name}: {line.what_was_done}" for line in told) or "the target is the only column"
        raise DataError(f"{table.source}: there is nothing to learn from beside the target ({reasons}); add a column that can be used")
    return preparation
