"""`glassgrad train`: a network learns from a table, and one watches."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Group, Parameter

from glassgrad.engine import USUAL_ENGINE, xla
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.training import Opening, Run, TrainSettings, Watcher
from glassgrad.training import resume as resume_run
from glassgrad.training import train as train_network
from glassgrad.training.json_progress import FAILED, JsonProgress
from glassgrad.training.progress import watcher_for

from .codes import DONE, INTERRUPTED
from .facts import show_opening, show_outcome
from .options import with_options
from .terminal import console, let_go_of_output, warn, warnings_as_notes

if TYPE_CHECKING:
    from rich.console import Console

    from glassgrad.training import EpochRow

Start = Callable[[Watcher], Run]
SEVERAL = Group("Several processes", sort_key=3)
STOPPING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def train(
    data: Annotated[str | None, Parameter(help="a CSV or Parquet file, or the name of a data set")] = None,
    /,
    *,
    resume: Annotated[Path | None, Parameter(help="go on with the run in this file; only when it stops may change", metavar="RUN")] = None,
    save: Annotated[Path | None, Parameter(help="keep the run in this file, like run.glass")] = None,
    overwrite: Annotated[bool, Parameter(help="let --save replace a file", negative="")] = False,
    header: Annotated[bool | None, Parameter(help="whether the first row names the columns; found out otherwise")] = None,
    quiet: Annotated[bool, Parameter(help="show nothing but errors", negative="")] = False,
    plain: Annotated[bool, Parameter(help="plain lines instead of the live display", negative="")] = False,
    json: Annotated[bool, Parameter(help="show what happens as JSON, an object in each line, for another program", negative="")] = False,
    every_epoch: Annotated[bool, Parameter(help="a plain line, or an object, for every epoch, not ever more seldom", negative="")] = False,
    distributed: Annotated[bool, Parameter(help="train with other processes, found by SLURM, Open MPI or Kubernetes", negative="", group=SEVERAL)] = False,
    coordinator: Annotated[str | None, Parameter(help="where process 0 is, if nothing finds it", metavar="HOST:PORT", group=SEVERAL)] = None,
    processes: Annotated[int | None, Parameter(help="how many processes there are", metavar="N", group=SEVERAL)] = None,
    process: Annotated[int | None, Parameter(help="which of them this is, from 0", metavar="I", group=SEVERAL)] = None,
    **choices: Any,
) -> int:
    """Train, show what happens, and say how it ended."""
    _refuse_to_be_quiet_and_tell(quiet, {"--json": json, "--every-epoch": every_epoch})
    start = (
        _going_on(resume, data, choices, save=save, overwrite=overwrite, header=header) if resume else _from_the_start(data, choices, save, overwrite, header)
    )
    place = resume or save
    speaks = meet(choices.get("engine"), resumed=bool(resume), distributed=distributed, coordinator=coordinator, processes=processes, process=process)
    screen, quiet = console(), quiet or not speaks
    with warnings_as_notes(quiet=quiet), interruptible(), watcher_for(sys.stdout, quiet=quiet, plain=plain, json=json, every_epoch=every_epoch) as watcher:
        told = watcher if quiet else Announcing(None if json else screen, watcher)
        try:
            run = start(told)
        except NonFiniteError as error:
            if isinstance(watcher, JsonProgress):
                with unheard():
                    watcher.failed(FAILED, str(error), place)
            if place is not None and speaks:
                warn(f"what was computed until then is kept in {place}")
            raise
    with warnings_as_notes(quiet=quiet), interruptible(), run:
        if isinstance(watcher, JsonProgress):
            with unheard():
                watcher.outcome(run, place)
        elif not quiet:
            show_outcome(screen, run, place)
        return exit_code(run)


train.__signature__ = with_options(train, TrainSettings)  # type: ignore[attr-defined]


def _from_the_start(data: str | None, choices: Mapping[str, Any], save: Path | None, overwrite: bool, header: bool | None) -> Start:  # noqa: FBT001
    """A new run. Raises: SettingError for settings that are wrong, before anything is read."""
    if data is None:
        raise SettingError("what is there to learn from? Give a CSV or Parquet file, the name of a data set, or --resume with the file of a run")
    settings = TrainSettings(**choices)
    return lambda watcher: train_network(data, settings=settings, save=save, overwrite=overwrite, header=header, watcher=watcher)


def _going_on(file: Path, data: str | None, choices: Mapping[str, Any], **others: Any) -> Start:
    """A run that was stopped. Raises: SettingError for options that only a new run has."""
    for name, value in others.items():
        if value:
            raise SettingError(f"--{name} is for a new run; the one that is resumed goes on in its own file, {file}")
    return lambda watcher: resume_run(file, data=data, watcher=watcher, **choices)


def _refuse_to_be_quiet_and_tell(quiet: bool, options: Mapping[str, bool]) -> None:  # noqa: FBT001
    """Raises: SettingError for options that say what is to be shown, where nothing is to be shown."""
    for name, given in options.items():
        if quiet and given:
            raise SettingError(f"--quiet shows nothing, and {name} says what to show; leave one of them out")


def meet(engine: str | None, *, resumed: bool, distributed: bool, **addresses: Any) -> bool:
    """Join the other processes, if there are to be any; whether this one speaks for all.

    Raises: SettingError for options that do not fit together, or if the processes do not meet.
    """
    given = [name for name, value in addresses.items() if value is not None]
    if given and not distributed:
        raise SettingError(f"--{given[0]} is for several processes that train together; add --distributed")
    if not distributed:
        return True
    if engine != xla.Xla.name and not resumed:
        raise SettingError(f"--distributed needs --engine {xla.Xla.name}; the {engine or USUAL_ENGINE} engine computes in one process")
    xla.join(**addresses)
    return xla.is_writer()


def exit_code(run: Run) -> int:
    """130 for a run that was stopped by hand."""
    return INTERRUPTED if run.outcome["kind"] == "interrupted" else DONE


@contextmanager
def interruptible() -> Iterator[None]:
    """Let a termination, or a terminal that is closed, stop training as Ctrl-C does: with the run saved."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # What is ignored, as nohup has it for the terminal that is closed, stays ignored.
    stopping = [number for number in STOPPING if signal.getsignal(number) is signal.SIG_DFL]
    before = {number: signal.signal(number, signal.default_int_handler) for number in stopping}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Announcing:
    """Says what is about to be trained, if there is a screen for it, then lets another watcher follow."""

    screen: Console | None
    watcher: Watcher

    def opening(self, opening: Opening) -> None:
        """Show the table, the task and the network."""
        with unheard():
            if self.screen is not None:
                show_opening(self.screen, opening)
            self.watcher.opening(opening)

    def steps(self, done: int, of: int, loss: float) -> None:
        """Steps of a long epoch are made."""
        with unheard():
            self.watcher.steps(done, of, loss)

    def epoch(self, row: EpochRow) -> None:
        """An epoch is over."""
        with unheard():
            self.watcher.epoch(row)

    def warning(self, text: str) -> None:
        """There is something to beware of."""
        with unheard():
            self.watcher.warning(text)

    def closing(self, reason: str) -> None:
        """Training is over."""
        with unheard():
            self.watcher.closing(reason)


@contextmanager
def unheard() -> Iterator[None]:
    """Go on training though nobody reads what is printed any more: the run is what matters."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()
