"""From a graph to code that can be called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node, Shape, ancestors

from . import memory
from .arrays import Array, View, Way
from .assembling import Assembler
from .emitting import Fetched, Recorded, work_of
from .lowering import Lowered, lower
from .machine import Compiled, Machine, compile_module
from .planning import Layout, Place, Planner
from .slots import FIRST_FREE
from .writing import Module, floating

Mode = Literal["pass", "step", "all", "steps"]
"""What a program computes: the outputs; the outputs and the new state; every node; many steps, the state in its place."""

VECTOR_BYTES = 64
"""The vectors that everything is written in; narrower machines do each in parts, with the same bits."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Interface:
    """What must be known to call a program. Nodes are known by their position in the graph, so that graphs of the same structure share it."""

    leaves: tuple[tuple[int, int], ...]
    """Position of a leaf, and the slot that its array goes to."""
    fetched: tuple[tuple[int, int], ...]
    """Position of a leaf that is filled anew for every step, and the slot of the table of all rows, or of the values of all steps."""
    recorded: tuple[tuple[Shape, int], ...]
    """The shape of an output that is kept of every step, and the slot of all of them."""
    tables: tuple[tuple[npt.NDArray[Any], int], ...]
    """Arrays written in the graph, with room behind them, and their slots."""
    results: Mapping[int, tuple[View, Place | None]]
    """Where each wanted node's entries are; no place for numbers written in the graph."""
    slots: int
    arena_bytes: int
    scratch_bytes: int
    threaded: bool
    work: int
    """About how many operations one pass, or step, takes."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Code(Interface):
    """A compiled program. One made `quick` takes half the time to compile, and four to six times as long to run; the bits are the same."""

    compiled: Compiled
    quick: bool


@dataclass(frozen=True, eq=False)
class Draft:
    """A program before it is compiled."""

    module: Module
    layout: Layout
    interface: Interface


@dataclass(frozen=True)
class Roles:
    """What the leaves and outputs of a program of many steps are, by position in the graph (outputs: by position among the outputs)."""

    rows: frozenset[int] = frozenset()
    """Leaves that hold the rows of a batch."""
    series: frozenset[int] = frozenset()
    """Leaves with a value for every step."""
    recorded: tuple[int, ...] = (0,)
    """Outputs that are kept of every step."""
    watched: bool = True
    """Whether the first recorded output must be finite."""


NO_ROLES = Roles()


def structure(graph: Graph, mode: str, dtype: np.dtype[Any], machine: Machine, roles: Roles) -> bytes:
    """What two programs must have in common to be the same. Names mean nothing to a machine."""
    numbers = {node: number for number, node in enumerate(graph.nodes)}
    parts = [f"{mode} {dtype} {machine} {sorted(roles.rows)} {sorted(roles.series)} {roles.recorded} {roles.watched}"]
    for node in graph.nodes:
        settings = [(name, _plain(value)) for name, value in node.settings.items()]
        parts.append(f"{node.op.name}{node.shape}{[numbers[one] for one in node.inputs]}{settings}")
    parts.append(f"{[numbers[one] for one in graph.outputs]}{[(numbers[leaf], numbers[new]) for leaf, new in graph.updates.items()]}")
    return "\n".join(parts).encode()


def _plain(value: Any) -> Any:
    return (value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value


def build(graph: Graph, mode: Mode, dtype: np.dtype[Any], machine: Machine, roles: Roles, suffices: Callable[[int], bool]) -> Code:
    """Lower, group, place, write and compile: quickly where that suffices for a program of so much work."""
    draft = draw(graph, mode, dtype, machine, roles)
    quick = suffices(draft.interface.work)
    return Code(compiled=compile_module(draft.module, machine, speed=0 if quick else 2), quick=quick, **vars(draft.interface))


def draw(graph: Graph, mode: Mode, dtype: np.dtype[Any], machine: Machine, roles: Roles = NO_ROLES) -> Draft:
    """The program as a module, with everything that must be known to call it."""
    numbers = {node: number for number, node in enumerate(graph.nodes)}
    lowered = lower(_needed(graph, mode), dtype)
    leaves = {numbers[node]: array for node, array in lowered.leaves.items()}
    slots = count(FIRST_FREE)
    slot_of = {number: next(slots) for number in leaves}
    fetched = {number: slot for number, slot in slot_of.items() if number in roles.rows or number in roles.series}
    outside = {leaves[number]: Place(slot) for number, slot in slot_of.items() if number not in fetched}
    tables = {array: next(slots) for array in lowered.arrays if "content" in array.settings}
    outside |= {array: Place(slot) for array, slot in tables.items()}
    recorded = [graph.outputs[number] for number in roles.recorded] if mode == "steps" else []
    _copy_outputs(recorded, lowered)
    in_place = {lowered.leaves[leaf]: lowered.views[new] for leaf, new in graph.updates.items()} if mode == "steps" else {}
    lanes, inside = VECTOR_BYTES // dtype.itemsize, [leaves[number] for number in fetched]
    planner = Planner(lowered.arrays, outside, inside, in_place, dtype.itemsize, lanes, reuse=mode != "all")
    wanted = _wanted(graph, mode)
    layout = planner.layout(lowered.views[node] for node in wanted)
    assembler = Assembler(layout, floating(dtype), lanes, machine)
    kept = [(lowered.views[node].array, next(slots)) for node in recorded]
    if mode == "steps":
        sources = [
            Fetched(leaves[one], layout.places[leaves[one]][0], slot, one in roles.rows) for one, slot in fetched.items() if leaves[one] in layout.places
        ]
        records = [Recorded(layout.places[array][0], array.size, slot) for array, slot in kept]
        assembly = assembler.many_steps(sources, records, watched=roles.watched)
    else:
        assembly = assembler.single_pass()
    interface = Interface(
        leaves=tuple((number, slot) for number, slot in slot_of.items() if number not in fetched),
        fetched=tuple(fetched.items()),
        recorded=tuple((node.shape, slot) for node, (_, slot) in zip(recorded, kept, strict=True)),
        tables=tuple((memory.roomy(array.settings["content"], dtype), slot) for array, slot in tables.items()),
        results={numbers[node]: _result(lowered.views[node], layout) for node in wanted},
        slots=next(slots),
        arena_bytes=layout.arena_bytes,
        scratch_bytes=assembly.scratch_bytes,
        threaded=assembly.threaded,
        work=sum(map(work_of, layout.groups)),
    )
    return Draft(assembly.module, layout, interface)


def _result(view: View, layout: Layout) -> tuple[View, Place | None]:
    return view, layout.places[view.array][0] if view.array in layout.places else None


def _copy_outputs(outputs: Sequence[Node], lowered: Lowered) -> None:
    """A recorded output must lie in memory, in order, and stay when the state moves on: where it does not, it is copied."""
    for node in outputs:
        view = lowered.views[node]
        if view.array.way in (Way.NUMBER, Way.GIVEN) or not view.is_whole:
            copy = Array(Way.MAP, view.shape, len(lowered.arrays), "copy", (view,))
            lowered.arrays.append(copy)
            lowered.views[node] = copy.whole


def _wanted(graph: Graph, mode: Mode) -> tuple[Node, ...]:
    if mode == "all":
        return graph.nodes
    return (*graph.outputs, *graph.updates.values()) if mode == "step" else graph.outputs


def _needed(graph: Graph, mode: Mode) -> tuple[Node, ...]:
    if mode == "pass":
        return tuple(ancestors(graph.outputs))
    return graph.nodes
