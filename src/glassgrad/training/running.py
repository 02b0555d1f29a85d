"""A run from where its file stands to its end: watched, locked, and left in order whatever happens."""

from __future__ import annotations

from glassgrad.engine import Processes
from glassgrad.graph import NonFiniteError, RunFileError

from .kept_plan import write_plan
from .loop import learn
from .notes import notes_of
from .plan import Plan, State
from .run import Run, say_network
from .run_file import RunFile
from .standing import Position, Standing
from .stepping import checked_state, starting_state
from .together import common_clock
from .watching import Opening, Watcher


def beginning(plan: Plan, start: State | None = None) -> Standing:
    """A run before its first step: in a state drawn anew, or in this one. Raises: RunFileError for a state that does not fit the network."""
    return Standing(Position(0, 0.0), (), starting_state(plan) if start is None else checked_state(plan, start, 0))


def standing_of(plan: Plan, file: RunFile) -> Standing:
    """Where the run in the file stands. Raises: RunFileError for a state that does not fit the network, or is damaged."""
    position = file.position()
    return Standing(position, file.epochs(), checked_state(plan, file.snapshot(position.step), position.step))


def begin(file: RunFile, plan: Plan, because: str, standing: Standing) -> None:
    """Write how a run starts: all it is decided by, and its beginning. `because`: why it is the task that it is."""

    def write() -> None:
        write_plan(file, plan, because)
        file.write_snapshot(0, standing.state)
        file.write_fact("best", {"epoch": 0, "step": 0})
        file.write_position(standing.position)
        file.write_fact("outcome", {"kind": "", "reason": ""})

    file.write(write, standing.position)


def run_on(plan: Plan, file: RunFile, standing: Standing, because: str, watcher: Watcher, processes: Processes) -> Run:
    """Go on with the run in the file, which stands there, until it ends. Raises: as `learn`."""
    try:
        with common_clock(processes, lambda: watcher.closing("left at once")) as clock:
            watcher.opening(opening_of(plan, standing, because))
            verdict = learn(plan, file, standing, watcher, clock)
    except NonFiniteError as error:
        watcher.closing(str(error))
        file.close()
        raise
    except BaseException:
        _let_go(file, new=standing.position.step == 0)
        raise
    watcher.closing(verdict.reason)
    return Run(plan, file, verdict)


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


def opening_of(plan: Plan, standing: Standing, because: str) -> Opening:
    """What is known before the first step that is to be made."""
    return Opening(
        source=plan.data.source,
        task=plan.preparation.task.value,
        because=because,
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
        resumed_at=standing.position.step,
        earlier=tuple(standing.epochs),
    )
