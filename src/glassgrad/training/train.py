"""`train`: from a table to a trained network, in one call; and `open_run`, which opens a run again."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from importlib.metadata import version
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.data import (
    Preparation,
    Split,
    Table,
    TaskChoice,
    default_target,
    infer_task,
    learn_preparation,
    read_table,
    split_rows,
    table_from_bytes,
    table_to_bytes,
)
from glassgrad.graph import DataError, NonFiniteError, RunFileError, SettingError
from glassgrad.nn import Loss, Network, optimizer
from glassgrad.nn.settings import settle

from .arrays import StoredArray, restore, store
from .loop import learn
from .plan import Plan, build_network, fitting_loss, make_plan
from .run import Run, notes_of, say_network
from .run_file import RunFile, new_run_file, open_run_file
from .settings import TrainSettings, settings_from
from .watching import Opening, Silent, Watcher

SMALL_TABLE = 32 * 2**20
"""A table of at most this many bytes is kept in the run file itself; of a larger one only where it is and its fingerprint."""


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
    Raises: DataError, SettingError before anything is written; NonFiniteError when a number stops being finite.

    >>> run = train("iris", hidden=(8,), epochs=5, seed=0)
    >>> run.predict([[5.1, 3.5, 1.4, 0.2]]).shape
    (1,)
    """
    if settings is not None and choices:
        raise SettingError(f"give either settings= or single settings, not both: {', '.join(choices)}")
    chosen = settings or settings_from(choices)
    _refuse_to_replace_the_data(data, save)
    table = data if isinstance(data, Table) else read_table(data, target_values=target_values, header=header)
    plan, task = plan_for(table, _with_target(chosen, table, data))
    watcher = watcher or Silent()
    file = new_run_file(Path(save) if save is not None else None, overwrite=overwrite)
    try:
        write_plan(file, plan, task)
        watcher.opening(_opening(plan, task))
        outcome = learn(plan, file, watcher)
    except NonFiniteError as error:
        watcher.closing(str(error))
        file.close()
        raise
    except BaseException:
        _let_go(file)
        raise
    watcher.closing(outcome.reason)
    return Run(plan, file)


def _refuse_to_replace_the_data(data: Any, save: str | Path | None) -> None:
    if save is None or not isinstance(data, (str, Path)):
        return
    same = False
    with suppress(OSError, ValueError):  # there is no such file: that is said where it is read
        same = Path(data).samefile(save)
    if same:
        raise SettingError(f"{save} is the table to learn from; the run cannot be saved in its place: choose another name")


def _let_go(file: RunFile) -> None:
    """Keep what was learnt; if that is nothing, leave nothing behind."""
    try:
        learnt = bool(file.epochs())
    except RunFileError:
        learnt = False
    if learnt:
        file.close()
    else:
        file.discard()


def _signature() -> Signature:
    """The signature of `train` with the settings spelled out, so that help and editors show them."""
    own = [one for one in Signature.from_callable(train).parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    chosen = [Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type) for one in fields(TrainSettings)]
    return Signature([*own, *chosen], return_annotation=Run)


train.__signature__ = _signature()  # type: ignore[attr-defined]


def _with_target(settings: TrainSettings, table: Table, data: Any) -> TrainSettings:
    name = settings.target or (default_target(data) if isinstance(data, (str, Path)) else None) or ("y" if "y" in table.names else "")
    if not name:
        raise SettingError(f"which column is to be predicted? Give target=, one of {', '.join(table.names[:20])}")
    return TrainSettings(**{**settings.to_json(), "target": name})


def plan_for(table: Table, settings: TrainSettings) -> tuple[Plan, TaskChoice]:
    """Decide the task, split, prepare, and work out the plan.

    Raises: DataError, SettingError.
    """
    column = table[settings.target]
    choice = infer_task(column, wanted=settings.task or None)
    split = split_rows(column, choice.task, validation=settings.validation, seed=settings.seed)
    preparation = learn_preparation(table, target=settings.target, task=choice.task, rows=split.training)
    plan = make_plan(settings, table, preparation, split)
    plan.prepare()
    return plan, choice


def write_plan(file: RunFile, plan: Plan, task: TaskChoice) -> None:
    """Write all that a run is decided by, so that it can be worked out again."""
    with file.transaction():
        file.write_fact("versions", {"glassgrad": version("glassgrad"), "numpy": np.__version__, "python": platform.python_version()})
        file.write_fact("settings", plan.settings.to_json())
        file.write_fact("network", plan.network.to_json())
        file.write_fact("loss settings", plan.loss_settings)
        file.write_fact("preparation", plan.preparation.to_json())
        file.write_fact("task", {"task": task.task.value, "because": task.because})
        file.write_fact("data", {"source": plan.data.source, "fingerprint": plan.data.fingerprint, "rows": plan.data.rows})
        file.write_fact("notes", notes_of(plan))
        for name, rows in (("training rows", plan.split.training), ("validation rows", plan.split.validation)):
            kept = store(np.asarray(rows, dtype=np.int64))
            file.write_content(name, json.dumps([kept.dtype, kept.shape, kept.checksum]).encode() + b"\n" + kept.bytes)
        content = table_to_bytes(plan.data)
        if len(content) <= SMALL_TABLE:
            file.write_content("table", content)


def open_run(path: str | Path, *, data: Any = None) -> Run:
    """Open a run file: predict with it, look at its history, replay any of its steps.

    A table too large to be kept in the file is read again from where it was, or from `data`.
    Raises: RunFileError if it is no run file, was damaged, or the data have changed.
    """
    file = open_run_file(Path(path))
    try:
        plan = _read_plan(file, data)
        _check_epochs(plan, file)
        return Run(plan, file)
    except (SettingError, DataError, KeyError, TypeError) as error:
        file.close()
        raise RunFileError(f"{path} cannot be opened: {error}") from None
    except BaseException:
        file.close()
        raise


def _read_plan(file: RunFile, data: Any) -> Plan:
    about = _object(file, "data")
    settings = settings_from(_object(file, "settings"))
    preparation = Preparation.from_json(_object(file, "preparation"))
    chosen = fitting_loss(settings, preparation.task)
    count = about.get("rows")
    training, validation = (_read_rows(file, name, count if isinstance(count, int) else 0) for name in ("training rows", "validation rows"))
    if not len(training) or np.intersect1d(training, validation).size:
        raise RunFileError("the training rows in the run file are none, or overlap with the validation rows; the file is damaged")
    network = Network.from_json(file.fact("network"))
    if network != build_network(settings, len(preparation.features), chosen.outputs(len(preparation.classes))):
        raise RunFileError("the network in the run file does not fit its settings and its data preparation; the file is damaged")
    if settings.target != preparation.target.name or settings.task not in ("", preparation.task.value):
        raise RunFileError("the settings and the data preparation in the run file speak of different targets; the file is damaged")
    table = _read_data(file, data, about.get("fingerprint"))
    if table is not None and table.rows != count:
        raise RunFileError(f"the run file says that its data have {count!r:.20} rows, but they have {table.rows}; the file is damaged")
    return Plan(
        settings=settings,
        table=table,
        preparation=preparation,
        split=Split(training, validation, notes=tuple(map(str, file.fact("notes")))),
        network=network,
        loss=chosen,
        optimizer=optimizer(settings.optimizer),
        loss_settings=_read_loss_settings(file, chosen),
    )


def _read_loss_settings(file: RunFile, chosen: Loss) -> dict[str, Any]:
    given = _object(file, "loss settings")
    settled = settle(chosen.name, chosen.settings, given)
    return {name: settled[name] for name in given}


def _check_epochs(plan: Plan, file: RunFile) -> None:
    # Replaying goes from step to step; a file must not send it further than the epochs that it holds.
    for row in file.epochs():
        if row.step != row.epoch * plan.steps_per_epoch:
            raise RunFileError(f"epoch {row.epoch} in the run file ends with step {row.step}, not {row.epoch * plan.steps_per_epoch}; the file is damaged")


def _read_data(file: RunFile, data: Any, fingerprint: object) -> Table | None:
    content = file.content("table")
    if data is None and content is None:
        return None  # where the file says that the data were is not a place to go to by itself
    table = read_table(data) if data is not None else table_from_bytes(content or b"")
    if table.fingerprint != fingerprint:
        raise RunFileError(f"{table.source} is not what this run was trained on (its fingerprint differs); give the same data, unchanged")
    return table


def _read_rows(file: RunFile, name: str, count: int) -> np.ndarray[Any, Any]:
    head, _, content = (file.content(name) or b"").partition(b"\n")
    try:
        dtype, shape, mark = json.loads(head)
        rows = restore(StoredArray(str(dtype), str(shape), content, str(mark)), where=f"the {name}")
    except (ValueError, TypeError):
        raise RunFileError(f"the {name} in the run file cannot be read; the file is damaged") from None
    if rows.ndim != 1 or rows.dtype.kind != "i" or (np.diff(rows) <= 0).any():
        raise RunFileError(f"the {name} in the run file are not numbers of rows in ascending order; the file is damaged")
    if len(rows) and not (rows[0] >= 0 and rows[-1] < count):
        raise RunFileError(f"the {name} in the run file point outside the table; the file is damaged")
    return rows.astype(np.intp)


def _object(file: RunFile, name: str) -> Mapping[str, Any]:
    value = file.fact(name)
    if not isinstance(value, dict):
        raise RunFileError(f"the {name} in the run file should be an object; the file is damaged")
    return value


def _opening(plan: Plan, task: TaskChoice) -> Opening:
    return Opening(
        source=plan.data.source,
        task=task.task.value,
        because=task.because,
        network=say_network(plan),
        parameters=plan.network.parameter_count,
        training_rows=len(plan.split.training),
        validation_rows=len(plan.split.validation),
        epochs=plan.settings.epochs,
        metric=plan.metric.name,
        notes=tuple(notes_of(plan)),
        columns=tuple(plan.preparation.report()),
    )
