"""`train`: from a table to a trained network, in one call; and `open_run`, which opens a run again."""

from __future__ import annotations

import json
from contextlib import ExitStack, suppress
from dataclasses import fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.data import (
    Table,
    TaskChoice,
    default_target,
    infer_common_task,
    learn_preparation,
    read_table,
    split_rows,
)
from glassgrad.data.frames import target_names
from glassgrad.engine import usable_engine
from glassgrad.graph import DataError, RunFileError, SettingError

from .file_access import check_place, new_run_file, open_run_file
from .kept_plan import read_plan
from .lock import only_writer
from .memory import saying_what_is_short
from .plan import Plan
from .planning import ready_plan
from .row_weights import row_weights
from .run import Run
from .run_file import RunFile
from .running import begin, beginning, run_on
from .settings import TrainSettings, settings_from
from .targets import filled_together, target_columns
from .together import all_or_none
from .watching import Silent, Watcher


def train(
    data: Any,
    target_values: Any = None,
    *,
    settings: TrainSettings | None = None,
    save: str | Path | None = None,
    overwrite: bool = False,
    header: bool | None = None,
    watcher: Watcher | None = None,
    **choices: Any,
) -> Run:
    """Train a network on a table and return the run.

    `data` is a path to CSV or Parquet, the name of a shipped data set, a data frame of any library, a mapping of columns,
    or an array of inputs with `target_values` beside it. Further keywords are those of `TrainSettings`: `target`,
    `hidden`, `learning_rate`, `epochs`, `seed` and so on. With `save` the run is written to that file as it goes.
    After `glassgrad.engine.xla.join`, engine="xla" trains together with the other processes that call this; one of them writes and shows.
    Warns: EngineWarning, once, where the usual engine cannot work and the reference engine computes instead.
    Raises: DataError, SettingError before anything is written; NonFiniteError when a number stops being finite; MemoryShortError.

    >>> run = train("iris", hidden=(8,), epochs=5, seed=0)
    >>> run.predict([[5.1, 3.5, 1.4, 0.2]]).shape
    (1,)
    """
    if settings is not None and choices:
        raise SettingError(f"give either settings= or single settings, not both: {', '.join(choices)}")
    chosen = settings or settings_from(choices)
    with saying_what_is_short(), usable_engine(chosen.engine).together() as processes:
        with all_or_none(processes):
            _refuse_to_replace_the_data(data, save)
            table = data if isinstance(data, Table) else read_table(data, target_values=target_values, header=header)
            plan, task = plan_for(table, with_target(chosen, table, data, target_values), kept_in_memory=save is None or not processes.writes)
        processes.check_same("settings", json.dumps(plan.settings.to_json()))
        processes.check_same("data", table.fingerprint)
        with ExitStack() as stack:
            with all_or_none(processes):
                place = Path(save) if save is not None and processes.writes else None
                if place is not None:
                    check_place(place, overwrite=overwrite)
                stack.enter_context(only_writer(place))
                standing = beginning(plan)
                file = new_run_file(place, lambda file: begin(file, plan, task.because, standing), overwrite=overwrite)
            return run_on(plan, file, standing, task.because, watcher if watcher and processes.writes else Silent(), processes)


def _refuse_to_replace_the_data(data: Any, save: str | Path | None) -> None:
    if save is None or not isinstance(data, (str, Path)):
        return
    same = False
    with suppress(OSError, ValueError):  # there is no such file: that is said where it is read
        same = Path(data).samefile(save)
    if same:
        raise SettingError(f"{save} is the table to learn from; the run cannot be saved in its place: choose another name")


def _signature() -> Signature:
    """The signature of `train` with the settings spelled out, so that help and editors show them."""
    own = [one for one in Signature.from_callable(train).parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    chosen = [Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type) for one in fields(TrainSettings)]
    return Signature([*own, *chosen], return_annotation=Run)


train.__signature__ = _signature()  # type: ignore[attr-defined]


def with_target(settings: TrainSettings, table: Table, data: Any, target_values: Any = None) -> TrainSettings:
    """The settings with the column to predict: the one asked for, that of a known data set, those of the values that were given apart, or "y".

    Raises: SettingError if none is told.
    """
    if not settings.target and np.ndim(target_values) == 2 and np.shape(target_values)[1] > 1:
        name, *others = target_names(np.shape(target_values)[1])
        return TrainSettings(**{**settings.to_json(), "target": name, "more_targets": tuple(others)})
    name = settings.target or (default_target(data) if isinstance(data, (str, Path)) else None) or ("y" if "y" in table.names else "")
    if not name:
        raise SettingError(f"which column is to be predicted? Give the target (--target), one of {', '.join(table.names[:20])}")
    return TrainSettings(**{**settings.to_json(), "target": name})


def plan_for(table: Table, settings: TrainSettings, *, kept_in_memory: bool = True) -> tuple[Plan, TaskChoice]:
    """Decide the task, split, prepare, and work out the plan.

    Raises: DataError, SettingError, MemoryShortError.
    """
    targets = target_columns(settings, table)
    choice = infer_common_task(targets, wanted=settings.task or None)
    split = split_rows(filled_together(targets), choice.task, validation=settings.validation, seed=settings.seed)
    preparation = learn_preparation(
        table,
        target=settings.target,
        more_targets=settings.more_targets,
        task=choice.task,
        rows=split.training,
        ignore=(settings.weights,) if settings.weights else (),
        weights=row_weights(table, settings.weights, split) if settings.weights else None,
    )
    return ready_plan(settings, table, preparation, split, kept_in_memory=kept_in_memory), choice


def open_run(path: str | Path, *, data: Any = None) -> Run:
    """Open a run file: predict with it, look at its history, replay any of its steps.

    A table too large to be kept in the file is given again as `data`; without it, the run can only predict.
    Raises: RunFileError if it is no run file, was damaged, or the data have changed.
    """
    return opened(Path(path), data, writing=False)


def opened(path: Path, data: Any, *, writing: bool) -> Run:
    """The run in a file, everything in it checked."""
    file = open_run_file(path, writing=writing)
    try:
        plan = read_plan(file, data)
        _check_epochs(plan, file)
        return Run(plan, file)
    except (SettingError, DataError, KeyError, TypeError) as error:
        file.close()
        raise RunFileError(f"{path} cannot be opened: {error}") from None
    except BaseException:
        file.close()
        raise


def _check_epochs(plan: Plan, file: RunFile) -> None:
    # Replaying goes from step to step; a file must not send it further than the steps that it holds.
    with file.reading():  # another process may be writing it
        rows, position = file.epochs(), file.position()
    for row in rows:
        if row.step != row.epoch * plan.steps_per_epoch:
            raise RunFileError(f"epoch {row.epoch} in the run file ends with step {row.step}, not {row.epoch * plan.steps_per_epoch}; the file is damaged")
    epoch, step = file.best()
    if step != epoch * plan.steps_per_epoch or epoch > len(rows):
        raise RunFileError(f"the best epoch of the run file is {epoch}, with step {step}, which do not belong together; the file is damaged")
    if position.step // plan.steps_per_epoch != len(rows):
        raise RunFileError(f"the run file has {len(rows)} epochs, which do not fit its {position.step} steps; the file is damaged")
