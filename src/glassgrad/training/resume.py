"""`resume`: go on with a run that was stopped, to the same bits as if it never had been."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import fields, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.engine import USUAL_ENGINE, Processes, usable_engine
from glassgrad.graph import RunFileError, SettingError

from .convergence import Verdict, Watch, out_of_time
from .file_access import in_memory, open_run_file
from .kept_plan import read_engine
from .lock import only_writer
from .memory import saying_what_is_short
from .plan import Plan
from .replay import factors_of
from .run import Run
from .run_file import RunFile
from .running import run_on, standing_of
from .settings import TrainSettings
from .standing import Standing
from .stepping import checked_state, open_session, walk
from .together import all_or_none
from .train import opened
from .watching import Silent, Watcher

STEPS_TRIED = 50
"""Recorded steps that are made again before a run goes on, to see whether they come out the same."""


def limit_names() -> tuple[str, ...]:
    """The settings that say when training stops: all that may be changed when a run is resumed."""
    return tuple(one.name for one in fields(TrainSettings) if one.metadata["limit"])


def resume(path: str | Path, *, data: Any = None, watcher: Watcher | None = None, **limits: Any) -> Run:
    """Go on with a run from the very step it was stopped at: the same weights, memories, random streams and order of rows.

    `limits` may change when it stops: `epochs`, `patience`, `tolerance`, `target_loss`, `time_limit`; nothing else can change.
    `data` are what it was trained on, if they are too large to lie in its file.
    Raises: RunFileError if the file is damaged, written by another process, of data that have changed, or if steps would not come out as
    they did; SettingError for other settings, and for a run that has nothing left to do.

    >>> import tempfile
    >>> from glassgrad.training import train
    >>> place = Path(tempfile.mkdtemp()) / "moons.glass"
    >>> train("moons", epochs=2, save=place).close()
    >>> resume(place, epochs=3).history["epoch"]
    array([1, 2, 3])
    """
    for name in limits:
        if name not in limit_names():
            raise SettingError(f"{name} cannot change when a run is resumed; what can is when it stops: {', '.join(limit_names())}")
    place = Path(path)
    with saying_what_is_short(), usable_engine(_engine_of(place)).together() as processes, ExitStack() as stack:
        with all_or_none(processes):
            stack.enter_context(only_writer(place if processes.writes else None))
            run = opened(place, data, writing=processes.writes)
            plan, file, standing = _ready(run, limits, processes)
        processes.check_same("run file", f"{file.fact('settings')} {plan.data.fingerprint} {standing.position}")
        task = file.fact("task")
        because = str(task.get("because", "")) if isinstance(task, dict) else ""
        return run_on(plan, file, standing, because, watcher if watcher and processes.writes else Silent(), processes)


def _engine_of(place: Path) -> str:
    """Who computed the run, which decides how its processes find each other; everything else in the file is read and checked once they have."""
    with closing(open_run_file(place)) as file:
        return read_engine(file) or USUAL_ENGINE


def _ready(run: Run, limits: Mapping[str, Any], processes: Processes) -> tuple[Plan, RunFile, Standing]:
    """The plan with its new limits, a file to go on with, and where it stands, after all that can be refused was looked at."""
    try:
        settings = replace(run.plan.settings, **limits)
        plan = replace(run.plan, settings=settings)
        _ = plan.data  # which may be elsewhere
        _refuse_another_engine(plan)
        _refuse_what_is_done(plan, run.file)
        file = run.file if processes.writes else in_memory(run.file)
        _refuse_other_bits(plan, run.file)
        standing = standing_of(plan, file)
        with file.transaction():
            file.write_fact("settings", settings.to_json())
            file.write_fact("outcome", {"kind": "", "reason": ""})
            changed = ", ".join(f"{name} {value}" for name, value in limits.items())
            file.write_event(standing.position.step, "resumed", f"resumed with glassgrad {version('glassgrad')}{f', {changed}' if changed else ''}")
    except BaseException:
        run.close()
        raise
    return plan, file, standing


def _refuse_another_engine(plan: Plan) -> None:
    if plan.computed_by and plan.engine().name != plan.computed_by:
        raise RunFileError(
            f"the run was computed by the {plan.computed_by} engine, which cannot work here ({plan.engine().name} would compute in its place); "
            "another engine rounds otherwise, so the run would not be the same: resume it where that engine works"
        )


def _refuse_what_is_done(plan: Plan, file: RunFile) -> None:
    verdict = _verdict(plan, file)
    if verdict is not None:
        raise SettingError(f"the run is over: {verdict.reason}; to go on, change when it stops: {', '.join(limit_names())}")


def _verdict(plan: Plan, file: RunFile) -> Verdict | None:
    rows, position = file.epochs(), file.position()
    at_its_end = rows and position.step == rows[-1].step
    watch = Watch.over((row.judged for row in rows), plan.settings)
    over = watch.verdict(rows[-1].judged, plan.settings, judged_on=plan.judged_on) if at_its_end else None
    return over or out_of_time(position.seconds, plan.settings, position.step)


def _refuse_other_bits(plan: Plan, file: RunFile) -> None:
    """Some recorded steps are made again: another version, or another computer, may round otherwise."""
    last = file.position().step
    kept = max((step for step in file.snapshot_steps() if step < last), default=None)
    if kept is None:
        return
    session = open_session(plan, checked_state(plan, file.snapshot(kept), kept), measured=False)
    end_of_epoch = (kept // plan.steps_per_epoch + 1) * plan.steps_per_epoch
    tried = min(kept + STEPS_TRIED, last, end_of_epoch)
    parts: list[np.ndarray[Any, Any]] = []
    walk(plan, session, kept, tried, factors_of(plan, file), told=parts.append)
    made, recorded = np.concatenate(parts), file.losses()[kept:tried].astype(plan.dtype)
    bits = f"u{plan.dtype.itemsize}"
    differ = np.flatnonzero(made.view(bits) != recorded[: len(made)].view(bits))
    good = int(differ[0]) if len(differ) else len(made)
    if good < len(recorded):
        loss = f"{made[good]:.9g}" if good < len(made) else "not finite"
        raise RunFileError(
            f"steps {kept + good + 1} and on do not come out as they did (loss {loss}, recorded {recorded[good]:.9g}): this computer, "
            f"or glassgrad {version('glassgrad')}, computes otherwise than what made the run; resume it there, or train anew"
        )
