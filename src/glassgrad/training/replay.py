"""Any step again, bit for bit: from the nearest kept state forward, then the step itself with everything kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.draw.picture import Picture
from glassgrad.explain import Caution, Story, explain_pass
from glassgrad.graph import Node, RunFileError, SettingError
from glassgrad.nn import TrainingStep
from glassgrad.readers import Values

from .comparing import compare_steps
from .plan import Plan, State
from .run_file import RunFile
from .step_drawing import refuse_part, step_picture
from .stepping import Factors, checked_state, given_to_step, measured_factors, open_session, unchanged, walk
from .telling import training_pass

SAME_ENGINE, SAME_IN_FLOAT32, OTHER_ENGINE = (1e-6, 1e-12), (1e-3, 1e-6), (0.02, 1e-4)
"""How far the loss of a replayed step may be from the one recorded: by a share of it, and at least by so much."""


@dataclass(frozen=True)
class ReplayedStep:
    """One step of a run with all its numbers. `rows` are the rows of the table in its batch, in order."""

    number: int
    plan: Plan
    nodes: TrainingStep
    values: Values
    rows: np.ndarray[Any, Any]
    caution: str = ""
    """What must be known about its numbers: that they are not those of the run, to the last digit."""

    @property
    def loss(self) -> float:
        """What the step lowers: the loss on its batch, with the penalty if there is one."""
        return float(self.values[self.nodes.total])

    @cached_property
    def old(self) -> State:
        """The weights before the step, by name."""
        return {name: self.values[leaf] for name, leaf in self.nodes.parameters.items()}

    @cached_property
    def new(self) -> State:
        """The weights after the step, by name."""
        return {name: self.values[self.nodes.updated[name]] for name in self.nodes.parameters}

    @cached_property
    def memory(self) -> State:
        """What the optimizer remembered before the step, by name."""
        return {name: self.values[leaf] for name, leaf in self.nodes.memory.items()}

    @cached_property
    def gradients(self) -> State:
        """The gradient of the loss for every named quantity: weights, pre-activations, activations."""
        totals = self.nodes.gradients.totals
        return {node.name: self.values[total] for node, total in totals.items() if node.name and total in self.values}

    @cached_property
    def state_after(self) -> State:
        """Everything the next step starts from, by name."""
        return {leaf.name: self.values[node] for leaf, node in self.nodes.graph.updates.items()}

    def __getitem__(self, name: str) -> Any:
        """The value of a named quantity, such as "X", "W1", "z1", "a1" or "L"."""
        return self.values[name]

    def explain(self, *, row: int | None = None, unit: str | None = None, level: str | None = None) -> Story:
        """The story of this step.

        `level` "network": one line per named quantity. `unit="1.2"`, with `row=3`: unit 2 of layer 1 for row 3 of the batch
        (both from 0). "everything": each unit and weight, when the network is small.
        """
        chosen = level or ("neuron" if unit is not None else "network")
        told = training_pass(self.plan, self.nodes, self.values, rows=self.rows, number=self.number)
        story = explain_pass(told, level=chosen, row=row, unit=unit)
        return replace(story, blocks=(Caution((self.caution,)), *story.blocks)) if self.caution else story

    def draw(
        self, *, level: str = "named", gradients: bool = True, update: bool = False, direction: str = "right", row: int | None = None, unit: str | None = None
    ) -> Picture:
        """The computational graph of this step from batch and parameters to the loss, with its values, and the gradients on their way back.

        `level` "named" shows the named quantities, "everything" every operation; `update` also what the parameters are after the step.
        It grows to the "right" or "down". Raises: SettingError for an unknown level or direction, and for a `row` or `unit`, as it is the graph of the
        whole batch: the message says what shows those.
        """
        refuse_part(self, row=row, unit=unit)
        return step_picture(self, level=level, gradients=gradients, update=update, direction=direction)

    def compare(self, other: ReplayedStep, *, row: int | None = None, data_row: int | None = None, unit: str | None = None) -> Story:
        """The story of two steps side by side, this one and another: what each quantity is in both, and what lies between.

        Without more, the whole network: loss, and for each layer weights and gradients. With `unit="1.2"` every number of unit 2 of layer 1:
        for `row` of both batches, or for `data_row` of the data, which is computed alone where it is not in both batches.
        Raises: SettingError for a row or unit that is not there; ShapeError for steps of different networks.
        """
        return compare_steps(self, other, row=row, data_row=data_row, unit=unit)

    def __repr__(self) -> str:
        return f"<step {self.number}: loss {self.loss:.6g} on {len(self.rows)} rows>"


def state_after(plan: Plan, file: RunFile, step: int) -> State:
    """Everything the step after `step` starts from: from the nearest kept state forward, whole epochs in one go."""
    kept = max((one for one in file.snapshot_steps() if 0 <= one <= step), default=0)
    state: State = checked_state(plan, file.snapshot(kept), kept)
    if kept == step:
        return state
    session = open_session(plan, state, measured=False)
    if not walk(plan, session, kept, step, factors_of(plan, file)):
        raise RunFileError(f"between step {kept} and step {step} a number is not finite, though the run went on; the run file was changed")
    return session.state


def factors_of(plan: Plan, file: RunFile) -> Factors:
    """What the learning rate was multiplied by in each epoch of the run."""
    return unchanged if plan.schedule.measured is None else measured_factors(plan, (row.judged for row in file.epochs()))


def replay(plan: Plan, file: RunFile, number: int, *, last: int) -> ReplayedStep:
    """Step `number` again, with everything kept.

    Raises: SettingError for a step the run did not make; RunFileError if the loss is not the one that was recorded.
    """
    if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or not 1 <= number <= last:
        raise SettingError(f"there is no step {number!r} in this run; it has the steps 1 to {last}")
    rows = plan.rows_of_step(int(number))
    compiled = plan.compiled(len(rows), keep="all")
    step = compiled.step
    epoch = (int(number) - 1) // plan.steps_per_epoch + 1
    given: dict[Node, Any] = compiled.enter(state_after(plan, file, int(number) - 1))
    given |= given_to_step(plan, int(number), factors_of(plan, file)(epoch))
    replayed = ReplayedStep(int(number), plan, step, compiled.program.run(given), rows)
    return _checked(replayed, file.loss(replayed.number))


def _checked(replayed: ReplayedStep, recorded: float) -> ReplayedStep:
    """The step, if its loss tells that these are the numbers of the run; with a caution where they are not, to the last digit.

    Raises: RunFileError.
    """
    there, here = replayed.plan.computed_by or replayed.plan.engine().name, replayed.plan.engine().name
    other = there != here
    # Another computer, or another number of devices, may round the last digits otherwise, no more. Another engine rounds every step otherwise, and the
    # differences may grow from step to step.
    share, least = OTHER_ENGINE if other else SAME_ENGINE if replayed.plan.dtype == np.float64 else SAME_IN_FLOAT32
    if not np.isclose(replayed.loss, recorded, rtol=share, atol=least):
        cause = (
            f"it was computed by the {there} engine, and this is the {here} engine, whose rounding has led too far away: open it where that engine works; or "
            if other
            else ""
        )
        raise RunFileError(
            f"step {replayed.number} cannot be shown: replayed, its loss is {replayed.loss:.9g}, but the run recorded {recorded:.9g}; "
            f"{cause}the run file was changed, or made by a version of glassgrad that computes otherwise"
        )
    if not other and replayed.loss == recorded:
        return replayed
    where = f"by the {there} engine, which cannot work here; the {here} engine" if other else "on other devices or another computer; this one"
    words = f"the run was computed {where} computed this step again, and the last digits may differ"
    return replace(replayed, caution=f"{words} (loss {replayed.loss:.9g} here, {recorded:.9g} there)")
