"""What is done where the usual engine fails: the reference engine computes, and that is said once."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from glassgrad.graph import CompileError, EngineWarning, Graph, Node
from glassgrad.readers import Values

from .protocol import NOTHING, Engine, Given, Keep, Program, State, Trace

FAILED: dict[str, str] = {}
"""The engines that have failed in this process, and why."""
_SAID: set[str] = set()

Answer = TypeVar("Answer")


def note_failure(name: str, why: str, stand_in: Engine) -> None:
    """Remember that an engine cannot work. Warns: EngineWarning, the first time."""
    FAILED.setdefault(name, why)
    if name not in _SAID:
        _SAID.add(name)
        words = f"the {name} engine cannot work here: {why}; the {stand_in.name} engine computes instead, slowly, and may differ in the last digits"
        warnings.warn(words, EngineWarning, stacklevel=3)


@dataclass(frozen=True, eq=False)
class CarefulProgram:
    """A program, and the engine that computes in its place if it cannot be compiled, which shows when it is first run."""

    program: Program
    stand_in: Engine

    @property
    def graph(self) -> Graph:
        """What it computes."""
        return self.program.graph

    @property
    def engine(self) -> Engine:
        """Who compiled it."""
        return self.program.engine

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of all numbers."""
        return self.program.dtype

    @property
    def keep(self) -> Keep:
        """What a pass hands out."""
        return self.program.keep

    def run(self, given: Given) -> Values:
        """One pass."""
        return self._carefully(lambda one: one.run(given))

    def step(self, state: Mapping[Node, Any], given: Given) -> tuple[State, Values]:
        """One pass and the next state."""
        return self._carefully(lambda one: one.step(state, given))

    def steps(self, state: Mapping[Node, Any], given: Given, data: Given, rows: npt.ArrayLike, *, each: Given = NOTHING) -> Trace:
        """Many steps in a row."""
        return self._carefully(lambda one: one.steps(state, given, data, rows, each=each))

    def over(self, given: Given, data: Given, rows: npt.ArrayLike) -> npt.NDArray[Any]:
        """Many passes."""
        return self._carefully(lambda one: one.over(given, data, rows))

    def _carefully(self, work: Callable[[Program], Answer]) -> Answer:
        if self.engine.name not in FAILED:
            try:
                return work(self.program)
            except CompileError as error:
                note_failure(self.engine.name, error.reason, self.stand_in)
        return work(self.stand_in.compile(self.graph, dtype=self.dtype, keep=self.keep))
