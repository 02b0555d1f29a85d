"""Where a session's programs work: which arrays they find under the names of the state, and the memory they work in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node

from ..checking import checked_numbers
from ..sessions import Stretch, Survey
from . import memory
from .building import Code
from .program import bind_leaves, positions
from .running import Call
from .slots import ROWS


@dataclass(frozen=True, eq=False)
class Workplace:
    """The state by name, and an arena and working memory for programs that run one after the other: they keep nothing there in between."""

    state: Mapping[str, memory.Array]
    dtype: np.dtype[Any]
    threads: int
    arena: memory.Array
    scratch: memory.Array

    @staticmethod
    def of(state: Mapping[str, memory.Array], codes: list[Code], dtype: np.dtype[Any], threads: int) -> Workplace:
        """One with room for any of these programs."""
        arena = memory.block(max(code.arena_bytes for code in codes) + memory.ROOM)
        scratch = memory.block(max(code.scratch_bytes for code in codes) * threads + memory.ROOM)
        return Workplace(state, dtype, threads, arena, scratch)

    def stretch_call(self, code: Code, one: Stretch) -> Call:
        """Steps of a stretch."""
        return self._call(code, one.graph, one.given, {leaf: checked_numbers(leaf, values, self.dtype) for leaf, values in one.data.items()})

    def survey_calls(self, forward: Code, judge: Code, one: Survey) -> tuple[Call, Call]:
        """The outputs for all blocks of rows, and what they are worth."""
        outputs = self._forward_call(forward, one)
        return outputs, self._judge_call(judge, one, outputs)

    def record(self, call: Call, steps: int) -> list[memory.Array]:
        """Room for what is kept of so many steps."""
        made = []
        for shape, slot in call.code.recorded:
            record = memory.empty((steps, *shape), self.dtype)
            call.use(slot, record)
            made.append(record)
        return made

    def _call(self, code: Code, graph: Graph, given: Mapping[Node, Any], tables: Mapping[Node, npt.NDArray[Any]]) -> Call:
        """The program with its leaves: those of the state by name, the others as given."""
        moving = {graph.nodes[number] for number, _ in code.fetched}
        known = [leaf for leaf in graph.leaves if leaf not in moving and leaf not in tables and (leaf in given or leaf.name not in self.state)]
        own = bind_leaves(graph, known, given, self.dtype)
        arrays: dict[int, memory.Array] = {}
        for number, slot in code.leaves:
            leaf = graph.nodes[number]
            arrays[slot] = own[number] if number in own else self.state[leaf.name]
        for number, slot in code.fetched:
            leaf = graph.nodes[number]
            arrays[slot] = tables[leaf] if leaf in tables else memory.empty((0, *leaf.shape), self.dtype)
        arrays |= {slot: content for content, slot in code.tables}
        return Call(code, arrays, self.arena, self.threads, self.scratch)

    def _forward_call(self, code: Code, one: Survey) -> Call:
        call = self._call(code, one.forward, {}, {one.x: checked_numbers(one.x, one.table, self.dtype)})
        blocks = np.ascontiguousarray(one.blocks(), dtype=np.int64)
        call.use(ROWS, blocks)
        self.record(call, len(blocks))
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
