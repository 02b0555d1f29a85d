"""What is to be learnt, from the targets that `fit` is given: columns for the table, and how answers are said in the user's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.data import Column, Task
from glassgrad.data.classes import class_names
from glassgrad.data.frames import target_names

Array = np.ndarray[Any, Any]
ABSENT_OR_THERE = ("0", "1")
CLASSES_FOR_SURE = "biuU"
"""Types of array whose single column can only be classes: scikit-learn need not look at every row to know."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The task, the columns of the targets, the classes as the user wrote them, and the place among them of each row's: both None for numbers.

    Shapes: `classes` (classes,), `codes` (rows, targets).
    """

    task: Task
    columns: tuple[Column, ...]
    classes: Array | None = None
    places: Array | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The classes by name, in the order of `classes`: of several labels "0" and "1", of numbers none."""
        if self.task is Task.SEVERAL_LABELS:
            return ABSENT_OR_THERE
        return _words(self.classes) if self.classes is not None else ()

    @property
    def codes(self) -> Array:
        """The place of each row's class, for each target."""
        assert self.places is not None
        return self.places

    def take(self, rows: Array) -> Asked:
        """What is asked of these rows only."""
        return replace(self, columns=tuple(one.take(rows) for one in self.columns), places=None if self.places is None else self.places[rows])


def classes_asked(y: Array, taken: Sequence[str], known: Any = None) -> Asked:
    """Classes (rows,), or labels (rows, labels) of 0 and 1. `known`: all classes there are, if not every one is in these rows.

    `taken`: the names of columns that are in use. Raises: ValueError for numbers that are no classes, for a single class, and for one that is not known.
    """
    if _are_labels(y):
        return _labels_asked(y, taken)
    from sklearn.utils.validation import column_or_1d

    flat = column_or_1d(y, warn=True)
    classes, codes = np.unique(flat, return_inverse=True) if known is None else _placed(flat, _known(known))
    if len(classes) < 2:
        raise ValueError(f"y holds 1 class only, {classes[0]!s:.60}; there is nothing to tell apart: at least 2 classes are needed")
    _say_if_like_numbers(flat, classes)
    (name,) = _names(1, taken)
    if len(classes) == 2:
        first, second = _words(classes)
        return Asked(Task.TWO_CLASSES, (Column(name, "boolean", codes.astype(np.float64), (first, second)),), classes, codes[:, np.newaxis])
    words = np.array(_words(classes), dtype=object)
    return Asked(Task.MANY_CLASSES, (Column(name, "category", words[codes]),), classes, codes[:, np.newaxis])


def _are_labels(y: Array) -> bool:
    """Whether these are several labels, and not the classes of one target. Raises: ValueError if they are neither."""
    if isinstance(y, np.ndarray) and y.ndim == 1 and y.dtype.kind in CLASSES_FOR_SURE:
        return False
    from sklearn.utils.multiclass import check_classification_targets, type_of_target

    try:
        kind = type_of_target(y, input_name="y")
    except TypeError as error:
        if "not supported between" in str(error):  # they have no order
            raise ValueError("y mixes words with other values; give all classes as words, or all as numbers") from None
        raise
    if kind not in ("binary", "multiclass", "multilabel-indicator"):
        check_classification_targets(y)
    return bool(kind == "multilabel-indicator")


def _labels_asked(y: Array, taken: Sequence[str]) -> Asked:
    given = np.asarray(y.todense() if hasattr(y, "todense") else y)
    if not np.isin(given, (0, 1)).all():
        raise ValueError(f"several labels are told by 0 and 1, or by False and True; y holds {', '.join(map(repr, np.unique(given)[:20].tolist()))}")
    labels = given.astype(np.intp)
    names = _names(labels.shape[1], taken)
    columns = [Column(name, "boolean", one.astype(np.float64), ABSENT_OR_THERE) for name, one in zip(names, labels.T, strict=True)]
    return Asked(Task.SEVERAL_LABELS, tuple(columns), np.arange(labels.shape[1]), labels)


def _known(classes: Any) -> Array:
    found = np.asarray(classes)
    if found.ndim != 1 or not len(found) or (found.dtype.kind == "f" and not np.isfinite(found).all()):
        raise ValueError(f"classes is {classes!r:.60}; expected all classes there are, like [0, 1, 2]")
    return np.unique(found)


def _placed(y: Array, classes: Array) -> tuple[Array, Array]:
    """The classes, and the place of each row's among them. Raises: ValueError for one that is not known."""
    strange = np.setdiff1d(y, classes).tolist()
    if strange:
        listed = ", ".join(map(repr, classes[:20].tolist()))
        raise ValueError(f"y holds the class {strange[0]!r:.60}, which is not among the classes {listed}; name all of them at the first partial_fit")
    return classes, np.searchsorted(classes, y)


def _say_if_like_numbers(y: Array, classes: Array) -> None:
    """Warns, in scikit-learn's own words, where there are so many classes that numbers may be meant."""
    from sklearn.utils.multiclass import check_classification_targets

    if 2 * len(classes) > len(y):
        check_classification_targets(y)


def numbers_asked(y: Any, taken: Sequence[str]) -> Asked:
    """One number for each row (rows,) or (rows, 1), or several (rows, targets). Raises: ValueError for anything else."""
    from sklearn.utils.validation import column_or_1d

    values = _numbers(y.toarray() if hasattr(y, "toarray") else y)
    values = values if values.ndim == 2 and values.shape[1] > 1 else column_or_1d(values, warn=True)[:, np.newaxis]
    columns = [Column(name, "number", one) for name, one in zip(_names(values.shape[1], taken), values.T, strict=True)]
    return Asked(Task.REGRESSION if len(columns) == 1 else Task.SEVERAL_NUMBERS, tuple(columns))


def _numbers(y: Array) -> Array:
    """A copy: the run is to stay what it is, whatever becomes of the array."""
    if y.dtype.kind not in "mM":
        try:
            return np.array(y, dtype=np.float64)
        except (TypeError, ValueError):
            pass
    raise ValueError(f"y holds {y.flat[0]!s:.60}, of the type {y.dtype}; Regressor predicts numbers (Classifier tells classes apart)")


def _words(classes: Array) -> tuple[str, ...]:
    """Every class by name: fractions as they are read elsewhere, so that 1.0 is "1"; whole numbers are not put through floating point, which holds 53 bits."""
    if classes.dtype.kind == "f":
        return class_names(Column("y", "number", classes.astype(np.float64)))
    return tuple(map(str, classes))


def _names(count: int, taken: Sequence[str]) -> tuple[str, ...]:
    names = target_names(count)
    while set(names) & set(taken):
        names = tuple(f"{name}_" for name in names)
    return names
