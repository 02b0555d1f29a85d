"""A plan in the run file: how it is written, and how it is read back without believing anything."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from glassgrad.data import Preparation, Split, Table, read_table, stored_bytes, table_from_bytes, table_to_bytes
from glassgrad.engine import engine_names
from glassgrad.graph import RunFileError
from glassgrad.nn import Loss, Network, optimizer
from glassgrad.nn.schedules import schedule
from glassgrad.nn.settings import settle

from .arrays import StoredArray, restore, store
from .notes import notes_of
from .plan import Plan
from .planning import build_network, fitting_loss, outputs_needed
from .run_file import MOST_STEPS, RunFile
from .settings import settings_from

SMALL_TABLE = 32 * 2**20
"""A table of at most this many bytes is kept in the run file itself; of a larger one only its fingerprint."""
WORTH_PACKING = 8 * SMALL_TABLE
"""A table of more bytes is not packed to see whether it becomes small: that would take longer than many a training."""


@cache
def versions() -> dict[str, str]:
    """What a run is made with."""
    return {"glassgrad": version("glassgrad"), "numpy": np.__version__, "python": platform.python_version()}


def write_plan(file: RunFile, plan: Plan, because: str) -> None:
    """Write all that a run is decided by, so that it can be worked out again, within a transaction. `because`: why it is the task that it is."""
    file.write_fact("versions", versions())
    file.write_fact("settings", plan.settings.to_json())
    file.write_fact("network", plan.network.to_json())
    file.write_fact("loss settings", plan.loss_settings)
    file.write_fact("length", plan.length)
    file.write_fact("preparation", plan.preparation.to_json())
    file.write_fact("task", {"task": plan.preparation.task.value, "because": because})
    file.write_fact("data", {"source": plan.data.source, "fingerprint": plan.data.fingerprint, "rows": plan.data.rows})
    file.write_fact("notes", notes_of(plan))
    for name, rows in (("training rows", plan.split.training), ("validation rows", plan.split.validation)):
        kept = store(np.asarray(rows, dtype=np.int64))
        file.write_content(name, json.dumps([kept.dtype, kept.shape, kept.checksum]).encode() + b"\n" + kept.bytes)
    if file.path is not None:
        write_table(file, plan)


def write_table(file: RunFile, plan: Plan) -> None:
    """Write the table, if it is small and not there yet; a run in memory has it at hand, and does this when it is saved."""
    if plan.table is None or file.content("table") is not None or stored_bytes(plan.table) > WORTH_PACKING:
        return
    content = table_to_bytes(plan.table)
    if len(content) <= SMALL_TABLE:
        file.write(lambda: file.write_content("table", content))


def read_plan(file: RunFile, data: Any) -> Plan:
    """The plan that the run was decided by. `data` are those it was trained on, if the file does not hold them.

    Raises: RunFileError, SettingError or DataError for what does not fit together.
    """
    about = _object(file, "data")
    settings = settings_from(_object(file, "settings"))
    preparation = Preparation.from_json(_object(file, "preparation"))
    chosen = fitting_loss(settings, preparation.task)
    count = about.get("rows")
    training, validation = (_read_rows(file, name, count if isinstance(count, int) else 0) for name in ("training rows", "validation rows"))
    if not len(training) or np.intersect1d(training, validation).size:
        raise RunFileError("the training rows in the run file are none, or overlap with the validation rows; the file is damaged")
    network = Network.from_json(file.fact("network"))
    if network != build_network(settings, len(preparation.features), outputs_needed(chosen, preparation)):
        raise RunFileError("the network in the run file does not fit its settings and its data preparation; the file is damaged")
    names = tuple(one.name for one in preparation.all_targets)
    if (settings.target, *settings.more_targets) != names or settings.task not in ("", preparation.task.value):
        raise RunFileError("the settings and the data preparation in the run file speak of different targets; the file is damaged")
    table = _read_data(file, data, about.get("fingerprint"))
    if table is not None and table.rows != count:
        raise RunFileError(f"the run file says that its data have {count!r:.20} rows, but they have {table.rows}; the file is damaged")
    chosen_optimizer, chosen_schedule = optimizer(settings.optimizer), schedule(settings.schedule)
    for page, given in ((chosen_optimizer, settings.optimizer_settings), (chosen_schedule, settings.schedule_settings)):
        settle(page.name, page.settings, dict(given))
    return Plan(
        settings=settings,
        table=table,
        preparation=preparation,
        split=Split(training, validation, notes=tuple(map(str, file.fact("notes")))),
        network=network,
        loss=chosen,
        optimizer=chosen_optimizer,
        schedule=chosen_schedule,
        loss_settings=_read_loss_settings(file, chosen),
        length=_read_length(file),
        computed_by=read_engine(file),
    )


def _read_length(file: RunFile) -> int:
    length = file.fact("length")
    if type(length) is not int or not 1 <= length < MOST_STEPS:
        raise RunFileError(f"the run file says that the run was to have {length!r:.40} steps; it is damaged")
    return length


def read_engine(file: RunFile) -> str:
    """The engine that computed the run; empty if the run ended before one was chosen, or was made before this was kept."""
    name = file.fact("engine") if file.has_fact("engine") else ""
    if name not in ("", *engine_names()):
        raise RunFileError(f"the engine in the run file is {name!r:.40}, which this glassgrad does not know; the file is damaged, or of a newer version")
    return str(name)


def _read_loss_settings(file: RunFile, chosen: Loss) -> dict[str, Any]:
    given = _object(file, "loss settings")
    settled = settle(chosen.name, chosen.settings, given)
    return {name: settled[name] for name in given}


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
