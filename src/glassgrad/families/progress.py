"""Watching a comparison: live in a terminal, a line for each family elsewhere, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from .live_display import LiveDisplay
from .plain_display import PlainDisplay
from .watching import CompareWatcher, Unwatched


@contextmanager
def compare_watcher(stream: TextIO, *, quiet: bool = False, plain: bool = False) -> Iterator[CompareWatcher]:
    """The display that suits the stream: nothing if `quiet`, live in a terminal, else (or if `plain`) a line for each family.

    Whatever happens inside, the terminal is left as it was found.
    """
    if quiet:
        yield Unwatched()
    elif plain or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield PlainDisplay(stream)
    else:
        live = LiveDisplay(stream)
        try:
            yield live
        finally:
            live.ends()
