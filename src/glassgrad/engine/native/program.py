"""`NativeProgram`: a graph as machine code, behind the protocol that every engine has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node
from glassgrad.readers import Values
from glassgrad.readers.evaluate import bind

from ..checking import check_each, check_has_loss, check_leaves, checked_numbers, checked_rows
from ..protocol import NOTHING, Engine, Given, Keep, State, Trace
from ..reference import Reference
from . import memory
from .building import NO_ROLES, Code, Mode, Roles
from .library import LIBRARY
from .machine import Machine
from .running import Call, together
from .slots import NO_SUCH_PLACE, ROWS

LOOKS = 3
"""How often a pass with every value kept is likely to be made: it is there to be looked at."""


@dataclass(frozen=True, eq=False)
class NativeProgram:
    """A graph, compiled when it is first run: what for depends on what is asked."""

    graph: Graph
    engine: Engine
    dtype: np.dtype[Any]
    keep: Keep
    threads: int
    machine: Machine
    _spare: list[memory.Array] = field(default_factory=list, repr=False)
    _numbers: dict[Node, int] = field(init=False, repr=False)
    _leaves: frozenset[Node] = field(init=False, repr=False)
    _codes: dict[tuple[Mode, Roles], Code] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {node: number for number, node in enumerate(self.graph.nodes)})
        object.__setattr__(self, "_leaves", frozenset(self.graph.leaves))

    def run(self, given: Given) -> Values:
        """One pass."""
        mode: Mode = "all" if self.keep == "all" else "pass"
        return Values(self._passed(mode, given, self.graph.nodes if mode == "all" else self.graph.outputs))

    def step(self, state: Mapping[Node, Any], given: Given) -> tuple[State, Values]:
        """One pass and the next state."""
        check_leaves(tuple(self.graph.updates), state, given)
        everything = self.keep == "all"
        wanted = self.graph.nodes if everything else (*self.graph.outputs, *self.graph.updates.values())
        numbers = self._passed("all" if everything else "step", {**given, **state}, wanted)
        following = {leaf: numbers[new] for leaf, new in self.graph.updates.items()}
        return following, Values(numbers if everything else {node: numbers[node] for node in self.graph.outputs})

    def steps(self, state: Mapping[Node, Any], given: Given, data: Given, rows: npt.ArrayLike, *, each: Given = NOTHING) -> Trace:
        """Many steps in a row, the state changed in place by the machine code."""
        check_has_loss(self.graph)
        tables, series = self._arrays(data), self._arrays(each)
        batches = np.ascontiguousarray(checked_rows(rows, tables), dtype=np.int64)
        check_each(series, len(batches))
        own = {leaf: state[leaf] for leaf in self.graph.updates if leaf in state}
        check_leaves(tuple(self.graph.updates), own)
        check_leaves(self.graph.leaves, own, given, tables, series)
        # What the state has, or the graph lacks, is not fetched for every step.
        tables, series = ({leaf: values for leaf, values in one.items() if leaf in self._leaves and leaf not in own} for one in (tables, series))
        constant = self._bound([leaf for leaf in self.graph.leaves if leaf not in tables and leaf not in series], {**given, **own})
        code = self._code("steps", Roles(rows=positions(self.graph, tables), series=positions(self.graph, series)))
        moving = self._moving(code, constant, tables, series)
        completed, (losses,), trouble = self._called(code, moving, batches)
        if completed < len(batches):
            # The state has moved on past the last good step; from the start to there again gives the very same numbers.
            moving = self._moving(code, constant, tables, series)
            self._called(code, moving, batches[:completed])
        state_after = {leaf: memory.handed_out(moving[self._numbers[leaf]]) for leaf in self.graph.updates}
        if trouble == NO_SUCH_PLACE:
            now = {leaf: table[batches[completed]] for leaf, table in tables.items()} | {leaf: values[completed] for leaf, values in series.items()}
            self._raise_as_reference({**given, **now, **state_after})
        return Trace(state_after, memory.handed_out(losses[:completed]), completed)

    def over(self, given: Given, data: Given, rows: npt.ArrayLike) -> npt.NDArray[Any]:
        """Many passes, each on a batch of rows of the data; the first output of each."""
        check_has_loss(self.graph)
        tables = self._arrays(data)
        batches = np.ascontiguousarray(checked_rows(rows, tables), dtype=np.int64)
        check_leaves(self.graph.leaves, given, tables)
        first = self._for_first_output
        tables = {leaf: table for leaf, table in tables.items() if leaf in first._leaves}
        outputs, bad = first._rows_through(given, tables, batches)
        if bad is not None:
            self._raise_as_reference({**given, **{leaf: table[batches[bad]] for leaf, table in tables.items()}})
        outputs.flags.writeable = False
        return outputs

    @cached_property
    def _for_first_output(self) -> NativeProgram:
        return NativeProgram(Graph(outputs=self.graph.outputs[:1]), self.engine, self.dtype, "outputs", self.threads, self.machine)

    def _rows_through(self, given: Given, tables: Mapping[Node, npt.NDArray[Any]], batches: npt.NDArray[Any]) -> tuple[memory.Array, int | None]:
        code = self._code("steps", Roles(rows=positions(self.graph, tables), watched=False))
        constant = self._bound([leaf for leaf in self.graph.leaves if leaf not in tables], given)
        return self._divided(code, self._moving(code, constant, tables, NOTHING), batches)

    # ── calling ─────────────────────────────────────────────────────────────

    def _code(self, mode: Mode, roles: Roles = NO_ROLES) -> Code:
        """The compiled program; what makes it the same as another one is worked out once."""
        if (mode, roles) not in self._codes:
            self._codes[mode, roles] = LIBRARY.code(self.graph, mode, self.dtype, self.machine, roles, times=LOOKS if mode == "all" else None)
        return self._codes[mode, roles]

    def _passed(self, mode: Mode, given: Mapping[Node, Any], wanted: Iterable[Node]) -> dict[Node, Any]:
        code = self._code(mode)
        leaves = self._bound([self.graph.nodes[number] for number, _ in code.leaves], given)
        arena = memory.block(code.arena_bytes + memory.ROOM)
        arrays = {slot: leaves[number] for number, slot in code.leaves}
        call = Call(code, arrays | _tables(code), arena, self.threads)
        call.run()
        if call.trouble:
            self._raise_as_reference(given, self.graph if mode != "pass" else Graph(outputs=self.graph.outputs))
        by_slot = {0: arena} | {slot: array.reshape(-1).view(np.uint8) for slot, array in call.arrays.items()}
        return {node: self._result(code, self._numbers[node], by_slot) for node in wanted}

    def _divided(self, code: Code, moving: Mapping[int, memory.Array], batches: npt.NDArray[Any]) -> tuple[memory.Array, int | None]:
        """Passes that change no state, some for each thread: the output of each, and the first that met a place that is not there."""
        threads = max(1, min(self.threads, len(batches)))
        ends = [len(batches) * number // threads for number in range(threads + 1)]
        ((shape, slot),) = code.recorded
        outputs = memory.empty((len(batches), *shape), self.dtype)
        slots = dict((*code.leaves, *code.fetched))
        arrays = {slots[number]: array for number, array in moving.items()} | _tables(code) | {slot: outputs, ROWS: batches}
        calls = [Call(code, dict(arrays), memory.block(code.arena_bytes + memory.ROOM)) for _ in range(threads)]
        reached = [0] * threads

        def work(thread: int, of: int) -> None:
            for number in range(thread, threads, of):
                reached[number] = calls[number].steps(ends[number], ends[number + 1])

        together(threads, work)
        stopped = [place for place, end, call in zip(reached, ends[1:], calls, strict=True) if place < end and call.trouble == NO_SUCH_PLACE]
        return outputs, min(stopped, default=None)

    def _called(self, code: Code, moving: Mapping[int, memory.Array], batches: npt.NDArray[Any]) -> tuple[int, list[memory.Array], int]:
        arena = self._arena(code)
        records = [memory.empty((len(batches), *shape), self.dtype) for shape, _ in code.recorded]
        slots = dict((*code.leaves, *code.fetched))
        arrays = {slots[number]: array for number, array in moving.items()} | _tables(code)
        arrays |= {slot: record for record, (_, slot) in zip(records, code.recorded, strict=True)} | {ROWS: batches}
        call = Call(code, arrays, arena, self.threads)
        completed = call.steps(0, len(batches))
        self._spare.append(arena)
        return completed, records, call.trouble

    def _arena(self, code: Code) -> memory.Array:
        wanted = code.arena_bytes + memory.ROOM
        try:  # another thread may take it first
            spare = self._spare.pop()
        except IndexError:
            return memory.block(wanted)
        return spare if len(spare) == wanted else memory.block(wanted)

    def _moving(self, code: Code, constant: Mapping[int, Any], tables: Mapping[Node, Any], series: Mapping[Node, Any]) -> dict[int, memory.Array]:
        """Every array the code works with; those of the state are copies, since they change in place."""
        changing = {self._numbers[leaf] for leaf in self.graph.updates}
        own = {number: memory.roomy(array, self.dtype) if number in changing else array for number, array in constant.items() if number in dict(code.leaves)}
        return own | {self._numbers[leaf]: array for leaf, array in (*tables.items(), *series.items())}

    def _bound(self, leaves: Iterable[Node], given: Mapping[Node, Any]) -> dict[int, memory.Array]:
        return bind_leaves(self.graph, leaves, given, self.dtype)

    def _result(self, code: Code, number: int, by_slot: Mapping[int, memory.Array]) -> Any:
        view, place = code.results[number]
        if place is None:
            return memory.handed_out(np.full(view.shape, view.number, dtype=self.dtype))
        flat = by_slot[place.slot][place.offset : place.offset + view.array.size * self.dtype.itemsize].view(self.dtype)
        shown = view.of(flat) if view.array.size else flat.reshape(view.shape)
        return memory.handed_out(shown if self.keep == "all" and shown.ndim else shown.copy())

    def _arrays(self, given: Given) -> dict[Node, npt.NDArray[Any]]:
        return {leaf: checked_numbers(leaf, values, self.dtype) for leaf, values in given.items()}

    def _raise_as_reference(self, given: Mapping[Node, Any], graph: Graph | None = None) -> NoReturn:
        """A number that is no place: the reference engine says it in full."""
        Reference().compile(graph or self.graph, dtype=self.dtype, keep="all").run(given)
        raise AssertionError("the native engine met a place that is not there, the reference engine did not")


def bind_leaves(graph: Graph, leaves: Iterable[Node], given: Mapping[Node, Any], dtype: np.dtype[Any]) -> dict[int, memory.Array]:
    """The given values as arrays of our own, by the position of the leaf in the graph. Raises: MissingValueError, ShapeError."""
    leaves = list(leaves)
    numbers = bind(leaves, {leaf: given[leaf] for leaf in leaves if leaf in given}, dtype=dtype)
    places = {node: number for number, node in enumerate(graph.nodes)}
    return {places[leaf]: memory.roomy(numbers[leaf], dtype) for leaf in leaves}


def positions(graph: Graph, leaves: Iterable[Node]) -> frozenset[int]:
    """Where these leaves are among the nodes of the graph."""
    wanted = set(leaves)
    return frozenset(number for number, node in enumerate(graph.nodes) if node in wanted)


def _tables(code: Code) -> dict[int, memory.Array]:
    return {slot: content for content, slot in code.tables}
