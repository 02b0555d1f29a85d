"""`NativeSession`: the state in place, and the loop over epochs in machine code around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node

from ..checking import check_each, check_leaves, checked_numbers, checked_rows
from ..protocol import NOTHING, Given
from ..reference import Reference
from ..sessions import Laps, NamedState, PlainSession, Stretch, Survey
from . import memory
from .building import LIBRARY, Code, Roles
from .crew import Crew
from .driving import Drive, Entry, driver
from .machine import Machine
from .program import bind_leaves, positions
from .running import Call
from .slots import NO_SUCH_PLACE, ROWS


class NativeSession:
    """A state in memory of our own, changed in place by every step.

    All programs share one arena and one working memory: they run one after the other, and keep nothing there in between.
    """

    def __init__(
        self, stretches: Sequence[Stretch], surveys: Sequence[Survey], state: Mapping[str, Any], dtype: np.dtype[Any], threads: int, machine: Machine
    ) -> None:
        self.stretches, self.surveys, self.dtype, self.threads = list(stretches), list(surveys), dtype, threads
        # One for each sort of call: their steps are not of one length.
        self._crews: defaultdict[str, Crew] = defaultdict(lambda: Crew(threads))
        self._machine = machine
        self._state = {name: memory.roomy(value, dtype) for name, value in state.items()}
        steps = [self._code(one.graph, Roles(positions(one.graph, one.data), positions(one.graph, one.series))) for one in stretches]
        forward = [self._code(one.forward, Roles(positions(one.forward, [one.x]), watched=False)) for one in surveys]
        judges = [self._code(one.judge, Roles(recorded=tuple(range(len(one.judge.outputs))), watched=False)) for one in surveys]
        driver()  # whatever cannot be compiled is found out now
        codes = [*steps, *forward, *judges]
        self._arena = memory.block(max(code.arena_bytes for code in codes) + memory.ROOM)
        self._scratch = memory.block(max(code.scratch_bytes for code in codes) * threads + memory.ROOM)
        self._steps = [self._stretch_call(code, one) for code, one in zip(steps, stretches, strict=True)]
        self._forward = [self._forward_call(code, one) for code, one in zip(forward, surveys, strict=True)]
        self._judges = [self._judge_call(code, one, before) for code, one, before in zip(judges, surveys, self._forward, strict=True)]

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
        losses = self._record(call, len(order))[0]
        call.use(ROWS, order)
        self._follow(call, one, each, len(order))
        with self._crews[f"stretch {stretch}"].at_work(len(order)) as threads:
            completed = call.steps(0, len(order), threads)
        self._refuse_odd_places(call, one, order, completed, each)
        return losses[:completed]

    def survey(self) -> tuple[npt.NDArray[Any], ...]:
        """Every survey, for the state as it is."""
        return tuple(one[0] for one in self._driven([], 1).surveys)

    def epochs(self, orders: Sequence[npt.NDArray[Any]], each: Sequence[Given] = ()) -> Laps:
        """Whole epochs without coming back in between."""
        return self._driven(orders, len(orders[0]), each)

    def _driven(self, orders: Sequence[npt.NDArray[Any]], count: int, each: Sequence[Given] = ()) -> Laps:
        entries, losses, results = [], [], []
        for order, series, call, stretch in zip(orders, each or ({},) * len(orders), self._steps, self.stretches, strict=bool(orders)):
            flat = _order(order.reshape(-1, order.shape[-1]), stretch)
            losses.append(self._record(call, len(flat))[0].reshape(count, order.shape[1]))
            call.use(ROWS, flat)
            self._follow(call, stretch, {leaf: _flat(values) for leaf, values in series.items()}, len(flat))
            entries.append(Entry(call, order.shape[1], goes_on=True))
        for forward, judge in zip(self._forward, self._judges, strict=True):
            results.append(self._record(judge, count))
            entries += [Entry(forward, len(forward.arrays[ROWS]), goes_on=False), Entry(judge, 1, goes_on=True)]
        with self._crews["epochs" if orders else "survey"].at_work(sum(one.steps for one in entries) * count) as threads:
            completed = Drive(entries, threads).epochs(count)
        return Laps(tuple(losses), tuple(np.stack(one, axis=-1) for one in results), completed)

    # ── setting up ──────────────────────────────────────────────────────────

    def _code(self, graph: Graph, roles: Roles) -> Code:
        return LIBRARY.code(graph, "steps", self.dtype, self._machine, roles)

    def _call(self, code: Code, graph: Graph, given: Mapping[Node, Any], tables: Mapping[Node, npt.NDArray[Any]]) -> Call:
        """The program with its leaves: those of the state by name, the others as given."""
        moving = {graph.nodes[number] for number, _ in code.fetched}
        known = [leaf for leaf in graph.leaves if leaf not in moving and leaf not in tables and (leaf in given or leaf.name not in self._state)]
        own = bind_leaves(graph, known, given, self.dtype)
        arrays: dict[int, memory.Array] = {}
        for number, slot in code.leaves:
            leaf = graph.nodes[number]
            arrays[slot] = own[number] if number in own else self._state[leaf.name]
        for number, slot in code.fetched:
            leaf = graph.nodes[number]
            arrays[slot] = tables[leaf] if leaf in tables else memory.empty((0, *leaf.shape), self.dtype)
        arrays |= {slot: content for content, slot in code.tables}
        return Call(code, arrays, self._arena, self.threads, self._scratch)

    def _stretch_call(self, code: Code, one: Stretch) -> Call:
        return self._call(code, one.graph, one.given, {leaf: checked_numbers(leaf, values, self.dtype) for leaf, values in one.data.items()})

    def _forward_call(self, code: Code, one: Survey) -> Call:
        call = self._call(code, one.forward, {}, {one.x: checked_numbers(one.x, one.table, self.dtype)})
        blocks = np.ascontiguousarray(one.blocks(), dtype=np.int64)
        call.use(ROWS, blocks)
        self._record(call, len(blocks))
        return call

    def _judge_call(self, code: Code, one: Survey, forward: Call) -> Call:
        ((_, slot),) = forward.code.recorded
        outputs = forward.arrays[slot]
        # The outputs for all blocks are one table; the judge sees as many of its rows as there are.
        z = outputs.reshape(-1, *outputs.shape[2:])[: len(one.rows)]
        call = self._call(code, one.judge, {**one.given, one.z: np.zeros(one.z.shape)}, {})
        (number,) = positions(one.judge, [one.z])
        call.use(dict(code.leaves)[number], z)
        return call

    def _follow(self, call: Call, one: Stretch, each: Given, steps: int) -> None:
        """Let the program take the values of these steps, for the leaves that have one for each."""
        check_leaves(one.series, each)
        numbers = {leaf: checked_numbers(leaf, values, self.dtype) for leaf, values in each.items()}
        check_each(numbers, steps)
        for number, slot in call.code.fetched:
            leaf = one.graph.nodes[number]
            if leaf in numbers:
                call.use(slot, numbers[leaf])

    def _record(self, call: Call, steps: int) -> list[memory.Array]:
        """Room for what is kept of so many steps."""
        made = []
        for shape, slot in call.code.recorded:
            record = memory.empty((steps, *shape), self.dtype)
            call.use(slot, record)
            made.append(record)
        return made

    def _refuse_odd_places(self, call: Call, one: Stretch, order: npt.NDArray[Any], completed: int, each: Given) -> None:
        """A whole number that is no place: the reference engine says it in full."""
        if call.trouble == NO_SUCH_PLACE:
            plain = PlainSession(Reference(), [one], [], self.dtype, state=self.state)
            now = slice(completed, completed + 1)
            plain.advance(0, order[now], {leaf: values[now] for leaf, values in each.items()})


def _flat(values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Epochs and steps as one axis."""
    array = np.asarray(values)
    return array.reshape(-1, *array.shape[2:])


def _order(rows: npt.ArrayLike, one: Stretch) -> npt.NDArray[Any]:
    tables = {leaf: np.asarray(values) for leaf, values in one.data.items()}
    return np.ascontiguousarray(checked_rows(rows, tables), dtype=np.int64)
