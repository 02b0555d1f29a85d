"""Watching a run: live in a terminal, with the loss curve as it grows; as JSON for a program; in plain lines everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from glassgrad.graph import GlassgradError

from .json_progress import FAILED, INTERRUPTED, JsonProgress
from .live_progress import LiveProgress
from .plain_progress import PlainProgress
from .watching import Silent, Watcher


@contextmanager
def watcher_for(stream: TextIO, *, quiet: bool = False, plain: bool = False, json: bool = False, every_epoch: bool = False) -> Iterator[Watcher]:
    """The display that suits the stream: nothing if `quiet`, live in a terminal, else (or if `plain`) a line now and then; or `json`.

    `every_epoch`: a line, or an object, for every epoch. Whatever happens inside, the terminal is left as it was found, and a stream
    of JSON that was opened has its closing object.
    """
    if quiet:
        yield Silent()
    elif json:
        told = JsonProgress(stream, every_epoch=every_epoch)
        with closed_whatever_happens(told):
            yield told
    elif plain or every_epoch or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield PlainProgress(stream, every_epoch=every_epoch)
    else:
        live = LiveProgress(stream)
        try:
            yield live
        finally:
            live.stop()


@contextmanager
def closed_whatever_happens(told: JsonProgress) -> Iterator[None]:
    """Give the stream its closing object also where training fails or is stopped."""
    try:
        yield
    except GlassgradError as error:
        told.failed(FAILED, str(error))
        raise
    except KeyboardInterrupt:
        told.failed(INTERRUPTED, "stopped by hand")
        raise
