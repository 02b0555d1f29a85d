"""The native engine: a graph as machine code for this very processor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph

from ..checking import check_compile, checked_dtype
from ..processes import ALONE, Processes
from ..protocol import Keep
from ..sessions import Stretch, Survey
from .dissecting import Dissection, dissect
from .machine import THIS_MACHINE, Machine, check_usable, trouble
from .program import NativeProgram
from .session import NativeSession


@dataclass(frozen=True)
class Native:
    """The engine that trains on a processor. The same bits for any number of threads and any width of vectors."""

    name: str = "native"
    says: str = "machine code for this processor, made by LLVM: the whole step, and the loop around it"
    usual_dtype: str = "float32"
    machine: Machine = THIS_MACHINE

    def compile(self, graph: Graph, *, dtype: npt.DTypeLike = np.float64, threads: int = 1, keep: Keep = "outputs") -> NativeProgram:
        """The program; its machine code is made when it is first run."""
        check_compile(graph, threads=threads, keep=keep)
        check_usable()
        return NativeProgram(graph, self, checked_dtype(dtype), keep, threads, self.machine)

    def session(
        self, stretches: Sequence[Stretch], surveys: Sequence[Survey], state: Mapping[str, Any], *, dtype: npt.DTypeLike = np.float64, threads: int = 1
    ) -> NativeSession:
        """The state in memory of the session's own, and the loop over epochs as machine code."""
        check_usable()
        for one in stretches:
            check_compile(one.graph, threads=threads, keep="outputs")
        return NativeSession(stretches, surveys, state, checked_dtype(dtype), threads, self.machine)

    def together(self) -> AbstractContextManager[Processes]:
        """One process, always."""
        return nullcontext(ALONE)

    @property
    def trouble(self) -> str:
        """Why it cannot work on this computer; empty if it can."""
        return trouble()


__all__ = ["Dissection", "Machine", "Native", "NativeProgram", "dissect"]
