"""The xla engine's program: a graph, and what XLA made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError, Graph, Node, ancestors
from glassgrad.readers import Values
from glassgrad.readers.evaluate import bind, frozen

from ..checking import check_each, check_has_loss, check_leaves, checked_rows
from ..protocol import NOTHING, Engine, Given, Keep, State, Trace
from ..reference import Reference, ReferenceProgram
from .compiled_step import Carry, CompiledStep, compile_step, on_this_machine
from .course import Course
from .devices import places_for
from .guest import house_rules
from .one_pass import OnePass, compile_pass
from .roles import Roles, roles_in, roles_of_passes
from .tables import Taker, is_held

_steps_of: WeakKeyDictionary[Graph, dict[Any, CompiledStep]] = WeakKeyDictionary()
"""The compiled steps of every graph, shared by its programs: whether everything is kept or not, the step has the same bits."""


@dataclass(frozen=True, eq=False)
class XlaProgram:
    """A graph made ready to run by XLA.

    What a pass, a step and many steps hand out as outputs and as new state comes from one and the same compiled step.
    With keep="all" the values in between come from a second program, whose operations XLA joins in another way: they are right
    within rounding, and may differ in the last digits from those that the compiled step had on its way.
    Numbers too small to have all their digits (below 2.2e-308, in float32 below 1.2e-38) may count as 0.
    """

    graph: Graph
    engine: Engine
    dtype: np.dtype[Any]
    keep: Keep
    devices: int | None = None
    _passes: dict[Any, OnePass] = field(default_factory=dict, init=False, repr=False)
    _taker: Taker = field(default_factory=Taker, init=False, repr=False)

    def run(self, given: Given) -> Values:
        """One pass."""
        numbers = self._bound(self.graph.nodes if self.keep == "all" else ancestors(self.graph.outputs), given)
        if any(leaf not in numbers for leaf in self.graph.leaves):
            return self._outputs_alone(numbers)
        after = self._one_step(numbers)
        return self._reference().run(numbers) if after.refused else self._handed_out(numbers, after)

    def step(self, state: Mapping[Node, Any], given: Given) -> tuple[State, Values]:
        """One pass and the next state."""
        check_leaves(tuple(self.graph.updates), state, given)
        numbers = self._bound(self.graph.nodes, {**given, **state})
        after = self._one_step(numbers)
        return self._reference().step({}, numbers) if after.refused else (self._state(after), self._handed_out(numbers, after))

    def steps(self, state: Mapping[Node, Any], given: Given, data: Given, rows: npt.ArrayLike, *, each: Given = NOTHING) -> Trace:
        """Many steps in a row. An array of JAX among the data is taken as it is, without a copy: see `Xla.hold`."""
        check_has_loss(self.graph)
        tables = _as_tables(data)
        series = {leaf: np.asarray(values) for leaf, values in each.items()}
        batches = checked_rows(rows, tables)
        check_each(series, len(batches))
        check_leaves(self.graph.leaves, state, given, tables, series)
        updated = tuple(self.graph.updates)
        first = self._only(updated, self._bound(updated, state))
        if not len(batches):
            return self._trace(first, np.zeros(0, self.dtype))

        at_first = {leaf: values[0] for leaf, values in series.items()}
        numbers = self._bound(self.graph.nodes, {**given, **_first_batch(tables, batches), **at_first, **first})
        step = self._compiled_step(roles_in(self.graph, given=numbers, moving={*tables, *series}))
        after, losses = Course(step, self._taker, numbers, tables, series, batches).good_steps()
        last = self._state(after) if len(losses) else first
        if after.refused:
            bad = slice(len(losses), len(losses) + 1)
            self._reference().steps(last, given, data, batches[bad], each={leaf: values[bad] for leaf, values in series.items()})
            raise DataError("a number was computed that cannot be the number of an entry: it is not whole, or there are not so many entries")
        return self._trace(last, losses)

    def over(self, given: Given, data: Given, rows: npt.ArrayLike) -> npt.NDArray[Any]:
        """Many passes. An array of JAX among the data is taken as it is, as in `steps`."""
        check_has_loss(self.graph)
        tables, first = _as_tables(data), self._first_output
        batches = checked_rows(rows, tables)
        if not len(batches):
            return read_only(np.zeros((0, *first.outputs[0].shape), self.dtype))
        numbers = self._bound(first.nodes, {**given, **_first_batch(tables, batches)})
        step = self._compiled_step(roles_of_passes(first, batches.shape[1], given=numbers, moving=tables), graph=first, stops=False)
        after, values = Course(step, self._taker, numbers, tables, {}, batches).steps(len(batches))
        return self._reference().over(given, data, rows) if after.refused else read_only(values)

    def compiled_text(self) -> str:
        """What XLA made of the step, in XLA's own language: which operations were joined, and what devices tell each other."""
        return str(self._compiled_step(roles_in(self.graph)).executable.as_text())

    def moving_places(self) -> dict[Node, Any]:
        """How JAX spreads the values (steps, batch, …) of each leaf that moves over the devices: a `jax.sharding.NamedSharding`."""
        step = self._compiled_step(roles_in(self.graph))
        return {leaf: step.place_of(leaf) for leaf in step.roles.moving}

    @cached_property
    def _first_output(self) -> Graph:
        return Graph(outputs=self.graph.outputs[:1])

    def _compiled_step(self, roles: Roles, *, graph: Graph | None = None, stops: bool = True) -> CompiledStep:
        graph = graph or self.graph
        known = _steps_of.setdefault(graph, {})
        places = places_for(roles.batch, self.devices)
        key = (roles, self.dtype, places.mesh, stops)
        if key not in known:
            known[key] = compile_step(graph, roles, places, self.dtype, stops=stops)
        return known[key]

    def _one_step(self, numbers: Mapping[Node, Any]) -> Carry:
        step = self._compiled_step(roles_in(self.graph, given=numbers))
        with house_rules(self.dtype):
            moving = {leaf: step.standing(leaf, numbers[leaf]) for leaf in step.roles.moving}
            after, _ = step.run(step.start([numbers[leaf] for leaf in step.roles.state]), step.at_rest(numbers), moving, 1)
            return on_this_machine(after)

    def _state(self, after: Carry) -> State:
        return dict(zip(self.graph.updates, self._frozen(after.state), strict=True))

    def _trace(self, state: State, losses: npt.NDArray[Any]) -> Trace:
        return Trace(state, read_only(losses), len(losses))

    def _handed_out(self, numbers: Mapping[Node, Any], after: Carry) -> Values:
        outputs = dict(zip(self.graph.outputs, self._frozen(after.outputs), strict=True))
        if self.keep == "outputs":
            return Values(outputs)
        between = self._computed(self.graph.nodes, numbers)
        if between is None:
            return self._reference().run(numbers)
        updated = dict(zip(self.graph.updates.values(), self._frozen(after.state), strict=True))
        return Values(between | updated | outputs)

    def _outputs_alone(self, numbers: Mapping[Node, Any]) -> Values:
        found = self._computed(self.graph.outputs, numbers)
        return self._reference().run(numbers) if found is None else Values(found)

    def _computed(self, wanted: Sequence[Node], numbers: Mapping[Node, Any]) -> dict[Node, Any] | None:
        """The wanted nodes, computed in a pass of their own; None if a number had to be refused."""
        roles = roles_in(self.graph)
        places = places_for(roles.batch, self.devices)
        key = (tuple(wanted), frozenset(numbers), places.mesh)
        if key not in self._passes:
            missing = [node for node in wanted if node not in numbers]
            self._passes[key] = compile_pass(missing, numbers, rows=roles.rows, places=places, dtype=self.dtype)
        found = self._passes[key].run(numbers)
        return None if found is None else {node: numbers[node] if node in numbers else frozen(found[node], self.dtype) for node in wanted}

    def _bound(self, nodes: Iterable[Node], given: Mapping[Node, Any]) -> dict[Node, Any]:
        keyed: dict[Node | str, Any] = dict(given.items())
        return self._only(self.graph.nodes, bind(tuple(nodes), keyed, dtype=self.dtype))

    def _only(self, nodes: Iterable[Node], numbers: Mapping[Node, Any]) -> dict[Node, Any]:
        return {node: numbers[node] for node in nodes if node in numbers}

    def _frozen(self, arrays: Iterable[Any]) -> list[Any]:
        return [frozen(array, self.dtype) for array in arrays]

    def _reference(self) -> ReferenceProgram:
        return Reference().compile(self.graph, dtype=self.dtype, keep=self.keep)


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array itself, not to be changed any more."""
    array.flags.writeable = False
    return array


def _as_tables(data: Given) -> dict[Node, Any]:
    return {leaf: values if is_held(values) else np.asarray(values) for leaf, values in data.items()}


def _first_batch(tables: Mapping[Node, Any], batches: npt.NDArray[np.intp]) -> dict[Node, Any]:
    """What the first step meets, so that it can be checked as a single step would be. Arrays of JAX need no check, and stay where they are."""
    return {leaf: np.zeros(leaf.shape) if is_held(table) else table[batches[0]] for leaf, table in tables.items()}
