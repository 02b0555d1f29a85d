"""The loop: forward, loss, backward, update, again and again, until the loss stops falling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from time import monotonic
from typing import Any, NoReturn

import numpy as np

from glassgrad.graph import NonFiniteError
from glassgrad.nn import initial_state

from .blame import say_value, say_where
from .convergence import Watch
from .keeping import outgrown, stride_for
from .measure import Measured, measure
from .plan import Plan, State
from .run_file import EpochRow, RunFile
from .watching import Watcher


@dataclass(frozen=True)
class Outcome:
    """How the loop ended: `kind` is "converged", "epochs" or "interrupted"; `reason` says it in words."""

    kind: str
    reason: str


def learn(plan: Plan, file: RunFile, watcher: Watcher) -> Outcome:
    """Train from the start, writing every epoch into the run file. Ctrl-C ends it after the last epoch that was kept.

    Raises: NonFiniteError at the first infinity or not-a-number, naming step, layer and operation.
    """
    state = starting_state(plan)
    with file.transaction():
        file.write_snapshot(0, state)
        file.write_fact("best", {"epoch": 0, "step": 0})
    try:
        return _epochs(plan, file, watcher, state)
    except KeyboardInterrupt:
        # It may come at any moment, also while an epoch is being kept: what was not kept as a whole is forgotten.
        file.database.rollback()
        done = len(file.epochs())
        return _close(file, done * plan.steps_per_epoch, Outcome("interrupted", f"stopped by hand after epoch {done}"))


def _epochs(plan: Plan, file: RunFile, watcher: Watcher, state: State) -> Outcome:
    watch = Watch(patience=plan.settings.patience, tolerance=plan.settings.tolerance)
    started = monotonic()
    judged_on = "validation" if len(plan.split.validation) else "training"
    while True:
        state, losses = run_epoch(plan, file, state, watch.epoch + 1)
        training, validation = measure(plan, state, plan.split.training), _measure_held_out(plan, state)
        row = _epoch_row(plan, watch.epoch + 1, monotonic() - started, training, validation)
        _refuse_non_finite(row, file)
        watch = watch.after((validation or training).loss)
        _keep_epoch(plan, file, watch, row, state, losses)
        watcher.epoch(row)
        reason = watch.reason_to_stop(epochs=plan.settings.epochs, judged_on=judged_on)
        if reason:
            kind = "converged" if watch.waited >= watch.patience else "epochs"
            return _close(file, row.step, Outcome(kind, reason))


def starting_state(plan: Plan) -> State:
    """The state before the first step, by name."""
    compiled = plan.compiled(plan.batch)
    start = initial_state(compiled.step, plan.network.initial_parameters(plan.settings.seed))
    return _by_name(start)


def run_epoch(plan: Plan, file: RunFile, state: State, epoch: int) -> tuple[State, np.ndarray[Any, Any]]:
    """All steps of one epoch: the state after them, and their losses."""
    losses = []
    first = (epoch - 1) * plan.steps_per_epoch + 1
    for rows in plan.batches(epoch):
        state, part = run_steps(plan, state, rows, first_step=first, file=file)
        losses.append(part)
        first += len(part)
    return state, np.concatenate(losses)


def run_steps(plan: Plan, state: State, rows: np.ndarray[Any, Any], *, first_step: int, file: RunFile | None = None) -> tuple[State, np.ndarray[Any, Any]]:
    """Consecutive steps on batches of one size: the state after them, and their losses.

    Raises: NonFiniteError, after a note of it in the run file.
    """
    compiled = plan.compiled(rows.shape[1])
    step = compiled.step
    trace = compiled.program.steps(compiled.enter(state), {step.learning_rate: plan.learning_rate}, {step.x: plan.inputs, step.y: plan.targets}, rows)
    if trace.completed < len(rows):
        bad = first_step + trace.completed
        _stop(file, bad, say_where(plan, _by_name(trace.state), bad))
    return _by_name(trace.state), trace.losses


def _by_name(state: Mapping[Any, Any]) -> State:
    return {leaf.name: value for leaf, value in state.items()}


def _measure_held_out(plan: Plan, state: State) -> Measured | None:
    return measure(plan, state, plan.split.validation) if len(plan.split.validation) else None


def _epoch_row(plan: Plan, epoch: int, seconds: float, training: Measured, validation: Measured | None) -> EpochRow:
    return EpochRow(
        epoch=epoch,
        step=epoch * plan.steps_per_epoch,
        seconds=seconds,
        training_loss=training.loss,
        validation_loss=validation.loss if validation else None,
        training_metric=training.metric,
        validation_metric=validation.metric if validation else None,
    )


def _refuse_non_finite(row: EpochRow, file: RunFile) -> None:
    # The steps were finite, but a row that no step saw since, or that is held out, may lie further out.
    for name in ("training_loss", "validation_loss", "training_metric", "validation_metric"):
        value = getattr(row, name)
        if value is not None and not isfinite(value):
            rows, what = name.split("_")
            message = (
                f"training stopped after step {row.step} (epoch {row.epoch}): the {what} over all {rows} rows is {say_value(value)}; "
                "try a smaller learning rate, and look for very large numbers in the data"
            )
            _stop(file, row.step, message)


def _stop(file: RunFile | None, step: int, message: str) -> NoReturn:
    if file is not None:
        with file.transaction():
            file.write_event(step, "not finite", message)
    raise NonFiniteError(message)


def _keep_epoch(plan: Plan, file: RunFile, watch: Watch, row: EpochRow, state: State, losses: np.ndarray[Any, Any]) -> None:
    best = watch.best_epoch * plan.steps_per_epoch
    stride = stride_for(row.epoch, sum(np.asarray(one).nbytes for one in state.values()))
    with file.transaction():
        file.write_epoch(row)
        file.write_losses(row.step - plan.steps_per_epoch + 1, losses)
        file.write_snapshot(row.step, state)
        file.write_fact("best", {"epoch": watch.best_epoch, "step": best})
        file.drop_snapshots(outgrown(file.snapshot_steps(), steps_per_epoch=plan.steps_per_epoch, stride=stride, always=(0, best, row.step)))


def _close(file: RunFile, step: int, outcome: Outcome) -> Outcome:
    with file.transaction():
        file.write_fact("outcome", {"kind": outcome.kind, "reason": outcome.reason})
        file.write_event(step, outcome.kind, outcome.reason)
    return outcome
