"""What is to be learnt: a number, one of two classes, or one of many, or several such targets at once; and why we think so."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from glassgrad.graph import DataError, SettingError

from .classes import class_names
from .table import Column
from .words import counted, listed, quoted

MOST_NUMBER_CLASSES = 20
ROWS_PER_NUMBER_CLASS = 3
MOST_CLASSES = 1_000
_ID_CLASSES = 50


class Task(Enum):
    """What the target asks for; `Task("regression")`, `Task("two classes")`, `Task("many classes")`."""

    REGRESSION = "regression"
    TWO_CLASSES = "two classes"
    MANY_CLASSES = "many classes"
    SEVERAL_NUMBERS = "several numbers"
    SEVERAL_LABELS = "several labels"
    """Several targets, each of which is there or is not: yes or no, any number of them at once."""

    @property
    def has_classes(self) -> bool:
        """Whether there is one target, and it is a class rather than a number."""
        return self in (Task.TWO_CLASSES, Task.MANY_CLASSES)

    @property
    def several(self) -> bool:
        """Whether several targets are learnt at once."""
        return self.each is not self

    @property
    def each(self) -> "Task":
        """What every single target asks for."""
        return {Task.SEVERAL_NUMBERS: Task.REGRESSION, Task.SEVERAL_LABELS: Task.TWO_CLASSES}.get(self, self)


@dataclass(frozen=True)
class TaskChoice:
    """A task and the sentence that says why it was chosen."""

    task: Task
    because: str


def infer_task(target: Column, *, wanted: Task | str | None = None) -> TaskChoice:
    """Choose the task from the target column, or check the one that is `wanted`.

    Words and yes-or-no values are classes. Numbers are classes when they are 0 and 1 (or −1 and 1) only, or when all are whole and take at most
    20 different values with, on average, 3 rows or more each; else regression. Missing values do not count.
    Raises: DataError for an empty target, one class only, more than 1,000 classes, or one that looks like an id (more than 3 rows and each its own class,
    or more than 50 classes in less than twice as many rows); SettingError for a task that does not fit.

    >>> print(infer_task(Column("digit", "number", np.array([0.0, 1.0, 2.0] * 5))).because)
    the target "digit" has 15 whole numbers with 3 different values: many classes
    """
    classes, rows = class_names(target), len(target) - target.missing
    target_is = f"the target {quoted(target.name)}"
    if rows == 0:
        raise DataError(f"{target_is} has no values: all {counted(len(target), 'row')} are missing; choose another column")
    if len(classes) == 1:
        raise DataError(
            f"{target_is} has one value only, {quoted(classes[0])}, in all {counted(rows, 'row')}; there is nothing to tell apart: choose another column"
        )
    choice = _as_wanted(target, classes, rows, wanted) if wanted is not None else _by_the_rules(target, classes, rows)
    if choice.task.has_classes:
        _refuse_ids(target_is, classes, rows)
    return choice


def infer_common_task(targets: Sequence[Column], *, wanted: Task | str | None = None) -> TaskChoice:
    """Choose the task of several targets that are learnt at once: labels where each of them takes two values only, else numbers.

    Raises: DataError for targets that are neither; SettingError for a task that does not fit.

    >>> infer_common_task([Column(name, "number", np.array([0.0, 1.0, 2.5])) for name in "ab"]).task
    <Task.SEVERAL_NUMBERS: 'several numbers'>
    """
    if len(targets) == 1:
        return infer_task(targets[0], wanted=wanted)
    task = _known(wanted) if wanted is not None else Task.SEVERAL_LABELS if all(map(_is_label, targets)) else Task.SEVERAL_NUMBERS
    if not task.several:
        raise SettingError(f"{len(targets)} targets are not {task.value}; for several the task is 'several numbers' or 'several labels'")
    for target in targets:
        infer_task(target, wanted=task.each)
    return TaskChoice(task, f"there are {len(targets)} targets: {task.value}")


def _is_label(target: Column) -> bool:
    return target.kind == "boolean" or _by_the_rules(target, class_names(target), len(target) - target.missing).task is Task.TWO_CLASSES


def _known(wanted: Task | str) -> Task:
    try:
        return Task(wanted)
    except ValueError:
        raise SettingError(f"unknown task {wanted!r}; the tasks are {', '.join(repr(each.value) for each in Task)}") from None


def _by_the_rules(target: Column, classes: tuple[str, ...], rows: int) -> TaskChoice:
    target_is, task = f"the target {quoted(target.name)}", _task_of(len(classes))
    if target.kind == "category":
        return TaskChoice(task, f"{target_is} has {len(classes):,} different words: {task.value}")
    if target.kind == "boolean":
        return TaskChoice(task, f"{target_is} is {' or '.join(map(quoted, classes))}: {task.value}")
    what = "whole numbers" if _all_whole(target) and not _beyond_fractions(target) else "numbers"
    if _numbers_are_classes(target, classes, rows):
        return TaskChoice(task, f"{target_is} has {rows:,} {what} with {len(classes):,} different values: {task.value}")
    return TaskChoice(Task.REGRESSION, f"{target_is} has {rows:,} {what} with {len(classes):,} different values: regression")


def _as_wanted(target: Column, classes: tuple[str, ...], rows: int, wanted: Task | str) -> TaskChoice:
    task = _known(wanted)
    target_is = f"the target {quoted(target.name)}"
    if task.several:
        raise SettingError(f"{target_is} is a single one; {task.value} needs more of them: name them in more_targets")
    if task is Task.REGRESSION and target.kind == "category":
        raise SettingError(f"{target_is} holds words such as {quoted(classes[0])}; regression needs numbers")
    if task is Task.TWO_CLASSES and len(classes) != 2:
        raise SettingError(f"{target_is} has {len(classes):,} different values ({listed(classes, 5)}), not two; say 'many classes'")
    return TaskChoice(task, f"{target_is} has {counted(rows, 'value')}; {task.value} as asked")


def _task_of(classes: int) -> Task:
    return Task.TWO_CLASSES if classes == 2 else Task.MANY_CLASSES


def _all_whole(target: Column) -> bool:
    values = target.values[~target.absent]
    return bool((values == np.floor(values)).all())


def _beyond_fractions(target: Column) -> bool:
    """Whether no number is small enough to show a fraction: 64-bit floating point holds none from 2^53 on."""
    return bool((np.abs(target.values[~target.absent]) >= 2**53).all())


def _numbers_are_classes(target: Column, classes: tuple[str, ...], rows: int) -> bool:
    if set(classes) in ({"0", "1"}, {"-1", "1"}):
        return True
    return _all_whole(target) and len(classes) <= MOST_NUMBER_CLASSES and rows >= ROWS_PER_NUMBER_CLASS * len(classes)


def _refuse_ids(target_is: str, classes: tuple[str, ...], rows: int) -> None:
    if (len(classes) == rows and rows > 3) or (len(classes) > _ID_CLASSES and 2 * len(classes) > rows):
        raise DataError(
            f"{target_is} has {len(classes):,} different values in {counted(rows, 'row')} ({listed(classes, 3)}): it looks like an id, not a class; "
            "choose another column, or say that the task is regression if it holds numbers"
        )
    if len(classes) > MOST_CLASSES:
        raise DataError(f"{target_is} has {len(classes):,} classes; the most that can be learnt is {MOST_CLASSES:,}: group the rare ones")
