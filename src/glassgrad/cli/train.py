"""`glassgrad train`: a network learns from a table, and one watches."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Group, Parameter

from glassgrad.engine import xla
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.training import Opening, Run, TrainSettings, Watcher
from glassgrad.training import train as train_network
from glassgrad.training.progress import watcher_for

from .codes import DONE, INTERRUPTED
from .options import with_options
from .report import show_opening, show_outcome
from .terminal import console, let_go_of_output, warn, warnings_as_notes

if TYPE_CHECKING:
    from rich.console import Console

    from glassgrad.training import EpochRow

SEVERAL = Group("Several processes", sort_key=3)
STOPPING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def train(
    data: Annotated[str, Parameter(help="a CSV or Parquet file, or the name of a data set")],
    /,
    *,
    save: Annotated[Path | None, Parameter(help="keep the run in this file, like run.glass")] = None,
    overwrite: Annotated[bool, Parameter(help="let --save replace a file", negative="")] = False,
    header: Annotated[bool | None, Parameter(help="whether the first row names the columns; found out otherwise")] = None,
    quiet: Annotated[bool, Parameter(help="show nothing but errors", negative="")] = False,
    plain: Annotated[bool, Parameter(help="plain lines instead of the live display", negative="")] = False,
    distributed: Annotated[bool, Parameter(help="train with other processes, found by SLURM, Open MPI or Kubernetes", negative="", group=SEVERAL)] = False,
    coordinator: Annotated[str | None, Parameter(help="where process 0 is, if nothing finds it", metavar="HOST:PORT", group=SEVERAL)] = None,
    processes: Annotated[int | None, Parameter(help="how many processes there are", metavar="N", group=SEVERAL)] = None,
    process: Annotated[int | None, Parameter(help="which of them this is, from 0", metavar="I", group=SEVERAL)] = None,
    **choices: Any,
) -> int:
    """Train, show what happens, and say how it ended."""
    settings = TrainSettings(**choices)
    speaks = meet(settings, distributed=distributed, coordinator=coordinator, processes=processes, process=process)
    screen, quiet = console(), quiet or not speaks
    with warnings_as_notes(quiet=quiet), interruptible(), watcher_for(sys.stdout, quiet=quiet, plain=plain) as watcher:
        told = watcher if quiet else Announcing(screen, watcher)
        try:
            run = train_network(data, settings=settings, save=save, overwrite=overwrite, header=header, watcher=told)
        except NonFiniteError:
            if save is not None and speaks:
                warn(f"what was computed until then is kept in {save}")
            raise
    with warnings_as_notes(quiet=quiet), run:
        if not quiet:
            show_outcome(screen, run, save)
        return exit_code(run)


train.__signature__ = with_options(train, TrainSettings)  # type: ignore[attr-defined]


def meet(settings: TrainSettings, *, distributed: bool, **addresses: Any) -> bool:
    """Join the other processes, if there are to be any; whether this one speaks for all.

    Raises: SettingError for options that do not fit together, or if the processes do not meet.
    """
    given = [name for name, value in addresses.items() if value is not None]
    if given and not distributed:
        raise SettingError(f"--{given[0]} is for several processes that train together; add --distributed")
    if not distributed:
        return True
    if settings.engine != xla.Xla.name:
        raise SettingError(f"--distributed needs --engine {xla.Xla.name}; the {settings.engine} engine computes in one process")
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
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass(frozen=True)
class Announcing:
    """Says what is about to be trained, then lets another watcher follow."""

    screen: Console
    watcher: Watcher

    def opening(self, opening: Opening) -> None:
        """Show the table, the task and the network."""
        with unheard():
            show_opening(self.screen, opening)
            self.watcher.opening(opening)

    def epoch(self, row: EpochRow) -> None:
        """An epoch is over."""
        with unheard():
            self.watcher.epoch(row)

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
