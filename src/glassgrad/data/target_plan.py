"""What is done to the target: classes become their place in the list, a number to be learnt is standardised."""

from dataclasses import dataclass

import numpy as np

from glassgrad.graph import DataError

from .classes import class_codes, class_names, class_words
from .scaling import Scale, scale_of
from .table import Column, ColumnKind, FloatArray, RowNumbers
from .tasks import Task
from .words import counted, listed, quoted, rounded, shifted


@dataclass(frozen=True, kw_only=True)
class TargetPlan:
    """The target column: its classes in order, or (for regression) the mean and deviation of the training rows."""

    name: str
    kind: ColumnKind
    classes: tuple[str, ...] = ()
    mean: float = 0.0
    deviation: float = 1.0

    def what_was_done(self) -> str:
        """The treatment in short words, with its numbers."""
        if self.classes:
            return f"the target: {counted(len(self.classes), 'class', 'classes')}: {listed(self.classes, 5)}"
        return f"the target, scaled: {shifted(self.mean)}, divided by {rounded(self.deviation)}"

    def codes(self, column: Column) -> FloatArray:
        """The place of each row's class, NaN where it is missing. Raises: DataError for classes that were not there in training."""
        if column.kind == "boolean" and self.kind == "boolean":
            return column.values  # 0 and 1 are the places, however the two words are spelt here
        words = class_words(column)
        codes = class_codes(words, self.classes).astype(np.float64)
        unseen = (codes < 0) & ~column.absent
        if unseen.any():
            different = list(dict.fromkeys(words[unseen]))
            what = f"{counted(int(unseen.sum()), 'row')} with {listed(different, 5)}"
            raise DataError(f"the target {quoted(self.name)} has {what}, not among the classes of training: {listed(self.classes)}")
        return np.where(column.absent, np.nan, codes)

    def scaled(self, column: Column) -> FloatArray:
        """Each row's value, standardised, NaN where it is missing. Raises: DataError for words, and for numbers too large to be scaled."""
        if column.kind == "category" and column.missing < len(column):
            raise DataError(f"the target {quoted(self.name)} holds words here; in training it held numbers")
        values = np.full(len(column), np.nan) if column.kind == "category" else column.values
        result = Scale(self.mean, self.deviation).apply(values)
        if np.isinf(result).any():
            row = int(np.isinf(result).argmax())
            raise DataError(f"the target {quoted(self.name)}, row {row + 1}: {rounded(float(values[row]))} is too far from the training rows to be scaled")
        return result


def learn_target(
    column: Column,
    task: Task,
    rows: RowNumbers,
    weights: FloatArray | None = None,
    *,
    classes: tuple[str, ...] = (),
    constant: bool = False,
) -> TargetPlan:
    """The plan of one target: all classes of the column; mean and deviation of the training rows, which count as much as their `weights` say.

    `classes`: all there are, in order, where the column need not hold every one. `constant`: numbers may be all the same; they are not divided then.

    Raises: DataError for one class or one value only, for words in regression, and when no training row has a value.
    """
    seen = column.take(rows)
    if seen.missing == len(seen):
        raise DataError(f"the target {quoted(column.name)} has no value in any training row")
    if task.has_classes:
        return TargetPlan(name=column.name, kind=column.kind, classes=classes) if classes else _with_classes(column, task)
    if column.kind == "category":
        raise DataError(f"the target {quoted(column.name)} holds words; regression needs numbers")
    scale = scale_of(seen.values[~seen.absent], None if weights is None else weights[~seen.absent])
    if scale.deviation == 0 and constant:
        return TargetPlan(name=column.name, kind=column.kind, mean=scale.mean)
    if scale.deviation == 0:
        raise DataError(
            f"the target {quoted(column.name)} is {rounded(scale.mean)} in every training row; there is nothing to learn: choose another column or more rows"
        )
    return TargetPlan(name=column.name, kind=column.kind, mean=scale.mean, deviation=scale.deviation)


def _with_classes(column: Column, task: Task) -> TargetPlan:
    classes = class_names(column)
    if len(classes) < 2 or (task is Task.TWO_CLASSES and len(classes) != 2):
        wanted = "two are needed" if task is Task.TWO_CLASSES else "at least two are needed"
        raise DataError(f"the target {quoted(column.name)} has {counted(len(classes), 'class', 'classes')} ({listed(classes)}); {wanted}")
    return TargetPlan(name=column.name, kind=column.kind, classes=classes)
