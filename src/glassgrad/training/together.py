"""Several processes that train together: what one of them meets, all hear of, so that none waits for ever. Alone, nothing comes of it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
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
    """The time that all processes go by, and whether one of them was asked to stop: `asked` this one, `stopping` all, since they last agreed."""

    processes: Processes
    asked: bool = False
    stopping: bool = False

    def since(self, started: float) -> float:
        """The seconds since then, in the slowest process; every process must look at the clock at the same point of its work."""
        seconds, stop = self.processes.agreed(perf_counter() - started, self.asked)
        self.stopping = self.stopping or bool(stop)
        return seconds

    def agree(self, *questions: bool) -> tuple[bool, ...]:
        """For each question whether any process says yes; what goes by a clock of one's own must be agreed on before it decides what is computed."""
        return tuple(map(bool, self.processes.agreed(*questions)))


@contextmanager
def common_clock(processes: Processes, before_leaving: Callable[[], None]) -> Iterator[Clock]:
    """A clock. Ctrl-C is only noted until the next look at it, when all stop; a second one leaves at once."""
    clock = Clock(processes)
    with ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            stack.enter_context(_noting_from_outside(clock, before_leaving) if processes.count > 1 else _noting(clock))
        yield clock


@contextmanager
def _noting(clock: Clock) -> Iterator[None]:
    def note(number: int, frame: object) -> None:
        if clock.asked:
            raise KeyboardInterrupt
        clock.asked = True

    with _instead_of_interrupting(note):
        yield


@cache
def _signals() -> tuple[int, ...]:
    return tuple(signal.valid_signals())


@contextmanager
def _instead_of_interrupting(handler: Callable[[int, object], None]) -> Iterator[frozenset[int]]:
    """Let the handler hear of every signal that would raise a KeyboardInterrupt."""
    stopping = [number for number in _signals() if signal.getsignal(number) is signal.default_int_handler]
    before = {number: signal.signal(number, handler) for number in stopping}
    try:
        yield frozenset(stopping)
    finally:
        for number, one in before.items():
            signal.signal(number, one)


@contextmanager
def _noting_from_outside(clock: Clock, before_leaving: Callable[[], None]) -> Iterator[None]:
    # A handler would have to wait until the main thread is back in Python, which is never if another process hangs; a thread hears at once.
    hearing, telling = socketpair()
    telling.setblocking(False)  # noqa: FBT003
    before = signal.set_wakeup_fd(telling.fileno())
    with _instead_of_interrupting(_nothing) as stopping:
        threading.Thread(target=_listen, args=(hearing, stopping, clock, before_leaving), daemon=True).start()
        try:
            yield
        finally:
            signal.set_wakeup_fd(before)
            telling.close()


def _listen(hearing: socket, stopping: frozenset[int], clock: Clock, before_leaving: Callable[[], None]) -> None:
    with hearing:
        while heard := hearing.recv(64):
            for number in stopping.intersection(heard):
                if clock.asked and number == signal.SIGINT:
                    try:
                        before_leaving()
                    finally:
                        os._exit(INTERRUPTED)
                clock.asked = True


def _nothing(number: int, frame: object) -> None:
    """In the place of a KeyboardInterrupt."""
