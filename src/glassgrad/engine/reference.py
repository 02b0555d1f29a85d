"""The reference engine: NumPy, line by line. It defines what is right; it knows no tricks for speed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node, ancestors
from glassgrad.readers import Values
from glassgrad.readers.evaluate import bind, forward

from .checking import check_compile, check_each, check_has_loss, check_leaves, checked_dtype, checked_numbers, checked_rows
from .processes import ALONE, Processes
from .protocol import NOTHING, Engine, Given, Keep, State, Trace
from .sessions import PlainSession, Session, Stretch, Survey

Plan = tuple[tuple[Node, tuple[Node, ...]], ...]
"""The nodes in the order of computing, each with those that nobody needs any more afterwards."""


@dataclass(frozen=True)
class Reference:
    """The engine that the others are measured by."""

    name: str = "reference"
    says: str = "NumPy, one operation after the other: the definition of right"
    usual_dtype: str = "float64"
    trouble: str = ""

    def compile(self, graph: Graph, *, dtype: npt.DTypeLike = np.float64, threads: int = 1, keep: Keep = "outputs") -> ReferenceProgram:
        """The program. More threads change nothing: NumPy decides for itself."""
        check_compile(graph, threads=threads, keep=keep)
        return ReferenceProgram(graph, self, checked_dtype(dtype), keep)

    def session(
        self, stretches: Sequence[Stretch], surveys: Sequence[Survey], state: Mapping[str, Any], *, dtype: npt.DTypeLike = np.float64, threads: int = 1
    ) -> Session:
        """The plain one: stretch after stretch."""
        return PlainSession(self, stretches, surveys, checked_dtype(dtype), threads, dict(state))

    def together(self) -> AbstractContextManager[Processes]:
        """One process, always."""
        return nullcontext(ALONE)


@dataclass(frozen=True, eq=False)
class ReferenceProgram:
    """A graph, and in which order its nodes are computed and let go."""

    graph: Graph
    engine: Engine
    dtype: np.dtype[Any]
    keep: Keep
    _pass: Plan = field(init=False, repr=False)
    _step: Plan = field(init=False, repr=False)

    def __post_init__(self) -> None:
        graph, everything = self.graph, self.keep == "all"
        wanted = graph.nodes if everything else graph.outputs
        object.__setattr__(self, "_pass", plan(wanted, everything=everything))
        object.__setattr__(self, "_step", plan((*wanted, *graph.updates, *graph.updates.values()), everything=everything))

    def run(self, given: Given) -> Values:
        """One pass."""
        return self._handed_out(self._computed(self._pass, given))

    def step(self, state: Mapping[Node, Any], given: Given) -> tuple[State, Values]:
        """One pass and the next state."""
        check_leaves(tuple(self.graph.updates), state, given)
        numbers = self._computed(self._step, {**given, **state})
        return {leaf: numbers[new] for leaf, new in self.graph.updates.items()}, self._handed_out(numbers)

    def steps(self, state: Mapping[Node, Any], given: Given, data: Given, rows: npt.ArrayLike, *, each: Given = NOTHING) -> Trace:
        """Many steps in a row."""
        check_has_loss(self.graph)
        tables, series = _arrays(data), _arrays(each)
        batches = checked_rows(rows, tables)
        check_each(series, len(batches))
        check_leaves(self.graph.leaves, state, given, tables, series)
        current, losses = self._first_state(state), []
        for number, batch in enumerate(batches):
            now = {leaf: table[batch] for leaf, table in tables.items()} | {leaf: values[number] for leaf, values in series.items()}
            following, values = self.step(current, {**given, **now})
            loss = values[self.graph.outputs[0]]
            if not all_finite((loss, *following.values())):
                break
            current = following
            losses.append(loss)
        return Trace(current, _read_only(np.array(losses, dtype=self.dtype)), len(losses))

    def over(self, given: Given, data: Given, rows: npt.ArrayLike) -> npt.NDArray[Any]:
        """Many passes."""
        check_has_loss(self.graph)
        tables = _arrays(data)
        batches = checked_rows(rows, tables)
        first = self.graph.outputs[0]
        order = plan((first,), everything=False)
        passes = [self._computed(order, {**given, **{leaf: table[batch] for leaf, table in tables.items()}})[first] for batch in batches]
        return _read_only(np.array(passes, dtype=self.dtype).reshape(len(batches), *first.shape))

    def _first_state(self, state: Mapping[Node, Any]) -> State:
        bound = self._bound(tuple(self.graph.updates), state)
        return {leaf: bound[leaf] for leaf in self.graph.updates}

    def _computed(self, order: Plan, given: Given) -> dict[Node, Any]:
        numbers = self._bound(tuple(node for node, _ in order), given)
        for node, spent in order:
            forward((node,), numbers, dtype=self.dtype)
            for one in spent:
                del numbers[one]
        return numbers

    def _bound(self, nodes: tuple[Node, ...], given: Mapping[Node, Any]) -> dict[Node, Any]:
        keyed: dict[Node | str, Any] = dict(given.items())
        return bind(nodes, keyed, dtype=self.dtype)

    def _handed_out(self, numbers: dict[Node, Any]) -> Values:
        return Values(numbers if self.keep == "all" else {node: numbers[node] for node in self.graph.outputs})


def plan(wanted: Iterable[Node], *, everything: bool) -> Plan:
    """All that the wanted nodes depend on, oldest first; unless everything is kept, each value is let go after its last use."""
    kept = set(wanted)
    nodes = ancestors(kept)
    if everything:
        return tuple((node, ()) for node in nodes)
    last_use = {one: node for node in nodes for one in (node, *node.inputs)}
    spent: dict[Node, list[Node]] = {}
    for node, user in last_use.items():
        if node not in kept:
            spent.setdefault(user, []).append(node)
    return tuple((node, tuple(spent.get(node, ()))) for node in nodes)


def all_finite(arrays: Iterable[Any]) -> bool:
    """Whether no array holds an infinity or a not-a-number."""
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _arrays(given: Given) -> dict[Node, npt.NDArray[Any]]:
    return {leaf: checked_numbers(leaf, values) for leaf, values in given.items()}


def _read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    array.flags.writeable = False
    return array
