"""The loop over epochs: compiled programs called one after the other by a small compiled program of its own."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from . import memory
from .assembling import while_good
from .machine import compiled_once
from .meeting import meet
from .running import LET_GO, Call, step_aside, together
from .slots import BARRIER, FIRST_FREE, YIELD
from .writing import BOOL, I64, POINTER, Function, Module, Value

ENTRIES, ANSWER, COUNT = FIRST_FREE, FIRST_FREE + 1, FIRST_FREE + 2
"""Slots of the list, of what came of an entry, and how many entries an epoch has, which is no address."""
WORDS = 5
DRIVE = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, *[ctypes.c_int64] * 4)


@dataclass(frozen=True, eq=False)
class Entry:
    """A program's part in every epoch: so many steps, numbered on from epoch to epoch, or the same ones again."""

    call: Call
    steps: int
    goes_on: bool

    def words(self, threads: int) -> list[int]:
        """What the compiled loop must know of it."""
        call = self.call
        return [call.code.compiled.address("steps"), call.context.ctypes.data, self.steps, int(self.goes_on), int(call.code.threaded and threads > 1)]


class Drive:
    """Epochs of several programs in a row."""

    def __init__(self, entries: Sequence[Entry], threads: int) -> None:
        self.entries = tuple(entries)
        self.threads = threads if any(one.call.code.threaded for one in entries) else 1
        rows = [one.words(self.threads) for one in self.entries]
        self._table = np.array(rows, dtype=np.int64).reshape(-1)
        self._answer = np.zeros(8, dtype=np.int64)
        self._barrier = np.zeros((self.threads + 1) * 8, dtype=np.int64)
        addresses = {BARRIER: self._barrier.ctypes.data, YIELD: step_aside(), ENTRIES: self._table.ctypes.data, ANSWER: self._answer.ctypes.data}
        self._context = memory.context({**addresses, COUNT: len(rows)}, COUNT + 1)

    def epochs(self, first: int, last: int) -> int:
        """The epochs from `first` on; the one in which a step was bad, or `last`."""
        for one in self.entries:
            one.call.begin()
        self._barrier[:] = 0
        function = DRIVE(driver().address("drive"))
        context = self._context.ctypes.data
        return int(together(self.threads, lambda thread, threads: function(context, first, last, thread, threads), self._let_go))

    def _let_go(self) -> None:
        self._barrier[0] = LET_GO
        for one in self.entries:
            one.call.let_go()


def _module() -> Module:
    """`drive(context, first, last, thread, threads)`: every thread walks the same list; a program that is not for several is run by the first alone."""
    module = Module()
    f = module.function("epoch", [("context", POINTER), ("epoch", I64), ("thread", I64), ("threads", I64)], BOOL)
    f.give(all_entries(f, f.constant(I64, 0)))
    write_epochs(module, "drive", "epoch")
    return module


driver = compiled_once(_module)
"""The compiled loop. Raises: as `compile_module`."""


def write_epochs(module: Module, name: str, epoch: str) -> None:
    """A function of that name, to be called from outside: `epoch` from the first on, until the last is done or one is bad."""
    f = module.function(name, [("context", POINTER), *[(word, I64) for word in ("first", "last", "thread", "threads")]], I64, internal=False)
    context, _, _, thread, threads = f.parameters
    while_good(f, epoch, context, (thread, threads))


def all_entries(f: Function, first: Value) -> Value:
    """All parts of an epoch, from number `first` of the list on, as long as they are good; whether all were. `f` has the parameters of an epoch."""
    if "entry" not in f.module.functions:
        _write_entry(f.module)
    context, epoch, *share = f.parameters
    entries = f.load(I64, context.at(COUNT, I64))

    def run(number: Value) -> Callable[[], list[Value]]:
        return lambda: [f.call("entry", BOOL, context, number, epoch, *share)]

    with f.loop(0, entries, carry=[f.constant(BOOL, 1)]) as loop:
        (good,) = loop.carried
        loop.carry(*f.either(good, run(first + loop.counter), lambda: [f.constant(BOOL, 0)]))
    (good,) = loop.results
    return good


def _write_entry(module: Module) -> None:
    """`entry(context, number, epoch, thread, threads)`: one part of an epoch; whether all its steps were good."""
    one = module.function("entry", [("context", POINTER), ("number", I64), ("epoch", I64), ("thread", I64), ("threads", I64)], BOOL)
    context, number, epoch, thread, threads = one.parameters
    words = one.load(POINTER, one.parameters[0].at(ENTRIES, POINTER)).at(number * WORDS, I64)
    function, its_context, steps, goes_on, threaded = (one.load(I64, words.at(word, I64)) for word in range(WORDS))
    first = epoch * steps * goes_on
    last = first + steps
    answer = one.load(POINTER, context.at(ANSWER, POINTER))
    with one.when(threaded.differs(0) | thread.equals(0)):
        theirs = threaded.differs(0).choose(threads, one.constant(I64, 1))
        pointers = [one.line(POINTER, f"inttoptr i64 {word.text} to ptr") for word in (function, its_context)]
        arguments = f"ptr {pointers[1].text}, i64 {first.text}, i64 {last.text}, i64 {thread.text}, i64 {theirs.text}"
        done = one.line(I64, f"call i64 {pointers[0].text}({arguments})")
        with one.when(thread.equals(0)):
            one.store(done, answer)
    meet(one, context, (thread, threads))
    good = one.load(I64, answer).equals(last)
    meet(one, context, (thread, threads))  # the answer is read by all before the next one is written
    one.give(good)
