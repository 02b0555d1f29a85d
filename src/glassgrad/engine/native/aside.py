"""Epochs by two threads: one makes the steps, the other one measures aside what they have led to, on a copy of the state.

They meet once in an epoch, not at every product, so this pays for steps too short to be shared, and on processors that others use too.
There are two copies: who learns may be an epoch ahead, and waits only if measuring takes longer than learning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from . import memory
from .driving import ANSWER, COUNT, DRIVE, ENTRIES, Entry, all_entries, write_epochs
from .machine import compiled_once
from .meeting import tell, wait
from .running import LET_GO, step_aside, together
from .slots import YIELD
from .writing import BOOL, I64, POINTER, Function, Module, Type, Value

COPIES = 2
HANDED_OVER, MEASURED, ENDED = 0, 8, 16
"""Words of the meeting place, each in a cache line of its own: epochs handed over, epochs measured, and the first epoch that will never be handed over."""
PLACE, ARRAYS, ARRAY_COUNT = COUNT + 1, COUNT + 2, COUNT + 3
"""Slots of the meeting place, and of what is to be copied and how many arrays that are."""
CHUNK = Type("i64", memory.ROOM // 8)
"""What is copied at a time: as much as there is room behind every array of ours."""
ROW = 2 + COPIES
"""Words for every array: where it is, where its copies are, and how many chunks it has."""


class Aside:
    """Steps by one thread, surveys by another: `surveys[number]` work on the copies `copies[number]` of the arrays in `state`."""

    def __init__(
        self, steps: Sequence[Entry], surveys: Sequence[Sequence[Entry]], state: Sequence[memory.Array], copies: Sequence[Sequence[memory.Array]]
    ) -> None:
        self._entries = (*steps, *(one for entries in surveys for one in entries))
        self._place = np.zeros(24, dtype=np.int64)
        chunks = [-(-array.nbytes // memory.ROOM) for array in state]
        rows = [[*(array.ctypes.data for array in arrays), count] for *arrays, count in zip(state, *copies, chunks, strict=True)]
        self._arrays = np.array(rows, dtype=np.int64).reshape(-1)
        self._kept: list[memory.Array] = []
        self._learner = self._context([steps], len(state))
        self._measurer = self._context(surveys, 0)

    def epochs(self, first: int, last: int, *, otherwise: Callable[[], int]) -> int:
        """The epochs from `first` on; the one in which a step was bad, or `last`. `otherwise` makes them where the system starts no second thread."""
        for one in self._entries:
            one.call.begin()
        self._place[[HANDED_OVER, MEASURED, ENDED]] = first, first, last
        learn, measure = (DRIVE(loops().address(name)) for name in ("learn", "measure"))

        def work(thread: int, threads: int) -> int:
            if threads == 1:
                return otherwise()
            if thread == 0:
                return int(learn(self._learner.ctypes.data, first, last, 0, 1))
            return int(measure(self._measurer.ctypes.data, first, last, 0, 1))

        return int(together(2, work, self._let_go))

    def _context(self, lists: Sequence[Sequence[Entry]], arrays: int) -> memory.Array:
        """What one of the two is called with; several lists of one length lie one behind the other."""
        table = np.array([one.words(threads=1) for entries in lists for one in entries], dtype=np.int64).reshape(-1)
        answer = np.zeros(8, dtype=np.int64)
        self._kept += [table, answer]
        addresses = {ENTRIES: table, ANSWER: answer, PLACE: self._place, ARRAYS: self._arrays}
        numbers = {YIELD: step_aside(), COUNT: len(lists[0]), ARRAY_COUNT: arrays}
        return memory.context({slot: array.ctypes.data for slot, array in addresses.items()} | numbers, ARRAY_COUNT + 1)

    def _let_go(self) -> None:
        self._place[MEASURED] = LET_GO
        self._place[ENDED] = -LET_GO


def module() -> Module:
    """`learn` and `measure`, each called with (context, first, last, thread, threads), and each by a single thread."""
    made = Module()
    _write_learning(made)
    _write_measuring(made)
    write_epochs(made, "learn", "learn_one")
    write_epochs(made, "measure", "measure_one")
    return made


loops = compiled_once(module)
"""The compiled loops of the two. Raises: as `compile_module`."""


def _epoch(module: Module, name: str) -> tuple[Function, Value, Callable[[int], Value]]:
    """The function of one epoch, the epoch's number, and the words of the meeting place."""
    f = module.function(name, [("context", POINTER), ("epoch", I64), ("thread", I64), ("threads", I64)], BOOL)
    place = f.load(POINTER, f.parameters[0].at(PLACE, POINTER))
    return f, f.parameters[1], lambda word: place.at(word, I64)


def _write_learning(module: Module) -> None:
    """The steps of an epoch; then, if they were good, the state is handed over."""
    f, epoch, word = _epoch(module, "learn_one")
    good = all_entries(f, f.constant(I64, 0))
    with f.when(good):
        # The copy is free when the epoch two before this one is measured.
        wait(f, f.parameters[0], word(MEASURED), epoch - 1, word(MEASURED), f.constant(I64, -1))
        _copy(f, epoch & 1)
        tell(f, word(HANDED_OVER), epoch + 1)
    with f.when(~good):
        tell(f, word(ENDED), epoch)
    f.give(good)


def _write_measuring(module: Module) -> None:
    """The surveys of an epoch, when it is handed over; an epoch that never will be is the last answer."""
    f, epoch, word = _epoch(module, "measure_one")
    there = wait(f, f.parameters[0], word(HANDED_OVER), epoch + 1, word(ENDED), epoch)
    entries = f.load(I64, f.parameters[0].at(COUNT, I64))
    with f.when(there):
        all_entries(f, (epoch & 1) * entries)
        tell(f, word(MEASURED), epoch + 1)
    f.give(there)


def _copy(f: Function, number: Value) -> None:
    """All arrays of the state into the copies of that number."""
    context = f.parameters[0]
    arrays, count = f.load(POINTER, context.at(ARRAYS, POINTER)), f.load(I64, context.at(ARRAY_COUNT, I64))
    with f.loop(0, count) as array:
        words = arrays.at(array.counter * ROW, I64)
        source, target = (f.load(POINTER, words.at(place, I64)) for place in (f.constant(I64, 0), number + 1))
        with f.loop(0, f.load(I64, words.at(ROW - 1, I64))) as chunk:
            place = chunk.counter * CHUNK.lanes
            f.store(f.load(CHUNK, source.at(place, CHUNK)), target.at(place, CHUNK))
