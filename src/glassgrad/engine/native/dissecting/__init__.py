"""A graph taken apart down to the processor: the few steps it is made of, LLVM's text for them, and the machine's own instructions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node

from ...checking import check_compile, checked_dtype
from ..building import draw
from ..machine import THIS_MACHINE, Machine, assembly, check_usable, tidied
from . import assembly_text, llvm_text
from .listing import Function, Loop, most_at_work, reached
from .steps import Line, Pass, Steps, steps_of

NO_NAMES: Mapping[Node, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Dissection:
    """What a graph becomes on its way to the processor, for numbers of one type.

    `llvm` and `assembly` are the functions that compute it, those of the first pass first; what only calls them is left out.
    """

    graph: Graph
    dtype: np.dtype[Any]
    machine: Machine
    steps: Steps
    llvm: tuple[Function, ...]
    assembly: tuple[Function, ...]
    context: tuple[tuple[int, str], ...]
    """Where in the list of addresses that a function is called with each given array is found, in bytes."""

    @property
    def lanes(self) -> int:
        """How many numbers one register of the processor holds."""
        return self.machine.register_bytes // self.dtype.itemsize

    def loop(self, one: Pass, functions: tuple[Function, ...]) -> Loop | None:
        """The loop of a pass in which most is computed, in LLVM's text or in the machine's; None if it needs none."""
        loops = [loop for function in reached({function.name: function for function in functions}, one.function) for loop in function.loops]
        return next(iter(most_at_work(loops)), None)


def dissect(graph: Graph, *, dtype: npt.DTypeLike = np.float32, machine: Machine = THIS_MACHINE, names: Mapping[Node, str] = NO_NAMES) -> Dissection:
    """Take a graph apart: one pass over it, as the native engine computes it. `names` are what outputs and leaves are called.

    Raises: SettingError for a type that is not float32 or float64, or where the native engine cannot work.

    >>> import glassgrad as gg
    >>> one = dissect(gg.Graph((gg.parse("relu(x)", x=(48,)),)))
    >>> [str(line.formula) for step in one.steps.passes for line in step.lines], one.llvm[0].loops[0].turns
    (['maximum(x, 0)'], 3)
    """
    check_compile(graph, threads=1, keep="outputs")
    check_usable()
    kind = checked_dtype(dtype)
    draft = draw(graph, "pass", kind, machine)
    steps = steps_of(graph, draft, names)
    written = llvm_text.functions_in(tidied(draft.module, machine))
    listed = assembly_text.functions_in(assembly(draft.module, machine), written, machine.register_sorts, kind.itemsize)
    starts = [one.function for one in steps.passes] or ["run"]
    order = list(dict.fromkeys(one.name for start in starts for one in reached(written, start)))
    context = tuple((8 * slot, one.name) for slot, one in zip((slot for _, slot in draft.interface.leaves), steps.given, strict=True))
    return Dissection(graph, kind, machine, steps, tuple(written[name] for name in order), tuple(listed[name] for name in order if name in listed), context)


__all__ = ["Dissection", "Function", "Line", "Loop", "Pass", "Steps", "dissect"]
