"""Where the first infinity or not-a-number came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node
from glassgrad.readers import Values

from .protocol import NOTHING, Engine, Given, Program
from .reference import Reference


@dataclass(frozen=True, eq=False)
class Blame:
    """The node that is not finite though all its inputs are; or a leaf that was given so.

    `value` is all of it, `entry` the place of its first entry that is not finite, `inputs` the values it was computed from.
    """

    node: Node
    value: Any = field(repr=False)
    entry: tuple[int, ...]
    inputs: tuple[Any, ...] = field(repr=False)


def first_non_finite(computed: Graph | Program, state: Mapping[Node, Any] = NOTHING, given: Given = NOTHING) -> Blame | None:
    """The node to blame for outputs or updates that are not finite, the oldest if there are several; None if all are finite.

    The pass is run once more with everything kept: a program by its own engine and in its own type, a graph by the reference engine in float64.
    A value that is not finite but reaches no output, such as the branch that `where` did not choose, is not to blame.
    Raises: MissingValueError, ShapeError.
    """
    if isinstance(computed, Graph):
        graph, program = computed, _to_look_at(Reference(), computed, np.float64)
    else:
        graph, program = computed.graph, _to_look_at(computed.engine, computed.graph, computed.dtype)
    return blame(program.run({**given, **state}), (*graph.outputs, *graph.updates.values()))


def _to_look_at(engine: Engine, graph: Graph, dtype: npt.DTypeLike) -> Program:
    return engine.compile(graph, dtype=dtype, keep="all")


def blame(values: Values, targets: Iterable[Node]) -> Blame | None:
    """The oldest node that is not finite though its inputs are, among those by which the targets became so."""
    seen: set[Node] = set()
    guilty: list[Node] = []
    waiting = [node for node in targets if not _finite(values[node])]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        causes = [one for one in node.inputs if not _finite(values[one])]
        waiting += causes
        if not causes:
            guilty.append(node)
    if not guilty:
        return None
    node = min(guilty, key=lambda one: one.serial)
    value = np.asarray(values[node])
    entry = tuple(int(one) for one in np.argwhere(~np.isfinite(value))[0])
    return Blame(node, values[node], entry, tuple(values[one] for one in node.inputs))


def _finite(value: Any) -> bool:
    return bool(np.isfinite(value).all())
