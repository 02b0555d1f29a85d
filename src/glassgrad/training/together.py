"""Several processes that train together: what one of them meets, all hear of, so that none waits for ever. Alone, nothing comes of it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from socket import socket, socketpair
from time import perf_counter

from glassgrad.engine import Processes
from glassgrad.graph import GlassgradError

FAILED, INTERRUPTED = 1, 130


class AnotherProcessError(GlassgradError, RuntimeError):
    """Another process could not do its part; it says itself what was wrong. The exit code is that of its own error."""

    def __init__(self, exit_code: int) -> None:
        super().__init__("another of the processes that train together could not start, and has said why; so none of them trains")
        self.exit_code = exit_code


@contextmanager
def all_or_none(processes: Processes) -> Iterator[None]:
    """What one process cannot do, none goes on with. Raises: AnotherProcessError where all went well, if it did not in another process."""
    try:
        yield
    except BaseException as error:
        processes.agreed(_exit_code(error))
        raise
    (worst,) = processes.agreed(0)
    if worst:
        raise AnotherProcessError(round(worst))


def _exit_code(error: BaseException) -> int:
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else getattr(error, "exit_code", FAILED)


@dataclass(eq=False)
class Clock:
    """The time that all processes go by, and whether one of them was asked to stop."""

    processes: Processes
    asked_to_stop: bool = False

    def since(self, started: float) -> float:
        """The seconds since then, in the slowest process; every process must look at the clock at the same point of its work.

        Raises: KeyboardInterrupt, in every process, if any of them was asked to stop.
        """
        seconds, stop = self.processes.agreed(perf_counter() - started, self.asked_to_stop)
        if stop:
            raise KeyboardInterrupt
        return seconds


@contextmanager
def common_clock(processes: Processes, before_leaving: Callable[[], None]) -> Iterator[Clock]:
    """A clock; among several processes, Ctrl-C is only noted until the next look at it, when all stop. A second one leaves at once."""
    clock = Clock(processes)
    with ExitStack() as stack:
        if processes.count > 1 and threading.current_thread() is threading.main_thread():
            stack.enter_context(_noting(clock, before_leaving))
        yield clock


@contextmanager
def _noting(clock: Clock, before_leaving: Callable[[], None]) -> Iterator[None]:
    # A handler would have to wait until the main thread is back in Python, which is never if another process hangs; a thread hears at once.
    hearing, telling = socketpair()
    telling.setblocking(False)  # noqa: FBT003
    before = signal.set_wakeup_fd(telling.fileno())
    stopping = [number for number in signal.valid_signals() if signal.getsignal(number) is signal.default_int_handler]
    handlers = {number: signal.signal(number, _nothing) for number in stopping}
    threading.Thread(target=_listen, args=(hearing, frozenset(stopping), clock, before_leaving), daemon=True).start()
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        telling.close()


def _listen(hearing: socket, stopping: frozenset[int], clock: Clock, before_leaving: Callable[[], None]) -> None:
    with hearing:
        while heard := hearing.recv(64):
            for number in stopping.intersection(heard):
                if clock.asked_to_stop and number == signal.SIGINT:
                    try:
                        before_leaving()
                    finally:
                        os._exit(INTERRUPTED)
                clock.asked_to_stop = True


def _nothing(number: int, frame: object) -> None:
    """In the place of a KeyboardInterrupt."""
