"""Features that give the answer away: the same as the target, or one-to-one with it."""

from dataclasses import dataclass

import numpy as np

from .classes import class_codes, class_names, class_words
from .scaling import scale_of
from .table import Column, FloatArray, RowNumbers
from .words import quoted

AT_FIRST = 1000
"""Rows that are looked at before all: nearly always they settle it."""


@dataclass(frozen=True, eq=False)
class Answers:
    """The target as numbers, NaN where it is missing: the value itself, or the place of the class. Shape: `values` (rows,)."""

    name: str
    values: FloatArray
    are_classes: bool


def answers_of(target: Column, *, are_classes: bool) -> Answers:
    """The answers in a target column, worked out once for all the columns that are held against them."""
    values = class_codes(class_words(target), class_names(target)) if are_classes else target.values
    return Answers(target.name, np.where(target.absent, np.nan, values), are_classes)


def leak_note(column: Column, answers: Answers, rows: RowNumbers) -> tuple[str, ...]:
    """A warning if, in these rows, the column tells the target exactly, and the other way round; else nothing.

    For classes: each class has one value of the column, a different one for each. For regression: the column is the target times one number plus another.

    >>> y = Column("y", "number", np.array([2.0, 4.0, 6.0, 9.0]))
    >>> len(leak_note(Column("copy", "number", y.values), answers_of(y, are_classes=False), np.arange(4)))
    1
    """
    if answers.are_classes and _contradicts(column, answers, _both_known(column, answers, rows[:AT_FIRST])):
        return ()
    both = _both_known(column, answers, rows)
    if not (_one_to_one if answers.are_classes else _on_a_line)(column, answers, both):
        return ()
    how = "one-to-one with" if answers.are_classes else "the same, up to scale, as"
    leak = f"column {quoted(column.name)} may leak the answer: in the training rows it is {how} the target {quoted(answers.name)}"
    return (f"{leak}; leave it out if it would not be known",)


def _both_known(column: Column, answers: Answers, rows: RowNumbers) -> RowNumbers:
    return rows[~(column.absent[rows] | np.isnan(answers.values[rows]))]


def _contradicts(column: Column, answers: Answers, rows: RowNumbers) -> bool:
    """Whether rows of one class, that of the first row, have different values: then they cannot be one-to-one."""
    codes = answers.values[rows]
    values = column.values[rows[codes == codes[:1]]]
    return bool((values != values[:1]).any())


def _one_to_one(column: Column, answers: Answers, rows: RowNumbers) -> bool:
    codes = answers.values[rows]
    order = np.argsort(codes, kind="stable")
    present, starts, sizes = np.unique(codes[order], return_index=True, return_counts=True)
    if len(present) < 2 or len(rows) <= len(present):
        return False
    values = column.values[rows][order]
    first = values[starts]
    return bool((values == np.repeat(first, sizes)).all()) and len(set(first.tolist())) == len(first)


def _on_a_line(column: Column, answers: Answers, rows: RowNumbers) -> bool:
    if column.kind != "number" or len(rows) < 3:
        return False
    x, y = column.values[rows], answers.values[rows]
    scale_x, scale_y = scale_of(x), scale_of(y)
    if scale_x.deviation == 0 or scale_y.deviation == 0:
        return False
    x, y = scale_x.apply(x), scale_y.apply(y)
    return bool(np.abs(x - y).max() < 1e-9 or np.abs(x + y).max() < 1e-9)
