"""A pass of its own for values that the compiled step does not hand out: those in between, or outputs for which not all leaves are needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from glassgrad.graph import Node, ancestors

from .devices import Places, put
from .guest import compiler_options, house_rules
from .tracing import forward


@dataclass(frozen=True, eq=False)
class OnePass:
    """The wanted nodes as a function of the given ones, compiled."""

    wanted: tuple[Node, ...]
    given: tuple[Node, ...]
    places: tuple[Any, ...]
    dtype: np.dtype[Any]
    executable: Any

    def run(self, numbers: Mapping[Node, Any]) -> dict[Node, Any] | None:
        """The values of the wanted nodes; None if some number had to be refused."""
        with house_rules(self.dtype):
            values, refused = self.executable(*[put(np.asarray(numbers[node]), place) for node, place in zip(self.given, self.places, strict=True)])
            return None if refused else dict(zip(self.wanted, map(np.asarray, values), strict=True))


def compile_pass(wanted: Sequence[Node], given: Collection[Node], *, rows: Collection[Node], places: Places, dtype: np.dtype[Any]) -> OnePass:
    """Trace the pass and compile it for the devices; `rows` are cut into shares."""
    import jax

    nodes = ancestors(wanted)
    inputs = tuple(node for node in nodes if node in given)
    sharded = tuple(places.rows if node in rows else places.everywhere for node in inputs)

    def compute(*values: Any) -> tuple[list[Any], Any]:
        numbers = dict(zip(inputs, values, strict=True))
        refused = forward(nodes, numbers, dtype)
        return [numbers[node] for node in wanted], refused

    with house_rules(dtype):
        shapes = [cast("Any", jax.ShapeDtypeStruct)(node.shape, dtype) for node in inputs]
        lowered = jax.jit(compute, in_shardings=sharded, out_shardings=places.everywhere).lower(*shapes)
        executable = lowered.compile(compiler_options=compiler_options(places.platform))
    return OnePass(tuple(wanted), inputs, sharded, dtype, executable)
