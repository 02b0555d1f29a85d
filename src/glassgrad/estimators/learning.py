"""How an estimator learns: its parameters become the settings of a run, its rows a table, and what comes of it is a run as any other."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.data import Column, Preparation, Split, Table, Task, learn_preparation, split_rows
from glassgrad.data.words import quoted
from glassgrad.graph import DataWarning
from glassgrad.training import Run, TrainSettings
from glassgrad.training.convergence import INTERRUPTED
from glassgrad.training.going_on import last_state, train_prepared
from glassgrad.training.plain_progress import PlainProgress
from glassgrad.training.standing import EpochRow
from glassgrad.training.targets import filled_together
from glassgrad.training.watching import Silent

from .asked import Asked
from .noting import Noting
from .weights import by_labels, class_weights

Array = np.ndarray[Any, Any]
LARGEST_SEED = 2**63


@dataclass(frozen=True, eq=False)
class Lesson:
    """Everything a fit is about: inputs, their type of number, what is asked, how much each row counts, and from which run it goes on."""

    rows: Table
    dtype: np.dtype[Any]
    asked: Asked
    counts: Array | None
    before: Run | None = None


def learn(given: Lesson, chosen: Mapping[str, Any], *, class_weight: Any = None, verbose: bool = False, seed: int) -> tuple[Run, list[EpochRow]]:
    """Train: the run and its epochs; `chosen` are settings of training. Raises: as `train`."""
    given = _without_weightless(given)
    own = given.counts  # means and deviations know nothing of classes
    if given.asked.task is Task.SEVERAL_LABELS:  # the loss has no weights for them; rows have
        given, class_weight = replace(given, counts=by_labels(class_weight, given.asked, own)), None
    table, column = _with_counts(given.rows, given.asked, given.counts)
    settings = _settings(given, chosen, weights=column, class_weight=class_weight, seed=seed)
    split = _split(given, settings)
    preparation = _prepared(given, table, settings, split.training, own)
    _say_what_is_left_out(preparation, settings)
    watcher = Noting(PlainProgress(sys.stdout) if verbose else Silent())
    run = train_prepared(
        table,
        settings,
        preparation=preparation,
        split=split,
        because=f"the estimator was asked for {given.asked.task.value}",
        start=None if given.before is None else last_state(given.before),
        watcher=watcher,
    )
    # Of an interrupted run the file knows what was kept, and what was not.
    return run, run.file.epochs() if run.outcome["kind"] == INTERRUPTED else watcher.rows


def _say_what_is_left_out(preparation: Preparation, settings: TrainSettings) -> None:
    for column in preparation.inputs:
        if column.treatment == "left out" and column.name != settings.weights:
            warnings.warn(f"column {quoted(column.name)}: {column.what_was_done()}", DataWarning, stacklevel=6)


def _split(given: Lesson, settings: TrainSettings) -> Split:
    """Which rows teach and which judge; a single row, of a model that goes on, can only teach."""
    if settings.validation == 0 or given.rows.rows == 1:
        return Split(np.arange(given.rows.rows), np.arange(0))
    return split_rows(filled_together(given.asked.columns), given.asked.task, validation=settings.validation, seed=settings.seed)


def _without_weightless(given: Lesson) -> Lesson:
    """Rows that do not count are left out: they neither teach nor judge, and no mean or deviation should know of them."""
    if given.counts is None or given.counts.all():
        return given
    kept = np.flatnonzero(given.counts)
    return replace(given, rows=given.rows.take(kept), asked=given.asked.take(kept), counts=given.counts[kept])


def _with_counts(rows: Table, asked: Asked, counts: Array | None) -> tuple[Table, str]:
    """The table with the targets, and with how much each row counts as a column, whose name comes back; "" if all count the same."""
    columns = [*rows.columns, *asked.columns]
    if counts is None:
        return Table(tuple(columns), rows.source, rows.notes), ""
    name = "sample_weight"
    while name in {one.name for one in columns}:
        name += "_"
    return Table((*columns, Column(name, "number", counts)), rows.source, rows.notes), name


def _settings(given: Lesson, chosen: Mapping[str, Any], *, weights: str, class_weight: Any, seed: int) -> TrainSettings:
    first, *others = (one.name for one in given.asked.columns)
    precision = chosen.get("precision") or ("float32" if given.dtype == np.float32 else "float64")
    found = {"target": first, "more_targets": tuple(others), "task": given.asked.task.value, "weights": weights, "seed": seed, "precision": precision}
    if class_weight is not None:
        found["class_weights"] = class_weights(class_weight, given.asked, given.counts)
    return TrainSettings(**{**chosen, **found})


def _prepared(given: Lesson, table: Table, settings: TrainSettings, training: Array, counts: Array | None) -> Preparation:
    """The preparation of the run before, if there is one: its weights mean nothing in other units."""
    if given.before is not None:
        return given.before.plan.preparation
    return learn_preparation(
        table,
        target=settings.target,
        more_targets=settings.more_targets,
        task=given.asked.task,
        rows=training,
        ignore=(settings.weights,) if settings.weights else (),
        weights=counts,
        classes=given.asked.words,
        constant_targets=True,
    )
