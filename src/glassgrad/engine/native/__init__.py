"""The native engine: a graph as machine code for this very processor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import CompileError, Graph

from ..careful import CarefulProgram, note_failure
from ..checking import check_compile, checked_dtype
from ..processes import ALONE, Processes
from ..protocol import Engine, Keep
from ..sessions import Session, Stretch, Survey
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
    stand_in: Engine | None = field(default=None, compare=False, repr=False)
    """Who computes what cannot be compiled, with a warning; nobody: then it is an error."""

    def compile(self, graph: Graph, *, dtype: npt.DTypeLike = np.float64, threads: int = 1, keep: Keep = "outputs") -> NativeProgram | CarefulProgram:
        """The program; its machine code is made when it is first run."""
        check_compile(graph, threads=threads, keep=keep)
        check_usable()
        program = NativeProgram(graph, self, checked_dtype(dtype), keep, threads, self.machine)
        return program if self.stand_in is None else CarefulProgram(program, self.stand_in)

    def session(
        self, stretches: Sequence[Stretch], surveys: Sequence[Survey], state: Mapping[str, Any], *, dtype: npt.DTypeLike = np.float64, threads: int = 1
    ) -> Session:
        """The state in memory of the session's own, and the loop over epochs as machine code. Raises: CompileError, if nobody stands in."""
        check_usable()
        for one in stretches:
            check_compile(one.graph, threads=threads, keep="outputs")
        try:
            return NativeSession(stretches, surveys, state, checked_dtype(dtype), threads, self.machine)
        except CompileError as error:
            if self.stand_in is None:
                raise
            note_failure(self.name, error.reason, self.stand_in)
            return self.stand_in.session(stretches, surveys, state, dtype=dtype, threads=threads)

    def together(self) -> AbstractContextManager[Processes]:
        """One process, always."""
        return nullcontext(ALONE)

    @property
    def trouble(self) -> str:
        """Why it cannot work on this computer; empty if it can."""
        return trouble()


__all__ = ["Dissection", "Machine", "Native", "NativeProgram", "dissect"]
