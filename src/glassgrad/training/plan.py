"""`Plan`: all that a run is decided by, worked out from the settings and the data before the first step.

The same plan is worked out again when a run file is opened, so a replayed step meets the very numbers of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.data import Preparation, Prepared, Split, Table, Task, random_stream
from glassgrad.engine import USUAL_ENGINE, Engine, Keep, Program, engine, usable_engine
from glassgrad.graph import Graph, Node, RunFileError, pages
from glassgrad.nn import Loss, Network, Optimizer, TrainingStep, training_step
from glassgrad.nn.schedules import Schedule

from .memory import needed_bytes, usable_processors
from .metrics import ACCURACY, R_SQUARED, Metric
from .row_weights import row_weights
from .settings import TrainSettings
from .written_once import written_once

Array = np.ndarray[Any, Any]
Items = tuple[tuple[str, Any], ...]
State = dict[str, Any]
"""Every weight and every optimizer memory by name, and the step number t: all that a step changes."""


@dataclass(frozen=True)
class Compiled:
    """One training step for batches of a certain size, as a graph and as a program."""

    step: TrainingStep
    program: Program

    def enter(self, state: State) -> dict[Node, Any]:
        """The state, each value beside its leaf."""
        return {leaf: state[leaf.name] for leaf in self.step.graph.updates}


@dataclass(frozen=True, eq=False)
class Forward:
    """The network on a block of rows, as a program whose output are the raw outputs."""

    program: Program
    x: Node
    parameters: Mapping[str, Node]


@dataclass(frozen=True)
class Plan:
    """Settings, prepared data, network, loss and optimizer of one run."""

    settings: TrainSettings
    table: Table | None
    """The data; None for a run that was opened without them: it can predict, but not train, measure or replay."""
    preparation: Preparation
    split: Split
    network: Network
    loss: Loss
    optimizer: Optimizer
    schedule: Schedule
    loss_settings: dict[str, Any]
    length: int
    """The steps that the run was to have when it was begun: a schedule goes by them, also where the run is made longer later."""
    computed_by: str = ""
    """The engine that computed a run that was opened again: it alone gives the same bits. Empty before a run: then it is the one asked for."""
    _steps: dict[int, TrainingStep] = field(default_factory=dict, repr=False)
    _compiled: dict[tuple[int, str], Compiled] = field(default_factory=dict, repr=False)
    _forward: dict[int, Forward] = field(default_factory=dict, repr=False)
    _drawn: dict[int, list[Array]] = field(default_factory=dict, repr=False)

    @cached_property
    def inputs(self) -> Array:
        """The prepared inputs of all rows (rows, features), in the numbers the network computes with."""
        with np.errstate(over="ignore"):  # a held-out row may lie too far out for float32; it is infinite then, and met where it counts
            return self.prepared.values.astype(self.dtype, copy=False)

    @cached_property
    def prepared(self) -> Prepared:
        """The inputs of all rows, with what was odd about those that training did not see."""
        return self.preparation.apply(self.data)

    @cached_property
    def targets(self) -> Array:
        """The prepared targets of all rows, shaped as the loss wants them."""
        return self.loss.shape_targets(self.preparation.targets(self.data))

    def prepare(self) -> None:
        """Prepare all inputs and targets now. Raises: DataError for numbers that cannot be prepared."""
        _ = self.inputs, self.targets, self.sample_weights

    @cached_property
    def sample_weights(self) -> Array | None:
        """How much each row counts, in the numbers the network computes with; None if all count the same."""
        return row_weights(self.data, self.settings.weights, self.split).astype(self.dtype) if self.settings.weights else None

    @property
    def data(self) -> Table:
        """The table. Raises: RunFileError if the run was opened without it."""
        if self.table is None:
            raise RunFileError(
                "the data of this run are too large to lie in its file; give what it was trained on as well: open_run(path, data=…), "
                "on the command line --data TABLE, or to go on train TABLE --resume RUN"
            )
        return self.table

    @property
    def metric(self) -> Metric:
        """The score that people read."""
        return R_SQUARED if self.preparation.task.each is Task.REGRESSION else ACCURACY

    @property
    def judged_on(self) -> str:
        """The rows whose loss says how good an epoch is: "validation", or "training" where none are held out."""
        return "validation" if len(self.split.validation) else "training"

    @property
    def batch(self) -> int:
        """Rows per step: what was asked for, or all there are."""
        return min(self.settings.batch, len(self.split.training))

    @cached_property
    def steps_per_epoch(self) -> int:
        """Steps in one pass over the training rows; the last one may have fewer rows."""
        return steps_per_epoch(self.settings, len(self.split.training))

    @property
    def learning_rate(self) -> float:
        """The learning rate α."""
        return self.optimizer.default_learning_rate if self.settings.learning_rate is None else self.settings.learning_rate

    def engine(self) -> Engine:
        """What computes the steps; the reference engine where the usual one should, and cannot work."""
        return usable_engine(self.computed_by or self.settings.engine)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of all numbers in the network: what was asked for, or what the engine usually works in."""
        return np.dtype(self.settings.precision or engine(self.settings.engine).usual_dtype)

    @property
    def threads(self) -> int:
        """How many processors may compute at once; the results do not depend on it."""
        return self.settings.threads or usable_processors()

    def needed_bytes(self, *, kept_in_memory: bool) -> int:
        """About how much memory the run needs."""
        return needed_bytes(
            parameters=self.network.parameter_count,
            memories=len(self.optimizer.memory),
            batch=self.batch,
            units=self.network.inputs + sum(layer.units for layer in self.network.layers),
            itemsize=self.dtype.itemsize,
            table_numbers=self.data.rows * self.network.inputs,
            in_place=self.settings.engine == USUAL_ENGINE,
            kept_in_memory=kept_in_memory,
        )

    def compiled(self, rows: int, *, keep: Keep = "outputs") -> Compiled:
        """The step for batches of this many rows, compiled once for what is to be kept."""
        if (rows, keep) not in self._compiled:
            step = self.step(rows)
            self._compiled[rows, keep] = Compiled(step, self.engine().compile(step.graph, dtype=self.dtype, threads=self.threads, keep=keep))
        return self._compiled[rows, keep]

    def step(self, rows: int) -> TrainingStep:
        """The step for batches of this many rows as a graph, made once."""
        if rows not in self._steps:
            self._steps[rows] = self._new_step(rows)
        return self._steps[rows]

    def _new_step(self, rows: int) -> TrainingStep:
        chosen = self.settings
        return _step(
            self.network,
            self.loss,
            self.optimizer,
            self.schedule,
            loss_settings=tuple(self.loss_settings.items()),
            optimizer_settings=chosen.optimizer_settings,
            schedule_settings=chosen.schedule_settings,
            rows=rows,
            l1=chosen.l1,
            l2=chosen.l2,
            epoch_steps=self.steps_per_epoch,
            length=self.length,
            clip_norm=chosen.clip_norm,
            clip_value=chosen.clip_value,
            weighted=bool(chosen.weights),
        )

    def forward(self, rows: int) -> Forward:
        """The network on blocks of this many rows, compiled once."""
        if rows not in self._forward:
            graph, x, parameters = _pass(self.network, rows)
            self._forward[rows] = Forward(self.engine().compile(graph, dtype=self.dtype, threads=self.threads), x, parameters)
        return self._forward[rows]

    @cached_property
    def batch_sizes(self) -> tuple[int, ...]:
        """The sizes of batches in an epoch: whole ones, and what is left."""
        whole, rest = divmod(len(self.split.training), self.batch)
        return (*([self.batch] if whole else []), *([rest] if rest else []))

    @property
    def steps_of_sizes(self) -> tuple[int, ...]:
        """How many steps of an epoch have a batch of each size."""
        whole = len(self.split.training) // self.batch
        return tuple(whole if size == self.batch else 1 for size in self.batch_sizes)

    def orders(self, first_epoch: int, count: int) -> list[Array]:
        """The batches of several epochs, drawn in advance: for each size (epochs, steps, batch)."""
        rows = self.split.training
        if self.batch == len(rows):
            return [np.broadcast_to(rows, (count, 1, len(rows)))]  # all rows at once have no order
        order = rows[random_stream(self.settings.seed, "batch order", first_epoch).permutations(count, len(rows))]
        whole = len(rows) // self.batch * self.batch
        parts = [order[:, :whole].reshape(count, -1, self.batch), order[:, whole:].reshape(count, 1, -1)]
        return [part for part in parts if part.size]

    def batches(self, epoch: int) -> list[Array]:
        """The rows of the table that each step of an epoch sees: whole batches (steps, batch), then what is left (1, rest).

        The order is drawn anew for every epoch from (seed, "batch order", epoch), so it can be drawn again. Where a batch holds all rows, they stay in order.
        """
        if epoch not in self._drawn:
            self._drawn.clear()  # one order is asked for again and again, and may be as large as the table
            self._drawn[epoch] = [part[0] for part in self.orders(epoch, 1)]
        return self._drawn[epoch]

    def rows_of_step(self, number: int) -> Array:
        """The rows of the table that step `number` (from 1) sees, in order."""
        epoch, position = divmod(number - 1, self.steps_per_epoch)
        batches: list[Array] = [batch for part in self.batches(epoch + 1) for batch in part]
        return batches[position]


@written_once
def _step(
    network: Network,
    loss: Loss,
    optimizer: Optimizer,
    schedule: Schedule,
    *,
    loss_settings: Items,
    optimizer_settings: Items,
    schedule_settings: Items,
    **others: Any,
) -> TrainingStep:
    own: dict[str, Any] = {"loss_settings": dict(loss_settings), "optimizer_settings": dict(optimizer_settings), "schedule_settings": dict(schedule_settings)}
    return training_step(network, loss, optimizer, schedule=schedule, **own, **others)


@written_once
def _pass(network: Network, rows: int) -> tuple[Graph, Node, Mapping[str, Node]]:
    x = pages.variable(shape=(rows, network.inputs), name="X")
    parameters = network.parameter_nodes()
    return Graph(outputs=(network.forward(x, parameters).output,)), x, parameters


def steps_per_epoch(settings: TrainSettings, rows: int) -> int:
    """Steps in one pass over so many training rows."""
    return -(-rows // min(settings.batch, rows))
