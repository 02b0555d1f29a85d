"""Leaking features: a column that by itself tells the target (almost) perfectly is usually made from it, and will not be known when it counts.

Exactly one-to-one columns are found as when the data are prepared. Beyond that, each column is tried alone: for classes, each row is given the class that
its value, or the nearest one, has in the other half of the rows; 97% of what always saying the most frequent class gets wrong must come out right.
For numbers, the order of the values must be that of the target (rank correlation 0.999). The petals of iris, a famously easy table, reach 91%.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from glassgrad.data import Column, random_stream
from glassgrad.data.leaks import Answers, answers_of, leak_note

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import MOST_ROWS, Patient
from ..probe import Array, spread

ALMOST = 0.97
SAME_ORDER = 0.999
FEWEST_ROWS = 40
"""With fewer rows, a column may look perfect by accident."""
ADVICE = ("Ask whether this column would be known at the moment of predicting; if not, leave it out of the table.",)


def _examine(patient: Patient) -> Iterable[Finding]:
    plan = patient.plan
    if plan is None:
        raise DoesNotApplyError("a bare network has no table")
    for target in plan.preparation.all_targets:
        what = f"the target {target.name!r}" if plan.preparation.task.several else "the target"
        answers = answers_of(plan.data[target.name], are_classes=bool(target.classes))
        for one in plan.preparation.inputs:
            if one.treatment not in ("left out", "constant"):
                yield from _look(plan.data[one.name], answers, plan.split.training, what)


def _look(column: Column, answers: Answers, training: Array, what: str) -> Iterable[Finding]:
    if leak_note(column, answers, training):
        how = "one-to-one with" if answers.are_classes else "the same, up to scale, as"
        yield _finding(column.name, f"is {how} {what} in the training rows", {"training rows": len(training)})
        return
    rows = training[~(column.absent[training] | np.isnan(answers.values[training]))]
    rows = spread(rows, MOST_ROWS)
    if len(rows) < FEWEST_ROWS:
        return
    values, target = _as_numbers(column)[rows], answers.values[rows]
    if answers.are_classes:
        right, frequent = tried_alone(values, target, words=column.kind == "category")
        if frequent < 1 and (right - frequent) / (1 - frequent) >= ALMOST:
            shares = {"this column alone": right, "the most frequent class": frequent}
            numbers: dict[str, float | int | str] = {f"right with {by}": say_share(share) for by, share in shares.items()}
            yield _finding(column.name, f"alone tells {'the class' if what == 'the target' else what} almost perfectly", numbers)
    elif column.kind == "number":
        correlation = rank_correlation(values, target)
        if abs(correlation) >= SAME_ORDER:
            yield _finding(column.name, f"alone puts the rows in the order of {what}", {"rank correlation": correlation})


def _finding(column: str, how: str, numbers: dict[str, float | int | str]) -> Finding:
    return Finding(
        gravity=Gravity.WARNING,
        what=f"a column may leak the answer: {column!r} {how}",
        where=f"column {column!r}",
        since=BEFORE_TRAINING,
        numbers=numbers,
        advice=ADVICE,
    )


def _as_numbers(column: Column) -> Array:
    if column.kind != "category":
        return column.values
    return np.unique(["" if value is None else value for value in column.values], return_inverse=True)[1].astype(np.float64)


def tried_alone(values: Array, target: Array, *, words: bool) -> tuple[float, float]:
    """The share of rows that a column alone gets right, each half of the rows by what the other half taught; and the share of the most frequent class."""
    different, which = np.unique(values, return_inverse=True)
    classes = target.astype(np.intp)
    half = random_stream(0, "halves of the rows").permutation(len(values)) % 2
    counts = np.zeros((2, len(different), int(classes.max()) + 1))
    np.add.at(counts, (half, which, classes), 1)
    said = np.stack([_answers(one, different, words=words) for one in counts])
    return float((said[1 - half, which] == classes).mean()), float(counts.sum(axis=(0, 1)).max() / len(values))


def _answers(counts: Array, different: Array, *, words: bool) -> Array:
    """For each different value the class that it says, by counts (values, classes): its own most frequent one, else that of the nearest value, or of all."""
    seen, own = counts.any(axis=1), np.asarray(counts.argmax(axis=1))
    if words:
        own[~seen] = counts.sum(axis=0).argmax()
        return own
    known = different[seen]
    above = np.clip(np.searchsorted(known, different), 0, len(known) - 1)
    below = np.clip(above - 1, 0, None)
    nearest = np.where(np.abs(known[above] - different) < np.abs(different - known[below]), above, below)
    own[~seen] = own[seen][nearest][~seen]
    return own


def rank_correlation(x: Array, y: Array) -> float:
    """Spearman's rank correlation, from −1 to 1; 0 where one of the two does not vary.

    >>> round(rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([1.0, 8.0, 27.0])), 9)
    1.0
    """
    from scipy.stats import rankdata

    ranks = rankdata(x), rankdata(y)
    return float(np.corrcoef(*ranks)[0, 1]) if all(one.std() > 0 for one in ranks) else 0.0


leaking_features = Check(name="leaking columns", says="no column tells the target by itself", looks_at="data", examine=_examine)
