"""What is done to one input column: learnt from the training rows, then applied to any rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from glassgrad.graph import DataError

from .classes import class_codes, class_words
from .scaling import Scale, median_of, scale_of
from .table import Column, ColumnKind, FloatArray, RowNumbers
from .words import counted, listed, quoted, rounded, shifted

Treatment = Literal["scaled", "zero or one", "one of", "constant", "left out"]
TREATMENTS: tuple[str, ...] = get_args(Treatment)
ALL_MISSING, LIKE_AN_ID = "every value is missing in the training rows", "like an id"
ID_WORDS = 50
MOST_WORDS = 100


@dataclass(frozen=True, kw_only=True)
class ColumnPlan:
    """One input column and its treatment.

    scaled: (x − mean) / deviation · zero or one: as it is · one of: one feature per word · constant: always 0 · left out: no feature.
    `missing` counts the gaps in the training rows: if there were any, a feature says where, 1 for a gap, and `fill` stands in its place.
    """

    name: str
    kind: ColumnKind
    treatment: Treatment
    mean: float = 0.0
    deviation: float = 1.0
    fill: float = 0.0
    missing: int = 0
    words: tuple[str, ...] = ()
    reason: str = ""

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the prepared inputs made from this column."""
        if self.treatment == "left out":
            return ()
        own = tuple(f"{self.name}={word}" for word in self.words) if self.treatment == "one of" else (self.name,)
        return (*own, f"{self.name} is missing") if self.missing else own

    def what_was_done(self) -> str:
        """The treatment in short words, with its numbers."""
        gaps = "" if not self.missing else f"; {self.missing:,} missing {self._filling()}, and marked in a feature of their own"
        if self.treatment == "scaled":
            return f"scaled: {shifted(self.mean)}, divided by {rounded(self.deviation)}{gaps}"
        if self.treatment == "zero or one":
            return f"0 for {quoted(self.words[0])}, 1 for {quoted(self.words[1])}{gaps}"
        if self.treatment == "one of":
            return f"one feature for each of {counted(len(self.words), 'word')}: {listed(self.words, 5)}{'; ' + self.reason if self.reason else ''}{gaps}"
        return f"always 0: {self.reason}{gaps}" if self.treatment == "constant" else f"left out: {self.reason}"

    def _filling(self) -> str:
        if self.treatment == "one of":
            return "counted as none of the words"
        if self.treatment == "constant":
            return "counted as 0"
        return f"filled with the {'median' if self.kind == 'number' else 'more frequent'} {rounded(self.fill)}"


def learn_column(column: Column, rows: RowNumbers, weights: FloatArray | None = None) -> ColumnPlan:
    """The treatment of a column, from the training rows only. `weights` (rows,), none of them 0: how much each of them counts for means and the like."""
    seen = column.take(rows)
    if seen.missing == len(seen):
        return _left_out(seen, ALL_MISSING)
    return _learn_words(seen) if seen.kind == "category" else _learn_numbers(seen, weights)


def _left_out(column: Column, reason: str) -> ColumnPlan:
    return ColumnPlan(name=column.name, kind=column.kind, treatment="left out", missing=column.missing, reason=reason)


def _constant(column: Column, value: str) -> ColumnPlan:
    reason = f"every value is {value} in the training rows"
    return ColumnPlan(name=column.name, kind=column.kind, treatment="constant", missing=column.missing, reason=reason)


def _learn_numbers(column: Column, weights: FloatArray | None) -> ColumnPlan:
    filled = column.values[~column.absent]
    counting = None if weights is None else weights[~column.absent]
    scale = scale_of(filled, counting)
    if scale.deviation == 0:
        return _constant(column, quoted(column.words[int(scale.mean)]) if column.kind == "boolean" else rounded(scale.mean))
    if column.kind == "boolean":
        fill = float(scale.mean >= 0.5)
        return ColumnPlan(name=column.name, kind="boolean", treatment="zero or one", fill=fill, missing=column.missing, words=column.words)
    return ColumnPlan(
        name=column.name,
        kind="number",
        treatment="scaled",
        mean=scale.mean,
        deviation=scale.deviation,
        fill=median_of(filled, counting),
        missing=column.missing,
    )


def _learn_words(column: Column) -> ColumnPlan:
    counts = Counter(word for word in column.values if word is not None)
    if len(counts) == 1:
        return _constant(column, quoted(next(iter(counts))))
    if len(counts) > ID_WORDS and 2 * len(counts) > counts.total():
        return _left_out(column, f"{len(counts):,} different words in {counted(counts.total(), 'row')}, {LIKE_AN_ID}")
    frequent = sorted(sorted(counts), key=lambda word: -counts[word])[:MOST_WORDS]
    rare = len(counts) - len(frequent)
    reason = f"the {counted(rare, 'rarest word')} counted as none of them" if rare else ""
    return ColumnPlan(name=column.name, kind="category", treatment="one of", words=tuple(sorted(frequent)), missing=column.missing, reason=reason)


def warnings_about(plans: Sequence[ColumnPlan]) -> tuple[str, ...]:
    """What the user should hear about the columns that cannot teach as they are: one sentence for each kind of trouble, however many columns have it."""
    troubled: dict[str, list[str]] = {}
    for plan in plans:
        troubled.setdefault(_trouble(plan), []).append(plan.name)
    return tuple(
        f"{'column' if len(names) == 1 else counted(len(names), 'column')} {listed(names)}: {trouble}" for trouble, names in troubled.items() if trouble
    )


def _trouble(plan: ColumnPlan) -> str:
    if plan.treatment == "constant":
        return "the same value in every training row; counted as 0"
    if plan.treatment == "one of" and plan.reason:
        return f"more than {MOST_WORDS} different words; the most frequent have a feature each, the others none"
    if plan.reason == ALL_MISSING:
        return f"{ALL_MISSING}; left out"
    return "different words in almost every row, like an id; left out" if plan.reason.endswith(LIKE_AN_ID) else ""


def apply_column(plan: ColumnPlan, column: Column, out: FloatArray) -> tuple[str, ...]:
    """Write the features of a column into `out` (rows, features of the plan), all zero before; returns notes.

    Raises: DataError for words where training had numbers, for a boolean that is neither 0 nor 1, and for a number too large to be scaled.
    """
    notes = _apply_words(plan, column, out) if plan.kind == "category" else _apply_numbers(plan, column, out)
    if plan.missing:
        out[:, -1] = column.absent
    elif column.missing and plan.treatment != "constant":
        stand_in = (
            "counted as none of the words"
            if plan.kind == "category"
            else f"filled with the {'median' if plan.kind == 'number' else 'more frequent'} {rounded(plan.fill)} of the training rows"
        )
        notes += (f"column {quoted(plan.name)}: {counted(column.missing, 'cell')} missing, as none was in training; {stand_in}",)
    return notes


def _apply_words(plan: ColumnPlan, column: Column, out: FloatArray) -> tuple[str, ...]:
    if plan.treatment == "constant":
        return ()
    words = class_words(column)
    codes = class_codes(words, plan.words)
    known = np.flatnonzero(codes >= 0)
    out[known, codes[known]] = 1.0
    unseen = np.flatnonzero((codes < 0) & ~column.absent)
    if not len(unseen) or plan.reason:
        return ()
    different = list(dict.fromkeys(words[unseen]))
    what = f"{counted(len(unseen), 'cell')} with words not seen in training ({listed(different, 3)})"
    return (f"column {quoted(plan.name)}: {what}, counted as none of the known ones",)


def _apply_numbers(plan: ColumnPlan, column: Column, out: FloatArray) -> tuple[str, ...]:
    values = _as_numbers(plan, column)
    if plan.treatment == "constant":
        return ()
    filled = np.where(column.absent, plan.fill, values)
    out[:, 0] = Scale(plan.mean, plan.deviation).apply(filled) if plan.treatment == "scaled" else filled
    infinite = ~np.isfinite(out[:, 0])
    if infinite.any():
        row = int(infinite.argmax())
        raise DataError(
            f"column {quoted(plan.name)}, row {row + 1}: {rounded(float(values[row]))} is too far from the training rows to be scaled "
            f"({shifted(plan.mean)}, divided by {rounded(plan.deviation)}); correct it or leave the cell empty"
        )
    return ()


def _as_numbers(plan: ColumnPlan, column: Column) -> FloatArray:
    held = "numbers" if plan.kind == "number" else "yes-or-no values"
    if column.kind == "category" and column.missing == len(column):
        return np.full(len(column), np.nan)
    if column.kind == "category":
        row = int((~column.absent).argmax())
        raise DataError(f"column {quoted(plan.name)}, row {row + 1}: {quoted(column.values[row])} is a word; in training the column held {held}")
    wrong = (column.values != 0) & (column.values != 1) & ~column.absent if plan.kind == "boolean" else np.zeros(0)
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(
            f"column {quoted(plan.name)}, row {row + 1}: {rounded(float(column.values[row]))} is neither 0 nor 1; in training the column held {held}"
        )
    return np.asarray(column.values)
