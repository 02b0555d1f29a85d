"""A session: a state that moves on through epochs, is measured on the way, and stays with the engine in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from glassgrad.graph import Graph, Node

from .blocks import in_blocks
from .protocol import NOTHING, Given, Program

if TYPE_CHECKING:
    from .protocol import Engine

Array = npt.NDArray[Any]
NamedState = dict[str, Any]
"""The value of every leaf that a step changes, by name: graphs for batches of several sizes share it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Stretch:
    """Steps on batches of one size. `data` has all rows for each leaf of a batch, `given` what holds for all steps.

    Leaves that are in neither, and not in the state, have one value for each step, which comes with the rows: `series`.
    """

    graph: Graph
    data: Given
    given: Given = field(default_factory=dict)
    times: int | None = None
    """How many steps are likely to be made in all; None: so many that the code should be as fast as can be, however long it takes to make."""

    @property
    def series(self) -> tuple[Node, ...]:
        """The leaves with one value for each step."""
        known = {*self.data, *self.given, *self.graph.updates}
        return tuple(leaf for leaf in self.graph.leaves if leaf not in known)


@dataclass(frozen=True, eq=False, kw_only=True)
class Survey:
    """A measurement over fixed rows of the data: `forward` gives outputs (block, …) for a block of them, `judge` what they are worth.

    `forward` has leaves of the state by their names, and `x`, a block of rows of `table`. `judge` has the leaf `z`, the outputs for all
    `rows`, and leaves whose values are `given`; its outputs are single numbers.
    """

    forward: Graph
    x: Node
    table: Array
    rows: Array
    judge: Graph
    z: Node
    given: Given
    times: int | None = None
    """How often it is likely to be made, as for a stretch."""

    @property
    def passes(self) -> int | None:
        """How many blocks are likely to be passed."""
        return None if self.times is None else self.times * -(-len(self.rows) // self.x.shape[0])

    def blocks(self) -> Array:
        """The rows in blocks (blocks, rows of a block); the last one is filled up with its last row."""
        return self.rows[in_blocks(len(self.rows), self.x.shape[0])]


@dataclass(frozen=True, eq=False)
class Laps:
    """What is left of several epochs.

    `losses` of each stretch (epochs, steps), `surveys`: the results of each (epochs, outputs of its judge), `completed`: how many epochs were good.
    An epoch is good if all its steps are; nothing after the first bad step is of any meaning, and the state must be loaded anew.
    """

    losses: tuple[Array, ...]
    surveys: tuple[Array, ...]
    completed: int


class Session(Protocol):
    """A state that moves on. After a bad step it must be loaded anew."""

    @property
    def state(self) -> NamedState:
        """A copy of the state."""

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from another state."""

    def give(self, values: Mapping[str, Any]) -> None:
        """Let what holds for all steps have other values from now on, by the names of the leaves."""

    def advance(self, stretch: int, rows: npt.ArrayLike, each: Given = NOTHING) -> Array:
        """Steps of one stretch on batches (steps, batch), with a value (steps, …) of each leaf of its series: the losses of the good ones."""

    def survey(self) -> tuple[Array, ...]:
        """The results of each survey for the state as it is."""

    def epochs(self, orders: Sequence[Array], each: Sequence[Given] = ()) -> Laps:
        """Whole epochs: for each stretch its batches (epochs, steps, batch), one stretch after the other, then all surveys, epoch after epoch.

        `each` has the values of every series of each stretch (epochs, steps, …).
        """


@dataclass(eq=False)
class PlainSession:
    """A session over any engine's programs, entered once for every stretch of every epoch."""

    engine: Engine
    stretches: Sequence[Stretch]
    surveys: Sequence[Survey]
    dtype: np.dtype[Any]
    threads: int = 1
    state: NamedState = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._steps = [self._compiled(one.graph) for one in self.stretches]
        self._given = [dict(one.given) for one in self.stretches]
        self._measures = [(self._compiled(one.forward), self._compiled(one.judge)) for one in self.surveys]

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from another state."""
        self.state = dict(state)

    def give(self, values: Mapping[str, Any]) -> None:
        """Other values for all steps."""
        self._given = [{leaf: values.get(leaf.name, value) for leaf, value in given.items()} for given in self._given]

    def advance(self, stretch: int, rows: npt.ArrayLike, each: Given = NOTHING) -> Array:
        """Steps of one stretch."""
        one, program = self.stretches[stretch], self._steps[stretch]
        trace = program.steps({leaf: self.state[leaf.name] for leaf in one.graph.updates}, self._given[stretch], one.data, rows, each=each)
        self.state = {leaf.name: value for leaf, value in trace.state.items()}
        return trace.losses

    def survey(self) -> tuple[Array, ...]:
        """Every survey."""
        return tuple(self._measured(one, *programs) for one, programs in zip(self.surveys, self._measures, strict=True))

    def epochs(self, orders: Sequence[Array], each: Sequence[Given] = ()) -> Laps:
        """Whole epochs, one by one."""
        losses: list[list[Array]] = [[] for _ in orders]
        surveys: list[list[Array]] = [[] for _ in self.surveys]
        completed = 0
        for epoch, batches in enumerate(zip(*orders, strict=True)):
            now = [{leaf: values[epoch] for leaf, values in given.items()} for given in each or ({},) * len(batches)]
            made = [self.advance(stretch, order, now[stretch]) for stretch, order in enumerate(batches)]
            if any(len(good) < len(order) for good, order in zip(made, batches, strict=True)):
                break
            for kept, good in zip(losses, made, strict=True):
                kept.append(good)
            for results, measured in zip(surveys, self.survey(), strict=True):
                results.append(measured)
            completed += 1
        return Laps(tuple(map(_stacked, losses)), tuple(map(_stacked, surveys)), completed)

    def _compiled(self, graph: Graph) -> Program:
        return self.engine.compile(graph, dtype=self.dtype, threads=self.threads)

    def _measured(self, survey: Survey, forward: Program, judge: Program) -> Array:
        given = {leaf: self.state[leaf.name] for leaf in survey.forward.leaves if leaf is not survey.x}
        outputs = forward.over(given, {survey.x: survey.table}, survey.blocks())
        flat = outputs.reshape(-1, *outputs.shape[2:])[: len(survey.rows)]
        values = judge.run({**survey.given, survey.z: flat})
        return np.array([values[one] for one in survey.judge.outputs])


def _stacked(parts: list[Array]) -> Array:
    return np.array(parts) if parts else np.empty((0, 0))
