"""Calling a compiled program: its context, its threads."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from threading import Lock, Thread
from typing import Any

import numpy as np

from . import memory
from .building import Code
from .slots import ARENA, BARRIER, FLAGS, SCRATCH, TROUBLE, YIELD

_PASS = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
_STEPS = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)

LET_GO = 2**62
"""More arrivals than any thread waits for."""


@dataclass(eq=False)
class Call:
    """A program with everything it works with, kept alive as long as it may run.

    `arrays`: slot → the array whose address goes there.
    """

    code: Code
    arrays: dict[int, memory.Array]
    arena: memory.Array
    threads: int = 1
    scratch: memory.Array | None = None
    flags: memory.Array = field(default_factory=memory.flags)

    def __post_init__(self) -> None:
        self.threads = self.threads if self.code.threaded else 1
        if self.scratch is None:
            self.scratch = memory.block(self.code.scratch_bytes * self.threads + memory.ROOM)
        self.barrier = np.zeros((self.threads + 1) * 8, dtype=np.int64)
        own = {ARENA: self.arena, FLAGS: self.flags, SCRATCH: self.scratch, BARRIER: self.barrier}
        addresses = {slot: array.ctypes.data for slot, array in {**own, **self.arrays}.items()}
        self.context = memory.context({**addresses, YIELD: step_aside()}, self.code.slots)

    def use(self, slot: int, array: memory.Array) -> None:
        """Let the program work with another array from now on."""
        self.arrays[slot] = array
        self.context[slot] = array.ctypes.data

    def run(self) -> None:
        """One pass."""
        self.begin()
        function = _PASS(self.code.compiled.address("run"))
        together(self.threads, lambda thread, threads: function(self.context.ctypes.data, thread, threads), self.let_go)

    def steps(self, first: int, last: int, threads: int | None = None) -> int:
        """The steps from `first` on; the one before which it stopped: the first bad one, or `last`. Fewer threads than it has room for may work."""
        crew = min(threads or self.threads, self.threads)
        self.begin()
        function = _STEPS(self.code.compiled.address("steps"))
        return int(together(crew, lambda thread, threads: function(self.context.ctypes.data, first, last, thread, threads), self.let_go))

    def begin(self) -> None:
        """Forget what went wrong before, and who met whom."""
        self.barrier[:] = 0
        self.flags[:] = 0

    def let_go(self) -> None:
        """Free the threads that wait at the meeting point. What they compute from then on means nothing."""
        self.barrier[0] = LET_GO

    @property
    def trouble(self) -> int:
        """What went wrong; 0 if nothing."""
        return int(self.flags[TROUBLE])


def together(threads: int, work: Callable[[int, int], Any], let_go: Callable[[], None] = lambda: None) -> Any:
    """`work(thread, threads)` of every thread at once; the answer of the first. Where the system starts fewer threads, fewer work.

    Work that is interrupted is lost, but leaves nobody behind: `let_go` frees those who wait for a thread that will not come.
    """
    if threads == 1:
        return work(0, 1)
    elsewhere = _other_processors()
    crew = [0]
    gate = Lock()

    def helper(number: int) -> None:
        if elsewhere:
            with suppress(OSError):  # not allowed here: then the system chooses
                os.sched_setaffinity(0, elsewhere)
        with gate:
            wanted = number < crew[0]
        if wanted:
            work(number, crew[0])

    others: list[Thread] = []
    try:
        with gate:
            for number in range(1, threads):
                thread = Thread(target=helper, args=(number,), daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # the system gives no more
                    break
                others.append(thread)
            crew[0] = len(others) + 1
        answer = work(0, crew[0])
        for thread in others:
            thread.join()
    except BaseException:
        let_go()
        for thread in others:
            thread.join()
        raise
    return answer


def _other_processors() -> set[int]:
    """The processors that may be used, without the one we are on: threads that wait for each other in turn on one and the same are slower than one alone.

    Empty where the system does not tell, or where there are no others.
    """
    here = getattr(ctypes.CDLL(None), "sched_getcpu", None) if hasattr(os, "sched_getaffinity") else None
    return set() if here is None else os.sched_getaffinity(0) - {here()}


@cache
def step_aside() -> int:
    """The address of the system's own function by which a thread lets others go first."""
    function = ctypes.WinDLL("kernel32").SwitchToThread if hasattr(ctypes, "WinDLL") else ctypes.CDLL(None).sched_yield
    return ctypes.cast(function, ctypes.c_void_p).value or 0
