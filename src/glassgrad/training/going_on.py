"""Training on a table whose preparation is known already, from weights that are known already: what a model needs that learns a little at a time."""

from __future__ import annotations

from glassgrad.data import Preparation, Split, Table
from glassgrad.engine import usable_engine

from .file_access import new_run_file
from .memory import saying_what_is_short
from .plan import State
from .planning import ready_plan
from .run import Run
from .running import begin, beginning, run_on
from .settings import TrainSettings
from .watching import Silent, Watcher


def train_prepared(
    table: Table,
    settings: TrainSettings,
    *,
    preparation: Preparation,
    split: Split,
    because: str = "",
    start: State | None = None,
    watcher: Watcher | None = None,
) -> Run:
    """Train on a table with this preparation and this split, in memory; from the state `start`, or from weights drawn anew.

    Raises: as `train`; RunFileError for a state that does not fit the network.
    """
    with saying_what_is_short(), usable_engine(settings.engine).together() as processes:
        plan = ready_plan(settings, table, preparation, split)
        standing = beginning(plan, start)
        file = new_run_file(None, lambda file: begin(file, plan, because, standing))
        return run_on(plan, file, standing, because, watcher or Silent(), processes)


def last_state(run: Run) -> State:
    """The state after the last step of a run: where it would go on from."""
    return run.file.snapshot(run.steps)
