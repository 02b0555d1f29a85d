"""What is to be learnt, from the targets that `fit` is given: columns for the table, and how answers are said in the user's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.data import Column, Task
from glassgrad.data.classes import class_names
from glassgrad.data.frames import target_names

Array = np.ndarray[Any, Any]
ABSENT_OR_THERE = ("0", "1")


@dataclass(frozen=True, eq=False)
class Asked:
    """The task, the columns of the targets, and the classes as the user wrote them: an array, or None for numbers."""

    task: Task
    columns: tuple[Column, ...]
    classes: Array | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The classes by name, in the order of `classes`: of several labels "0" and "1", of numbers none."""
        if self.task is Task.SEVERAL_LABELS:
            return ABSENT_OR_THERE
        return _words(self.classes) if self.classes is not None else ()


def classes_asked(y: Array, taken: Sequence[str], known: Any = None) -> Asked:
    """Classes (rows,), or labels (rows, labels) of 0 and 1. `known`: all classes there are, if not every one is in these rows.

    `taken`: the names of columns that are in use. Raises: ValueError for numbers that are no classes, for a single class, and for one that is not known.
    """
    from sklearn.utils.multiclass import check_classification_targets, type_of_target
    from sklearn.utils.validation import column_or_1d

    kind = type_of_target(y, input_name="y")
    if kind not in ("binary", "multiclass", "multilabel-indicator"):
        check_classification_targets(y)
    if kind == "multilabel-indicator":
        labels = np.asarray(y.todense() if hasattr(y, "todense") else y)
        columns = [Column(name, "boolean", one.astype(np.float64), ABSENT_OR_THERE) for name, one in zip(_names(labels.shape[1], taken), labels.T, strict=True)]
        return Asked(Task.SEVERAL_LABELS, tuple(columns), np.arange(labels.shape[1]))
    flat = column_or_1d(y, warn=True)
    classes = np.unique(flat) if known is None else np.unique(np.asarray(known))
    strange = np.setdiff1d(flat, classes)
    if len(strange):
        raise ValueError(f"y holds the class {strange[0]!s:.60}, which is not among the classes {_some(classes)}")
    if len(classes) < 2:
        raise ValueError(f"y holds 1 class only, {classes[0]!s:.60}; there is nothing to tell apart: at least 2 classes are needed")
    words = np.array(_words(classes), dtype=object)
    task = Task.TWO_CLASSES if len(classes) == 2 else Task.MANY_CLASSES
    return Asked(task, (Column(_names(1, taken)[0], "category", words[np.searchsorted(classes, flat)]),), classes)


def numbers_asked(y: Array, taken: Sequence[str]) -> Asked:
    """One number for each row (rows,) or (rows, 1), or several (rows, targets)."""
    from sklearn.utils.validation import column_or_1d

    values = np.asarray(y, dtype=np.float64)
    values = values if values.ndim == 2 and values.shape[1] > 1 else column_or_1d(values, warn=True)[:, np.newaxis]
    columns = [Column(name, "number", one) for name, one in zip(_names(values.shape[1], taken), values.T, strict=True)]
    return Asked(Task.REGRESSION if len(columns) == 1 else Task.SEVERAL_NUMBERS, tuple(columns))


def _words(classes: Array) -> tuple[str, ...]:
    """Every class by name: fractions as they are read elsewhere, so that 1.0 is "1"; whole numbers are not put through floating point, which holds 53 bits."""
    if classes.dtype.kind == "f":
        return class_names(Column("y", "number", classes.astype(np.float64)))
    return tuple(map(str, classes))


def _some(classes: Array) -> str:
    return ", ".join(map(str, classes[:20].tolist()))


def _names(count: int, taken: Sequence[str]) -> tuple[str, ...]:
    names = target_names(count)
    while set(names) & set(taken):
        names = tuple(f"{name}_" for name in names)
    return names
