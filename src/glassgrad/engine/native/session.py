"""`NativeSession`: the state in place, and the loop over epochs in machine code around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph

from ..checking import check_each, check_leaves, checked_numbers, checked_rows
from ..protocol import NOTHING, Given
from ..reference import Reference
from ..sessions import Laps, NamedState, PlainSession, Stretch, Survey
from . import memory
from .aside import COPIES, Aside
from .building import Code, Roles
from .crew import Crew, Teamwork
from .driving import Drive, Entry, driver
from .library import LIBRARY
from .machine import Machine
from .program import positions
from .running import Call
from .slots import NO_SUCH_PLACE, ROWS
from .workplace import Workplace

EPOCHS, SURVEY = "epochs", "survey"
LONG_STEP = 10_000_000
"""Operations of a step from which on all threads share it: it takes about a tenth of a millisecond. In shorter ones they would wait more than work."""
OPERATIONS_A_SECOND = 5e10
"""By one thread, to begin with."""
MOST_COPIED = 4 * 2**20
"""Bytes of a state that is handed over from thread to thread after every epoch."""


class NativeSession:
    """A state in memory of our own, changed in place by every step.

    Its programs share one workplace, since they run one after the other; what is measured aside by another thread has one of its own.
    """

    def __init__(
        self, stretches: Sequence[Stretch], surveys: Sequence[Survey], state: Mapping[str, Any], dtype: np.dtype[Any], threads: int, machine: Machine
    ) -> None:
        self.stretches, self.surveys, self.dtype, self.threads = list(stretches), list(surveys), dtype, threads
        self._machine = machine
        self._state = {name: memory.roomy(value, dtype) for name, value in state.items()}
        steps = [self._code(one.graph, Roles(positions(one.graph, one.data), positions(one.graph, one.series)), one.times) for one in stretches]
        forward = [self._code(one.forward, Roles(positions(one.forward, [one.x]), watched=False), one.passes) for one in surveys]
        judges = [self._code(one.judge, Roles(recorded=tuple(range(len(one.judge.outputs))), watched=False), one.times) for one in surveys]
        driver()  # whatever cannot be compiled is found out now
        self._survey_codes = list(zip(forward, judges, strict=True))
        self._here = Workplace.of(self._state, [*steps, *forward, *judges], dtype, threads)
        self._steps = [self._here.stretch_call(code, one) for code, one in zip(steps, stretches, strict=True)]
        self._measures = self._survey_calls(self._here)
        # One for each sort of call: their turns are not of one length.
        self._crews = {sort: Crew(self._ways(sort)) for sort in (*range(len(steps)), EPOCHS, SURVEY)}

    @property
    def state(self) -> NamedState:
        """A copy of the state, as programs hand it out."""
        return {name: memory.handed_out(array.copy()) for name, array in self._state.items()}

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from another state."""
        for name, array in self._state.items():
            array[...] = state[name]

    def give(self, values: Mapping[str, Any]) -> None:
        """Other values for all steps, written over those there were."""
        for call, one in zip(self._steps, self.stretches, strict=True):
            slots = dict(call.code.leaves)
            for number, leaf in enumerate(one.graph.nodes):
                if leaf in one.given and leaf.name in values and number in slots:
                    memory.fill(call.arrays[slots[number]], values[leaf.name])

    def advance(self, stretch: int, rows: npt.ArrayLike, each: Given = NOTHING) -> npt.NDArray[Any]:
        """Steps of one stretch."""
        call, one = self._steps[stretch], self.stretches[stretch]
        order = _order(rows, one)
        losses = self._here.record(call, len(order))[0]
        call.use(ROWS, order)
        self._follow(call, one, each, len(order))
        completed = _in_shares(self._crews[stretch], len(order), lambda way, first, last: call.steps(first, last, self._threads_of(way)))
        self._refuse_odd_places(call, one, order, completed, each)
        return losses[:completed]

    def survey(self) -> tuple[npt.NDArray[Any], ...]:
        """Every survey, for the state as it is."""
        return tuple(one[0] for one in self._driven([], 1).surveys)

    def epochs(self, orders: Sequence[npt.NDArray[Any]], each: Sequence[Given] = ()) -> Laps:
        """Whole epochs without coming back in between."""
        return self._driven(orders, len(orders[0]), each)

    def _driven(self, orders: Sequence[npt.NDArray[Any]], count: int, each: Sequence[Given] = ()) -> Laps:
        steps, losses = [], []
        for order, series, call, stretch in zip(orders, each or ({},) * len(orders), self._steps, self.stretches, strict=bool(orders)):
            flat = _order(order.reshape(-1, order.shape[-1]), stretch)
            losses.append(self._here.record(call, len(flat))[0].reshape(count, order.shape[1]))
            call.use(ROWS, flat)
            self._follow(call, stretch, {leaf: _flat(values) for leaf, values in series.items()}, len(flat))
            steps.append(Entry(call, order.shape[1], goes_on=True))
        results = [self._here.record(judge, count) for _, judge in self._measures]
        entries = [*steps, *_entries(self._measures)]

        def epochs(way: Teamwork, first: int, last: int) -> int:
            def otherwise() -> int:
                return Drive(entries, self._threads_of(way)).epochs(first, last)

            return otherwise() if way is not Teamwork.ASIDE else self._aside(steps, results).epochs(first, last, otherwise=otherwise)

        guess = sum(one.call.code.work * one.steps for one in entries) / OPERATIONS_A_SECOND
        completed = _in_shares(self._crews[EPOCHS if orders else SURVEY], count, epochs, guess)
        return Laps(tuple(losses), tuple(np.stack(one, axis=-1) for one in results), completed)

    def _aside(self, steps: Sequence[Entry], results: Sequence[Sequence[memory.Array]]) -> Aside:
        """The steps here, and the surveys at the workplaces aside, which write into the same results."""
        for measures in self._measures_aside:
            for (_, judge), records in zip(measures, results, strict=True):
                for (_, slot), record in zip(judge.code.recorded, records, strict=True):
                    judge.use(slot, record)
        state = [self._state[name] for name in self._surveyed]
        copies = [[place.state[name] for name in self._surveyed] for place in self._places_aside]
        return Aside(steps, [_entries(measures) for measures in self._measures_aside], state, copies)

    @cached_property
    def _surveyed(self) -> tuple[str, ...]:
        """The names of the state that a survey reads."""
        return tuple({leaf.name: None for one in self.surveys for leaf in one.forward.leaves if leaf.name in self._state})

    @cached_property
    def _places_aside(self) -> list[Workplace]:
        """One for each copy of the state; they are used in turns, so they share their memory."""
        codes = [code for pair in self._survey_codes for code in pair]
        first = Workplace.of(self._copied_state(), codes, self.dtype, threads=1)
        return [first, *(replace(first, state=self._copied_state()) for _ in range(COPIES - 1))]

    @cached_property
    def _measures_aside(self) -> list[list[tuple[Call, Call]]]:
        return [self._survey_calls(place) for place in self._places_aside]

    def _copied_state(self) -> dict[str, memory.Array]:
        return {name: memory.empty(self._state[name].shape, self.dtype) for name in self._surveyed}

    def _survey_calls(self, place: Workplace) -> list[tuple[Call, Call]]:
        return [place.survey_calls(*codes, one) for codes, one in zip(self._survey_codes, self.surveys, strict=True)]

    def _ways(self, sort: int | str) -> tuple[Teamwork, ...]:
        """How the threads may work at a call of that sort, the likely best way first."""
        codes = [code for code, _ in self._survey_codes] if sort == SURVEY else [one.code for one in self._steps]
        if self.threads == 1:
            return (Teamwork.ALONE,)
        if max((code.work for code in codes), default=0) >= LONG_STEP:
            return (Teamwork.TOGETHER, Teamwork.ALONE)
        small = sum(self._state[name].nbytes for name in self._surveyed) <= MOST_COPIED
        return (Teamwork.ASIDE, Teamwork.ALONE) if sort == EPOCHS and self.surveys and small else (Teamwork.ALONE,)

    def _threads_of(self, way: Teamwork) -> int:
        return self.threads if way is Teamwork.TOGETHER else 1

    def _code(self, graph: Graph, roles: Roles, times: int | None) -> Code:
        return LIBRARY.code(graph, "steps", self.dtype, self._machine, roles, times=times)

    def _follow(self, call: Call, one: Stretch, each: Given, steps: int) -> None:
        """Let the program take the values of these steps, for the leaves that have one for each."""
        check_leaves(one.series, each)
        numbers = {leaf: checked_numbers(leaf, values, self.dtype) for leaf, values in each.items()}
        check_each(numbers, steps)
        for number, slot in call.code.fetched:
            leaf = one.graph.nodes[number]
            if leaf in numbers:
                call.use(slot, numbers[leaf])

    def _refuse_odd_places(self, call: Call, one: Stretch, order: npt.NDArray[Any], completed: int, each: Given) -> None:
        """A whole number that is no place: the reference engine says it in full."""
        if call.trouble == NO_SUCH_PLACE:
            plain = PlainSession(Reference(), [one], [], self.dtype, state=self.state)
            now = slice(completed, completed + 1)
            plain.advance(0, order[now], {leaf: values[now] for leaf, values in each.items()})


def _in_shares(crew: Crew, turns: int, work: Callable[[Teamwork, int, int], int], guess: float = 0.0) -> int:
    """A call of so many turns, in the ways the crew finds best: the turn before which it stopped."""
    reached = 0
    for way, first, last in crew.shares(turns, guess):
        reached = work(way, first, last)
        if reached < last:
            break
    return reached


def _entries(measures: Sequence[tuple[Call, Call]]) -> list[Entry]:
    """The parts of an epoch that measure."""
    return [one for forward, judge in measures for one in (Entry(forward, len(forward.arrays[ROWS]), goes_on=False), Entry(judge, 1, goes_on=True))]


def _flat(values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Epochs and steps as one axis."""
    array = np.asarray(values)
    return array.reshape(-1, *array.shape[2:])


def _order(rows: npt.ArrayLike, one: Stretch) -> npt.NDArray[Any]:
    tables = {leaf: np.asarray(values) for leaf, values in one.data.items()}
    return np.ascontiguousarray(checked_rows(rows, tables), dtype=np.int64)
