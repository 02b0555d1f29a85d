"""`Patient`: what the doctor looks at, and all that was measured about it, each thing once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.nn import Loss, Network

from ..plan import Plan
from ..replay import state_after
from ..run import Run, say_network
from ..standing import EpochRow
from ..stepping import given_to_step, starting_state
from .constant import Answer, best_constant
from .curvature import Curvature, curvature
from .finding import say_count
from .probe import Probe, Rows, make_probe, spread
from .readings import Flow, LayerReading, read_flow, read_layers
from .step_reading import StepReading, read_step

Array = np.ndarray[Any, Any]
Weights = Mapping[str, Any]
MOST_ROWS, FEWEST_ROWS = 4096, 256
"""Rows that are looked at: a share measured on 4096 is right to about a percent and a half, on 256 to six."""
MOST_NUMBERS = 2**22
"""Values of all layers together that are held at once, 32 MB: of a wide network fewer rows are looked at."""
NOT_FINITE = "not finite"
"""The kind of the event that ends a run whose numbers burst."""
MOST_LOOKED_AT = 12
"""Kept states that are looked at to find since when something is so."""


@dataclass(frozen=True, eq=False)
class Patient:
    """A plan before training, a run, or a bare network with a loss and perhaps some rows."""

    network: Network
    loss: Loss
    loss_settings: Mapping[str, Any]
    plan: Plan | None = None
    run: Run | None = None
    given_rows: Rows | None = None
    given_weights: Weights | None = None
    seed: int = 0
    _weights: dict[int, Weights] = field(default_factory=dict, repr=False)
    _layers: dict[int, tuple[LayerReading, ...]] = field(default_factory=dict, repr=False)
    _silent: dict[int, dict[int, Array]] = field(default_factory=dict, repr=False)
    _steps: dict[int, StepReading] = field(default_factory=dict, repr=False)
    _curvatures: dict[int, Curvature] = field(default_factory=dict, repr=False)

    # ── what there is ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def says(self) -> str:
        """What it is, in a few words."""
        if self.plan is None:
            return f"a network of {self.network.parameter_count:,} parameters, with the loss {self.loss.name}"
        about = f"{say_network(self.plan)}, {self.plan.preparation.task.value}"
        if self.run is None:
            return f"{about}, before training"
        return f"{about}, after {say_count(self.run.steps, 'step')}{'' if self.has_ended else ', not ended yet'}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to come: the run gives a reason, or a number was not finite."""
        return self.run is not None and (bool(self.run.outcome["kind"]) or any(kind == NOT_FINITE for _, kind, _ in self.run.file.events()))

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The names of the prepared inputs."""
        return self.plan.preparation.features if self.plan is not None else tuple(f"input {place}" for place in range(self.network.inputs))

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in order; empty for numbers."""
        if self.plan is not None:
            return self.plan.preparation.classes
        count = self.network.outputs if self.loss.target_is_class else 2 if self.loss.predicts == "sigmoid" else 0
        return tuple(map(str, range(count)))

    @cached_property
    def training(self) -> Rows:
        """The prepared training rows, at most `most_rows` of them, evenly spaced. Raises: RunFileError, SettingError where there are none."""
        if self.plan is not None:
            return rows_of(self.plan, spread(self.plan.split.training, self.most_rows))
        if self.given_rows is None:
            raise SettingError("no rows were given; give inputs= and the targets")
        return self.given_rows.take(spread(np.arange(len(self.given_rows)), self.most_rows))

    @property
    def most_rows(self) -> int:
        """How many rows are looked at, at most."""
        numbers = self.network.inputs + sum(layer.units for layer in self.network.layers)
        return min(MOST_ROWS, max(FEWEST_ROWS, MOST_NUMBERS // numbers))

    @property
    def has_rows(self) -> bool:
        """Whether there are rows to look at."""
        return self.given_rows is not None if self.plan is None else self.plan.table is not None

    @cached_property
    def judging(self) -> Rows:
        """The prepared rows that judge the network: those held out, or the training rows where none are."""
        plan = self.plan
        return self.training if plan is None or not len(plan.split.validation) else rows_of(plan, spread(plan.split.validation, self.most_rows))

    @property
    def holds_out(self) -> bool:
        """Whether there are rows that training does not learn from."""
        return self.plan is not None and len(self.plan.split.validation) > 0

    # ── the weights ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def last(self) -> int:
        """The last step; 0 before training."""
        return self.run.steps if self.run is not None else 0

    @cached_property
    def kept(self) -> tuple[int, ...]:
        """The steps after which the state is known without making steps again, the start and the end among them."""
        kept = {0, self.last, *(self.run.file.snapshot_steps() if self.run is not None else ())}
        return tuple(sorted(step for step in kept if step <= self.last))

    @cached_property
    def looked_at(self) -> tuple[int, ...]:
        """The start, some of the kept states, evenly spaced, and the end: what is seen in one of them has been so since the one before at the earliest."""
        return tuple(spread(np.array(self.kept), MOST_LOOKED_AT).tolist())

    @cached_property
    def epochs(self) -> list[EpochRow]:
        """The epochs of the run; none before training."""
        return self.run.file.epochs() if self.run is not None else []

    def weights_after(self, step: int) -> Weights:
        """The weights after that step, by name. Raises: RunFileError where they cannot be worked out."""
        if step in self._weights:
            return self._weights[step]
        state = self._state_after(step)
        weights = {plan.name: state[plan.name] for plan in self.network.plans}
        # Of the many states between, that a search goes through, only what was seen in them is kept.
        if step in (0, self.last):
            self._weights[step] = weights
        return weights

    def _state_after(self, step: int) -> Weights:
        if self.plan is None:
            return self.given_weights if self.given_weights is not None else self.network.initial_parameters(self.seed)
        return starting_state(self.plan) if self.run is None else state_after(self.plan, self.run.file, step)

    # ── what the network does at them ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def probe(self) -> Probe:
        """Network and loss as nodes, over the training rows."""
        return self._probe_for(self.training)

    def _probe_for(self, rows: Rows) -> Probe:
        return make_probe(self.network, self.loss, self.loss_settings, len(rows), counted=rows.counts is not None)

    def layers_after(self, step: int) -> tuple[LayerReading, ...]:
        """Every layer on the training rows, at the weights after that step."""
        if step not in self._layers:
            self._layers[step] = read_layers(self.probe, self.weights_after(step), self.training)
        return self._layers[step]

    def silent_after(self, step: int) -> dict[int, Array]:
        """Hidden layer → which of its units have a slope of 0 on every training row looked at, after that step."""
        if step not in self._silent:
            hidden = read_layers(self.probe, self.weights_after(step), self.training)[:-1]
            self._silent[step] = {one.number: (one.slope == 0).all(axis=0) for one in hidden if one.slope is not None}
        return self._silent[step]

    def flow_after(self, step: int) -> tuple[Flow, ...]:
        """The gradients of every layer, over the training rows, at the weights after that step."""
        return read_flow(self.probe, self.weights_after(step), self.training)

    def loss_after(self, step: int) -> float:
        """The loss over the training rows looked at, without penalty, at the weights after that step."""
        return float(self.probe.read([self.probe.loss], self.weights_after(step), self.training)[self.probe.loss])

    def loss_of(self, weights: Weights, rows: Rows) -> float:
        """The loss over some rows, without penalty, at some weights."""
        probe = self.probe if len(rows) == len(self.training) else self._probe_for(rows)
        return float(probe.read([probe.loss], weights, rows)[probe.loss])

    @cached_property
    def constant(self) -> Answer:
        """The best that can be answered without seeing the inputs: learnt from the training rows."""
        return best_constant(self.loss, self.loss_settings, self.training, self.network.outputs)

    # ── single steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def step_reading(self, number: int) -> StepReading:
        """Step `number` held against its derivatives; step 1 can be made before training, too."""
        if number not in self._steps:
            self._steps[number] = self._read_step(number)
        return self._steps[number]

    def _read_step(self, number: int) -> StepReading:
        if self.plan is None:
            raise SettingError("a bare network makes no steps; train it, or give a table and settings")
        if self.run is not None and self.run.steps:
            replayed = self.run.step(number)
            return read_step(number, replayed.nodes, self._curvature(self.plan, len(replayed.rows)), replayed.values)
        compiled = self.plan.compiled(self.plan.batch, keep="all")
        values = compiled.program.run(compiled.enter(starting_state(self.plan)) | given_to_step(self.plan, 1, factor=1.0))
        return read_step(1, compiled.step, self._curvature(self.plan, self.plan.batch), values)

    def _curvature(self, plan: Plan, rows: int) -> Curvature:
        if rows not in self._curvatures:
            nodes = plan.compiled(rows, keep="all").step
            self._curvatures[rows] = curvature(nodes.total, list(nodes.parameters.values()))
        return self._curvatures[rows]

    @cached_property
    def over_all_rows(self) -> Curvature:
        """Second derivatives of the loss over the training rows."""
        return curvature(self.probe.loss, list(self.probe.parameters.values()))

    def sharpness_after(self, step: int) -> float:
        """The largest eigenvalue of the Hessian of the loss over the training rows, at the weights after that step."""
        return self.over_all_rows.largest(self.probe.given(self.weights_after(step), self.training))


def rows_of(plan: Plan, chosen: Array) -> Rows:
    """These rows of the plan's table, prepared."""
    return Rows(plan.inputs[chosen], plan.targets[chosen], None if plan.sample_weights is None else plan.sample_weights[chosen])


def patient_of_plan(plan: Plan, run: Run | None = None) -> Patient:
    """A plan before training, or a run with its plan."""
    return Patient(network=plan.network, loss=plan.loss, loss_settings=plan.loss_settings, plan=plan, run=run)
