"""A run as bytes and back, for copies in memory: what scikit-learn and joblib do with a model to hand it to another process.

To keep a run, `Run.save` writes its file, which `open_run` checks as it opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from glassgrad.data import Table

from .file_access import memory_database
from .kept_plan import read_plan
from .run_file import RunFile

if TYPE_CHECKING:
    from .run import Run

Carried = tuple[bytes, Table | None]
"""The run file, and the table if it does not lie in it."""


def carried(run: Run) -> Carried:
    """The run as bytes."""
    lies_inside = run.file.content("table") is not None
    return run.file.database.serialize(), None if lies_inside else run.plan.table


def arrived(content: bytes, table: Table | None) -> Run:
    """The run again, in memory. Raises: RunFileError for bytes that are not one."""
    from .run import Run

    file = RunFile(memory_database(content), None)
    return Run(read_plan(file, table), file)
