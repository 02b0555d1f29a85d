"""Steps of a run: the session that training goes on in, and single stretches from any state, for replaying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.engine import Session, Stretch
from glassgrad.graph import NonFiniteError
from glassgrad.nn import initial_state

from .blame import say_where
from .measure import survey
from .plan import Plan, State
from .run_file import RunFile

Array = np.ndarray[Any, Any]


def starting_state(plan: Plan) -> State:
    """The state before the first step, by name, in the numbers the run computes with."""
    compiled = plan.compiled(plan.batch)
    start = initial_state(compiled.step, plan.network.initial_parameters(plan.settings.seed))
    return {leaf.name: value.astype(plan.dtype)[()] for leaf, value in start.items()}


def open_session(plan: Plan, state: State, *, measured: bool = True) -> Session:
    """The engine at work on this run: a stretch for each size of batches, and, if it is to be measured, the measurements after every epoch."""
    stretches = []
    for size in plan.batch_sizes:
        step = plan.compiled(size).step
        stretches.append(Stretch(graph=step.graph, data={step.x: plan.inputs, step.y: plan.targets}, given={step.learning_rate: plan.learning_rate}))
    surveys = [survey(plan, rows) for rows in (plan.split.training, plan.split.validation) if len(rows) and measured]
    return plan.engine().session(stretches, surveys, state, dtype=plan.dtype, threads=plan.threads)


def run_epoch(plan: Plan, file: RunFile, state: State, epoch: int) -> tuple[State, Array]:
    """All steps of one epoch: the state after them, and their losses."""
    losses = []
    first = (epoch - 1) * plan.steps_per_epoch + 1
    for rows in plan.batches(epoch):
        state, part = run_steps(plan, state, rows, first_step=first, file=file)
        losses.append(part)
        first += len(part)
    return state, np.concatenate(losses)


def run_steps(plan: Plan, state: State, rows: Array, *, first_step: int, file: RunFile | None = None) -> tuple[State, Array]:
    """Consecutive steps on batches of one size: the state after them, and their losses.

    Raises: NonFiniteError, after a note of it in the run file.
    """
    compiled = plan.compiled(rows.shape[1])
    step = compiled.step
    trace = compiled.program.steps(compiled.enter(state), {step.learning_rate: plan.learning_rate}, {step.x: plan.inputs, step.y: plan.targets}, rows)
    if trace.completed < len(rows):
        bad = first_step + trace.completed
        message = say_where(plan, _by_name(trace.state), bad)
        if file is not None:
            with file.transaction():
                file.write_event(bad, "not finite", message)
        raise NonFiniteError(message)
    return _by_name(trace.state), trace.losses


def _by_name(state: Mapping[Any, Any]) -> State:
    return {leaf.name: value for leaf, value in state.items()}
