"""What every engine can do: compile a graph to a program, which runs a pass, a step, or many steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node
from glassgrad.readers import Values

if TYPE_CHECKING:
    from .processes import Processes
    from .sessions import Session, Stretch, Survey

Keep = Literal["outputs", "all"]
Given = Mapping[Node, Any]
"""A value for each leaf: a number, an array, or anything NumPy makes an array of."""
State = dict[Node, Any]
"""The value of every leaf that the graph updates, as read-only arrays."""
NOTHING: Given = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Trace:
    """What is left of many steps.

    `state` after the last good step, `losses` (completed,) of the good steps, `completed` how many steps were good.
    If that is fewer than were asked for, the next step, from this very state, makes a number that is not finite.
    """

    state: State
    losses: npt.NDArray[np.floating[Any]]
    completed: int


class Program(Protocol):
    """A graph made ready to run, for its shapes and one type of number.

    Functional: nothing that is given is changed, and all that comes back is read-only. The results depend only on what is given,
    not on what ran before or on the number of threads.
    """

    @property
    def graph(self) -> Graph:
        """What it computes."""

    @property
    def engine(self) -> Engine:
        """Who compiled it."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of all numbers, float32 or float64; whatever is given is converted to it."""

    @property
    def keep(self) -> Keep:
        """Whether a pass hands out the outputs, or every intermediate value."""

    def run(self, given: Given) -> Values:
        """One pass: the outputs, or with keep="all" every node, updates included.

        Raises: MissingValueError for a leaf without a value, ShapeError for a value that does not fit.
        """

    def step(self, state: Mapping[Node, Any], given: Given) -> tuple[State, Values]:
        """One pass and the next state. All updates are worked out from the old state.

        Raises: MissingValueError, ShapeError.
        """

    def steps(self, state: Mapping[Node, Any], given: Given, data: Given, rows: npt.ArrayLike, *, each: Given = NOTHING) -> Trace:
        """Many steps in a row, each on a batch of rows of the data; the very numbers that `step` would give, one by one.

        `given` holds for all steps. `data` has all rows for each leaf of a batch: (all rows, …) for a leaf (batch, …).
        `rows` (steps, batch) are the row numbers of every step; `each` has one value per step for further leaves: (steps, …).
        Stops before the first step whose first output or new state is not finite.
        Raises: MissingValueError, ShapeError.
        """

    def over(self, given: Given, data: Given, rows: npt.ArrayLike) -> npt.NDArray[Any]:
        """Many passes, each on a batch of rows of the data as in `steps`: the first output of each, (batches, …). No state changes.

        Raises: MissingValueError, ShapeError.
        """


class Engine(Protocol):
    """Something that turns graphs into programs."""

    @property
    def name(self) -> str:
        """What it is called in settings."""

    @property
    def says(self) -> str:
        """What it is, in one sentence."""

    @property
    def usual_dtype(self) -> str:
        """The type of numbers it trains in unless another is asked for."""

    @property
    def trouble(self) -> str:
        """Why it cannot work on this computer, in words; empty if it can."""

    def compile(self, graph: Graph, *, dtype: npt.DTypeLike = np.float64, threads: int = 1, keep: Keep = "outputs") -> Program:
        """The program that computes the graph.

        Raises: ShapeError if an update does not fit its leaf; SettingError for a type that is not float32 or float64, or for fewer than 1 thread.
        """

    def session(
        self,
        stretches: Sequence[Stretch],
        surveys: Sequence[Survey],
        state: Mapping[str, Any],
        *,
        dtype: npt.DTypeLike = np.float64,
        threads: int = 1,
    ) -> Session:
        """A state (by the names of the leaves) that moves on through epochs and is measured on the way.

        Raises: as `compile`.
        """

    def together(self) -> AbstractContextManager[Processes]:
        """As long as it lasts, compute together with the other processes that have joined, in which the same must be computed at the same time.

        Outside of it, and where no others have joined, a process computes for itself, on devices of its own.
        """
