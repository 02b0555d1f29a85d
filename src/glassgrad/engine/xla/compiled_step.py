"""One step, compiled once: for a single step and for thousands in a row it is the same machine code, so they give the same bits.

XLA joins operations into loops of its own making, and rounds a little differently when they are joined differently; a second
program for the same step would agree with the first one in all but the last digits only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np

from glassgrad.graph import Graph, Node

from .devices import Places, put
from .guest import compiler_options, house_rules
from .roles import Roles
from .tracing import all_finite, forward


class Carry(NamedTuple):
    """What goes from step to step.

    `state` and `outputs` are those of the last step that was made, good or not; `completed` counts the good ones. `going` turns
    False at a step that is not finite or was `refused`, and no further step is made.
    """

    state: tuple[Any, ...]
    outputs: tuple[Any, ...]
    going: Any
    completed: Any
    refused: Any

    def each(self, change: Callable[[Any], Any]) -> Carry:
        """The same with every array changed in that way."""
        state, outputs = (tuple(map(change, part)) for part in (self.state, self.outputs))
        return Carry(state, outputs, change(self.going), change(self.completed), change(self.refused))


@dataclass(frozen=True, eq=False)
class CompiledStep:
    """The compiled loop over `length` steps, of which any number may be asked for. It is run under the `house_rules` of its type."""

    roles: Roles
    places: Places
    dtype: np.dtype[Any]
    length: int
    executable: Any
    outputs: tuple[Node, ...]

    def start(self, state: Sequence[Any]) -> Carry:
        """The carry before the first step."""
        empty = tuple(np.zeros(node.shape, self.dtype) for node in self.outputs)
        first = Carry(tuple(state), empty, np.ones((), bool), np.zeros((), np.int32), np.zeros((), bool))
        return first.each(self._everywhere)

    def at_rest(self, numbers: Mapping[Node, Any]) -> tuple[Any, ...]:
        """The values that hold for all steps, on the devices."""
        return tuple(self._everywhere(numbers[node]) for node in self.roles.resting)

    def standing(self, leaf: Node, value: Any) -> Any:
        """One value for all steps of a moving leaf (length, …), on the devices."""
        return put(np.broadcast_to(value, (self.length, *np.shape(value))), self.place_of(leaf))

    def series(self, leaf: Node, values: Any) -> Any:
        """One value for each of the next steps (steps ≤ length, …) of a moving leaf, on the devices."""
        padded = np.zeros((self.length, *values.shape[1:]), self.dtype)
        padded[: len(values)] = values
        return put(padded, self.place_of(leaf))

    def place_of(self, leaf: Node) -> Any:
        """How the values of a moving leaf (length, …) lie on the devices."""
        return self.places.rows_of_steps if leaf in self.roles.rows else self.places.everywhere

    def run(self, carry: Carry, resting: Sequence[Any], moving: Mapping[Node, Any], count: int) -> tuple[Carry, Any]:
        """The next `count` ≤ `length` steps: the new carry, and their losses (length,)."""
        laid_out = tuple(moving[leaf] for leaf in self.roles.moving)
        after, losses = self.executable(carry, tuple(resting), laid_out, self._everywhere(np.asarray(count, np.int32)))
        return after, losses

    def _everywhere(self, value: Any) -> Any:
        return put(np.asarray(value), self.places.everywhere)


def on_this_machine(carry: Carry) -> Carry:
    """The carry as arrays of NumPy; waits until the steps are made."""
    return carry.each(np.asarray)


def compile_step(graph: Graph, roles: Roles, places: Places, dtype: np.dtype[Any], *, stops: bool = True) -> CompiledStep:
    """Trace the graph's step into a loop, and compile it for the devices. Unless it `stops`, a step that is not finite is as good as any other."""
    import jax

    length, shape_of = roles.steps_at_once(dtype.itemsize), cast("Any", jax.ShapeDtypeStruct)
    with house_rules(dtype):

        def shapes(nodes: Sequence[Node], *before: int) -> tuple[Any, ...]:
            return tuple(shape_of((*before, *node.shape), dtype) for node in nodes)

        truth, number = shape_of((), np.bool_), shape_of((), np.int32)
        carry = Carry(shapes(roles.state), shapes(graph.outputs), truth, number, truth)
        sharded = tuple(places.rows_of_steps if leaf in roles.rows else places.everywhere for leaf in roles.moving)
        lowered = jax.jit(
            _loop(graph, roles, dtype, stops=stops),
            in_shardings=(places.everywhere, places.everywhere, sharded, places.everywhere),
            out_shardings=places.everywhere,
        ).lower(carry, shapes(roles.resting), shapes(roles.moving, length), number)
        executable = lowered.compile(compiler_options=compiler_options(places.platform))
    return CompiledStep(roles=roles, places=places, dtype=dtype, length=length, executable=executable, outputs=graph.outputs)


def _loop(graph: Graph, roles: Roles, dtype: np.dtype[Any], *, stops: bool) -> Any:
    """The function that JAX traces. It must not hold the graph, by which the compiled step is remembered."""
    import jax

    nodes, outputs, updates = graph.nodes, graph.outputs, tuple(graph.updates.values())

    def attempt(carry: Carry, resting: tuple[Any, ...], now: tuple[Any, ...]) -> Carry:
        """One step, and whether it was a good one."""
        leaves = (*roles.state, *roles.resting, *roles.moving)
        numbers = dict(zip(leaves, (*carry.state, *resting, *now), strict=True))
        refused = forward(nodes, numbers, dtype)
        state, values = (tuple(numbers[node] for node in some) for some in (updates, outputs))
        watched = (*values[:1], *state) if stops else ()
        good = ~refused & all_finite(watched)
        return Carry(state, values, good, carry.completed + good, refused)

    def loop(carry: Carry, resting: tuple[Any, ...], moving: tuple[Any, ...], count: Any) -> tuple[Carry, Any]:
        def one(carry: Carry, step: tuple[Any, ...]) -> tuple[Carry, tuple[Any, ...]]:
            number, now = step
            # Not a choice between the old and the new state: that would copy all of it at every step.
            after = jax.lax.cond(carry.going & (number < count), attempt, lambda carry, *_: carry, carry, resting, now)
            return after, after.outputs[:1]

        length = roles.steps_at_once(dtype.itemsize)
        return jax.lax.scan(one, carry, (np.arange(length, dtype=np.int32), moving))

    return loop
