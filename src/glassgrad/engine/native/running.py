"""Calling a compiled program: its context, its threads."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from typing import Any

import numpy as np

from . import memory
from .building import Code
from .slots import ARENA, BARRIER, FLAGS, SCRATCH, TROUBLE, YIELD

_PASS = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
_STEPS = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)


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
        function = _PASS(self.code.compiled.address("run"))
        together(self.threads, lambda thread: function(self.context.ctypes.data, thread, self.threads))

    def steps(self, first: int, last: int) -> int:
        """The steps from `first` on; the one before which it stopped: the first bad one, or `last`."""
        function = _STEPS(self.code.compiled.address("steps"))
        return int(together(self.threads, lambda thread: function(self.context.ctypes.data, first, last, thread, self.threads)))

    @property
    def trouble(self) -> int:
        """What went wrong; 0 if nothing."""
        return int(self.flags[TROUBLE])


def together(threads: int, work: Callable[[int], Any]) -> Any:
    """The work of every thread at once; the answer of the first."""
    others = [Thread(target=work, args=(number,), daemon=True) for number in range(1, threads)]
    for thread in others:
        thread.start()
    answer = work(0)
    for thread in others:
        thread.join()
    return answer


@cache
def step_aside() -> int:
    """The address of the system's own function by which a thread lets others go first."""
    function = ctypes.WinDLL("kernel32").SwitchToThread if hasattr(ctypes, "WinDLL") else ctypes.CDLL(None).sched_yield
    return ctypes.cast(function, ctypes.c_void_p).value or 0
