"""Ctrl-C while a family learns: it is never taken for an end of learning, whoever catches it on the way."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupted_for_good() -> Iterator[None]:
    """What Ctrl-C raises inside is raised again at the end if somebody inside has kept it for himself.

    Training does: it stops, keeps the best weights so far and calls that a result, which for a score would be a false one.
    Does nothing outside the main thread, where no signal arrives, and where Ctrl-C raises nothing.

    >>> from contextlib import suppress
    >>> try:
    ...     with interrupted_for_good(), suppress(KeyboardInterrupt):
    ...         signal.raise_signal(signal.SIGINT)
    ... except KeyboardInterrupt:
    ...     print("raised again")
    raised again
    """
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield
        return
    raised: list[BaseException] = []

    def note(number: int, frame: FrameType | None) -> None:
        try:
            usual(number, frame)
        except BaseException as error:
            raised.append(error)
            raise

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if raised:
        raise raised[0]
