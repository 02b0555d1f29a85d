"""The loop over epochs: compiled programs called one after the other by a small compiled program of its own."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from . import memory
from .assembling import meet
from .machine import Compiled, compile_module
from .running import LET_GO, Call, step_aside, together
from .slots import BARRIER, FIRST_FREE, YIELD
from .writing import I64, POINTER, Module, Type

ENTRIES, ANSWER = FIRST_FREE, FIRST_FREE + 1
WORDS = 5
_DRIVE = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64)


@dataclass(frozen=True, eq=False)
class Entry:
    """A program's part in every epoch: so many steps, numbered on from epoch to epoch, or the same ones again."""

    call: Call
    steps: int
    goes_on: bool


class Drive:
    """Epochs of several programs in a row."""

    def __init__(self, entries: Sequence[Entry], threads: int) -> None:
        self.entries = tuple(entries)
        self.threads = threads if any(one.call.code.threaded for one in entries) else 1
        rows = [self._words(one) for one in self.entries]
        self._table = np.array(rows, dtype=np.int64).reshape(-1)
        self._answer = np.zeros(8, dtype=np.int64)
        self._barrier = np.zeros((self.threads + 1) * 8, dtype=np.int64)
        addresses = {BARRIER: self._barrier.ctypes.data, YIELD: step_aside(), ENTRIES: self._table.ctypes.data, ANSWER: self._answer.ctypes.data}
        self._context = memory.context(addresses, ANSWER + 1)

    def epochs(self, count: int) -> int:
        """Epochs 0 to count − 1; the one in which a step was bad, or the count."""
        for one in self.entries:
            one.call.begin()
        function = _DRIVE(driver().address("drive"))
        context, entries = self._context.ctypes.data, len(self.entries)
        return int(together(self.threads, lambda thread, threads: function(context, count, entries, thread, threads), self._let_go))

    def _let_go(self) -> None:
        self._barrier[0] = LET_GO
        for one in self.entries:
            one.call.let_go()

    def _words(self, entry: Entry) -> list[int]:
        call = entry.call
        return [call.code.compiled.address("steps"), call.context.ctypes.data, entry.steps, int(entry.goes_on), int(call.code.threaded and self.threads > 1)]


@cache
def driver() -> Compiled:
    """The compiled loop. Raises: as `compile_module`."""
    return compile_module(_module())


def _module() -> Module:
    """`drive(context, epochs, entries, thread, threads)`: every thread walks the same list; a program that is not for several is run by the first alone."""
    module = Module()
    names = ("epochs", "entries", "thread", "threads")
    f = module.function("drive", [("context", POINTER), *[(name, I64) for name in names]], I64, internal=False)
    one = module.function("entry", [("context", POINTER), ("number", I64), ("epoch", I64), ("thread", I64), ("threads", I64)], Type("i1"))
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
    f.lines += [
        "  br label %epochs.head",
        "epochs.head:",
        "  %epoch = phi i64 [ 0, %entry ], [ %following, %epoch.over ]",
        "  %more = icmp slt i64 %epoch, %epochs",
        "  br i1 %more, label %entries.head, label %end",
        "entries.head:",
        "  %number = phi i64 [ 0, %epochs.head ], [ %next, %good ]",
        "  %left = icmp slt i64 %number, %entries",
        "  br i1 %left, label %work, label %epoch.over",
        "work:",
        "  %fine = call i1 @entry(ptr %context, i64 %number, i64 %epoch, i64 %thread, i64 %threads)",
        "  br i1 %fine, label %good, label %end",
        "good:",
        "  %next = add i64 %number, 1",
        "  br label %entries.head",
        "epoch.over:",
        "  %following = add i64 %epoch, 1",
        "  br label %epochs.head",
        "end:",
        "  ret i64 %epoch",
    ]
    return module
