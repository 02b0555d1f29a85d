"""`compare`: every model family learns the same folds of a table, and is counted, timed and judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from inspect import Parameter, Signature
from statistics import median
from typing import Any

import numpy as np

from glassgrad.data import Table, read_table
from glassgrad.data.words import quoted
from glassgrad.graph import DataError, SettingError
from glassgrad.training import TrainSettings
from glassgrad.training.memory import saying_what_is_short
from glassgrad.training.settings import record_from
from glassgrad.training.train import with_target
from glassgrad.writing.numbers import number

from .at_once import outcomes
from .by_fold import told_by_fold
from .choosing import chosen_families
from .comparison import Comparison, Kept, LeftOut, Result
from .family import Family, Learned
from .problem import Fold, Problem, problem_of
from .settings import NO_WEIGHTS, CompareSettings, one_target_words
from .turn import Outcome, Turn, score_of
from .watching import Beginning, CompareWatcher, Unwatched


def compare(
    data: Any,
    target_values: Any = None,
    *,
    settings: CompareSettings | None = None,
    header: bool | None = None,
    watcher: CompareWatcher | None = None,
    **choices: Any,
) -> Comparison:
    """Compare model families on a table: the same folds, the same preparation, every score, time and size beside the others'.

    `data` is a path to CSV or Parquet, the name of a shipped data set, a data frame of any library, a mapping of columns, or an array of inputs with
    `target_values` beside it. Further keywords are those of `CompareSettings`: `target`, `families`, `folds`, `seed` and so on.
    A family that cannot learn this, or whose library is missing, is left out with a note.
    Raises: DataError, SettingError before anything is learnt; MemoryShortError.

    >>> seen = compare("iris", families="logistic_regression", folds=3)
    >>> seen.result("logistic_regression").mean > 0.9
    True
    """
    if settings is not None and choices:
        raise SettingError(f"give either settings= or single settings, not both: {', '.join(choices)}")
    if "weights" in choices:
        raise SettingError(NO_WEIGHTS)
    chosen = settings or record_from(CompareSettings, choices)
    with saying_what_is_short():
        table = data if isinstance(data, Table) else read_table(data, target_values=target_values, header=header)
        ready = _with_target(chosen, table, data, target_values)
        problem = problem_of(table, ready)
        baseline = tuple(_baseline(problem, place) for place in range(len(problem.folds)))
        families, left_out = chosen_families(ready, problem.folds[0].situation)
        keep = {0} if ready.explain is None else {0, problem.fold_of(ready.explain)}
        found = _learn_all(turns_of(problem, families, keep), problem, families, ready.jobs, watcher or Unwatched())
    return _comparison(problem, ready, baseline, families, left_out, found)


def _signature() -> Signature:
    """The signature of `compare` with the settings spelled out, so that help and editors show them."""
    own = [one for one in Signature.from_callable(compare).parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    chosen = [Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type) for one in fields(CompareSettings)]
    return Signature([*own, *chosen], return_annotation=Comparison)


compare.__signature__ = _signature()  # type: ignore[attr-defined]


def _with_target(settings: CompareSettings, table: Table, data: Any, target_values: Any) -> CompareSettings:
    """The settings with the column to predict, found as `train` finds it. Raises: SettingError if none is told, or several are."""
    several = [part.strip() for part in settings.target.split(",")]
    if len(several) > 1 and settings.target not in table.names and all(name in table.names for name in several):
        raise SettingError(one_target_words(several))
    found = with_target(TrainSettings(target=settings.target), table, data, target_values)
    if found.more_targets:
        raise SettingError(f"{1 + len(found.more_targets)} targets are given; the families are compared on one: give the values of a single one")
    return CompareSettings(**{**settings.to_json(), "target": found.target})


def turns_of(problem: Problem, families: Iterable[Family], keep: Collection[int]) -> list[Turn]:
    """Who learns what: each family every fold, and half of the first one. The models of the folds in `keep` are wanted."""
    first = problem.folds[0]
    made = []
    for family in families:
        made += [turn_of(family, fold, place, keep=place in keep) for place, fold in enumerate(problem.folds)]
        made.append(Turn(family.name, None, problem.half, first.held_out, first.situation))
    return made


def turn_of(family: Family, fold: Fold, place: int, *, keep: bool) -> Turn:
    """One family and one fold, all of it."""
    return Turn(family.name, place, fold.training, fold.held_out, fold.situation, keep)


def _learn_all(turns: Sequence[Turn], problem: Problem, families: Sequence[Family], jobs: int, watcher: CompareWatcher) -> dict[str, list[Outcome]]:
    """The outcomes of each family, by its name, in whatever order they came."""
    by_name = {family.name: family for family in families}
    found: dict[str, list[Outcome]] = {name: [] for name in by_name}
    watcher.begins(_beginning(problem, families))
    with closing(outcomes(turns, jobs=jobs)) as coming:
        for outcome in coming:
            mine = found[outcome.family]
            mine.append(outcome)
            _tell(watcher, by_name[outcome.family], mine, len(problem.folds) + 1)
    watcher.ends()
    return found


def _tell(watcher: CompareWatcher, family: Family, mine: Sequence[Outcome], turns: int) -> None:
    """What the latest outcome of a family is; of one that failed, the first failure only."""
    failures = [one.failure for one in mine if one.failure]
    if not failures:
        watcher.learnt(family, len(mine), turns, tuple(one.score for one in mine if one.fold is not None))
    elif failures == [mine[-1].failure]:
        watcher.failed(family, failures[0])


def _beginning(problem: Problem, families: Sequence[Family]) -> Beginning:
    rows = sum(len(fold.held_out.places) for fold in problem.folds)
    inputs = len(problem.folds[0].preparation.features)
    return Beginning(problem.table.source, problem.choice.because, rows, inputs, len(problem.folds), problem.measure, tuple(families))


def _comparison(
    problem: Problem,
    settings: CompareSettings,
    baseline: tuple[float, ...],
    families: Sequence[Family],
    left_out: Sequence[LeftOut],
    found: Mapping[str, Sequence[Outcome]],
) -> Comparison:
    failed = [LeftOut(family, failure) for family in families if (failure := _failure(found[family.name]))]
    learnt = [family for family in families if not _failure(found[family.name])]
    judged = sum(len(fold.held_out.places) for fold in problem.folds) if problem.task.has_classes else 0
    results = sorted((_result(family, found[family.name], judged) for family in learnt), key=lambda one: -one.mean)
    return Comparison(
        problem=problem,
        settings=settings,
        results=tuple(results),
        left_out=(*left_out, *failed),
        baseline=baseline,
        models=_models(problem, {family: found[family.name] for family in learnt}),
    )


def _models(problem: Problem, found: Mapping[Family, Sequence[Outcome]]) -> dict[int, dict[str, Learned]]:
    """The models that were kept: fold → family → model."""
    models: dict[int, dict[str, Learned]] = {0: {}}
    for family, outcomes_of_it in found.items():
        for one in outcomes_of_it:
            if one.fold is not None and one.model is not None:
                models.setdefault(one.fold, {})[family.name] = learned_of(problem, family, one)
    return models


def learned_of(problem: Problem, family: Family, outcome: Outcome) -> Learned:
    """A model that was kept, with what it learnt from."""
    fold = problem.folds[outcome.fold or 0]
    return Learned(family, outcome.model, fold.training, fold.situation)


def _failure(found: Sequence[Outcome]) -> str:
    """Why a family has no result; the reason of the earliest fold, so that it does not depend on which came first."""
    failed = [one for one in found if one.failure]
    return min(failed, key=lambda one: (one.fold is None, one.fold or 0)).failure if failed else ""


def _result(family: Family, found: Sequence[Outcome], judged: int) -> Result:
    halves, folds = [one for one in found if one.fold is None], sorted((one for one in found if one.fold is not None), key=lambda one: one.fold or 0)
    half, all_rows = (Kept(one.rows, one.stored, one.bytes) for one in (halves[0], folds[0]))
    return Result(
        family=family,
        scores=tuple(one.score for one in folds),
        fit_seconds=median(one.fit_seconds for one in folds),
        predict_seconds=median(one.predict_seconds for one in folds),
        half=half,
        all=all_rows,
        knows=folds[0].knows,
        parts=folds[0].parts,
        notes=told_by_fold([one.notes for one in folds]),
        judged=judged,
    )


def _baseline(problem: Problem, place: int) -> float:
    """The score of always giving the same answer: the most frequent class of the training rows, or their mean. Raises: DataError if it cannot be told."""
    fold = problem.folds[place]
    taught, judged = fold.training.targets, fold.held_out.targets
    are_classes = fold.situation.task.has_classes
    answer = np.bincount(taught).argmax() if are_classes else taught.mean()
    try:
        return score_of(np.full(len(judged), answer), judged, are_classes=are_classes)
    except ArithmeticError:
        raise DataError(_too_far_apart(problem, place)) from None


def _too_far_apart(problem: Problem, place: int) -> str:
    target = problem.table[problem.target]
    row = int(np.nanargmax(np.abs(target.values)))
    farthest = f"{quoted(target.name)} is {number(float(target.values[row]), 6).text} in row {row} (counted from 0)"
    return f"{farthest}, so far from the others that in fold {place + 1} no score can say how wrong the mean is; correct that row, or leave it out"
