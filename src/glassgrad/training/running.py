"""A run from where its file stands to its end: watched, locked, and left in order whatever happens."""

from __future__ import annotations

from glassgrad.engine import Processes
from glassgrad.graph import NonFiniteError, RunFileError

from .kept_plan import write_plan
from .loop import learn
from .notes import notes_of
from .plan import Plan, State
from .run import Run, say_network
from .run_file import Position, RunFile
from .stepping import starting_state
from .together import common_clock
from .watching import Opening, Watcher


def begin(file: RunFile, plan: Plan, because: str, start: State | None = None) -> None:
    """Write how a run starts: all it is decided by, and the state before its first step, drawn anew or given. `because`: why it is the task that it is."""
    write_plan(file, plan, because)
    with file.transaction():
        file.write_snapshot(0, starting_state(plan) if start is None else start)
        file.write_fact("best", {"epoch": 0, "step": 0})
        file.write_position(Position(0, 0.0))
        file.write_fact("outcome", {"kind": "", "reason": ""})


def run_on(plan: Plan, file: RunFile, watcher: Watcher, processes: Processes) -> Run:
    """Go on with the run in the file until it ends. Raises: as `learn`."""
    started_at = file.position().step
    try:
        with common_clock(processes, lambda: watcher.closing("left at once")) as clock:
            watcher.opening(opening_of(plan, file))
            verdict = learn(plan, file, watcher, clock)
    except NonFiniteError as error:
        watcher.closing(str(error))
        file.close()
        raise
    except BaseException:
        _let_go(file, new=started_at == 0)
        raise
    watcher.closing(verdict.reason)
    return Run(plan, file)


def _let_go(file: RunFile, *, new: bool) -> None:
    """Keep what was learnt; if that is nothing, leave nothing behind."""
    try:
        learnt = not new or file.position().step > 0
    except RunFileError:
        learnt = False
    except MemoryError:  # not even that can be found out
        learnt = True
    if learnt:
        file.close()
    else:
        file.discard()


def opening_of(plan: Plan, file: RunFile) -> Opening:
    """What is known before the first step that is to be made."""
    task = file.fact("task")
    position = file.position()
    return Opening(
        source=plan.data.source,
        task=plan.preparation.task.value,
        because=str(task.get("because", "")) if isinstance(task, dict) else "",
        network=say_network(plan),
        parameters=plan.network.parameter_count,
        training_rows=len(plan.split.training),
        validation_rows=len(plan.split.validation),
        epochs=plan.settings.epochs,
        metric=plan.metric.name,
        engine=plan.engine().name,
        engine_asked=plan.settings.engine,
        notes=tuple(notes_of(plan)),
        columns=tuple(plan.preparation.report()),
        time_limit=plan.settings.time_limit,
        resumed_at=position.step,
        earlier=tuple(file.epochs()),
    )
