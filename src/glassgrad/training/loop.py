"""The loop: forward, loss, backward, update, again and again, until the loss stops falling.

The engine runs many steps at a time, and many epochs where they are short. What happened is looked at afterwards; where training should
have stopped on the way, the epochs up to there are run again, to the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from time import perf_counter
from typing import Any, NoReturn

import numpy as np

from glassgrad.engine import Laps, Session
from glassgrad.graph import NonFiniteError

from .blame import say_value
from .convergence import Watch
from .keeping import outgrown
from .pace import Pace
from .plan import Plan, State
from .run_file import EpochRow, RunFile
from .stepping import open_session, run_epoch, starting_state
from .together import Clock
from .watching import Watcher

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Outcome:
    """How the loop ended: `kind` is "converged", "epochs" or "interrupted"; `reason` says it in words."""

    kind: str
    reason: str


def learn(plan: Plan, file: RunFile, watcher: Watcher, clock: Clock) -> Outcome:
    """Train from the start, writing what happens into the run file. Ctrl-C ends it after the last epoch that was kept.

    Raises: NonFiniteError at the first infinity or not-a-number, naming step, layer and operation.
    """
    state = starting_state(plan)
    with file.transaction():
        file.write_snapshot(0, state)
        file.write_fact("best", {"epoch": 0, "step": 0})
    try:
        session = open_session(plan, state)
        with file.transaction():
            file.write_fact("engine", plan.engine().name)
        del state  # the session has its own
        return _epochs(plan, file, watcher, clock, session)
    except KeyboardInterrupt:
        # It may come at any moment, also while an epoch is being kept: what was not kept as a whole is forgotten.
        file.database.rollback()
        done = len(file.epochs())
        return _close(file, done * plan.steps_per_epoch, Outcome("interrupted", f"stopped by hand after epoch {done}"))


def _epochs(plan: Plan, file: RunFile, watcher: Watcher, clock: Clock, session: Session) -> Outcome:
    watch = Watch(patience=plan.settings.patience, tolerance=plan.settings.tolerance)
    pace = Pace(rows=len(plan.split.training))
    elapsed = 0.0
    while True:
        turn = perf_counter()
        count = max(1, min(pace.epochs, plan.settings.epochs - watch.epoch))
        orders = plan.orders(watch.epoch + 1, count)
        started = perf_counter()
        laps = session.epochs(orders) if pace.by_epochs else one_epoch(session, orders, pace, clock)
        took = clock.since(started)
        rows = [_epoch_row(plan, watch.epoch + 1 + lap, elapsed + took * (lap + 1) / count, laps, lap) for lap in range(laps.completed)]
        elapsed += took
        before = watch.epoch
        watch, good, reason = _look(plan, watch, rows)
        if good < count:
            _go_back(plan, file, session, before, [order[:good] for order in orders])
        if good:
            losses = np.concatenate([part[:good] for part in laps.losses], axis=1).reshape(-1)
            _keep(plan, file, watch, rows[:good], session.state, losses)
        for row in rows[:good]:
            watcher.epoch(row)
        if reason:
            kind = "converged" if watch.waited >= watch.patience else "epochs"
            return _close(file, rows[good - 1].step, Outcome(kind, reason))
        if good < count:
            _stop(plan, file, session, watch.epoch + 1, rows[good] if good < len(rows) else None)
        # All of the turn counts: on small tables drawing the order and writing the epochs takes longer than computing them.
        pace.epochs_took(count, clock.since(turn))


def one_epoch(session: Session, orders: Sequence[Array], pace: Pace, clock: Clock) -> Laps:
    """An epoch in pieces, so that one can stop and look in between."""
    losses = []
    for stretch, (order,) in enumerate(orders):
        done = 0
        parts = []
        while done < len(order):
            started = perf_counter()
            piece = order[done : done + pace.steps]
            made = session.advance(stretch, piece)
            if len(made) < len(piece):
                return Laps((), (), 0)
            pace.steps_took(len(piece), clock.since(started))
            parts.append(made)
            done += len(piece)
        losses.append(np.concatenate(parts)[np.newaxis])
    return Laps(tuple(losses), tuple(one[np.newaxis] for one in session.survey()), 1)


def _look(plan: Plan, watch: Watch, rows: Sequence[EpochRow]) -> tuple[Watch, int, str]:
    """How far the epochs count: up to where the loss stopped falling, or to the first that is not finite; and the reason to stop, if there is one."""
    judged_on = "validation" if len(plan.split.validation) else "training"
    for good, row in enumerate(rows, start=1):
        if _odd(row):
            return watch, good - 1, ""
        watch = watch.after(row.training_loss if row.validation_loss is None else row.validation_loss)
        reason = watch.reason_to_stop(epochs=plan.settings.epochs, judged_on=judged_on)
        if reason:
            return watch, good, reason
    return watch, len(rows), ""


def _go_back(plan: Plan, file: RunFile, session: Session, epoch: int, orders: Sequence[Array]) -> None:
    """To the end of that epoch, whose state was kept, and from there through these epochs once more."""
    session.load(file.snapshot(epoch * plan.steps_per_epoch))
    if len(orders[0]):
        session.epochs(orders)


def _epoch_row(plan: Plan, epoch: int, seconds: float, laps: Laps, lap: int) -> EpochRow:
    training, *held_out = [tuple(map(float, survey[lap])) for survey in laps.surveys]
    validation = held_out[0] if held_out else (None, None)
    return EpochRow(
        epoch=epoch,
        step=epoch * plan.steps_per_epoch,
        seconds=seconds,
        training_loss=training[0],
        validation_loss=validation[0],
        training_metric=training[1],
        validation_metric=validation[1],
    )


def _odd(row: EpochRow) -> str:
    """The first number of an epoch that is not finite, by name; empty if all are."""
    # The steps were finite, but a row that no step saw since, or that is held out, may lie further out.
    names = ("training_loss", "validation_loss", "training_metric", "validation_metric")
    return next((name for name in names if getattr(row, name) is not None and not isfinite(getattr(row, name))), "")


def _keep(plan: Plan, file: RunFile, watch: Watch, rows: Sequence[EpochRow], state: State, losses: Array) -> None:
    best = watch.best_epoch * plan.steps_per_epoch
    last = rows[-1].step
    state_bytes = sum(np.asarray(one).nbytes for one in state.values())
    with file.transaction():
        for row in rows:
            file.write_epoch(row)
        file.write_losses(rows[0].step - plan.steps_per_epoch + 1, losses)
        file.write_snapshot(last, state)
        file.write_fact("best", {"epoch": watch.best_epoch, "step": best})
        file.drop_snapshots(outgrown(file.snapshot_steps(), state_bytes=state_bytes, always=(0, best, last)))


def _stop(plan: Plan, file: RunFile, session: Session, epoch: int, row: EpochRow | None) -> NoReturn:
    """Stop at a number that is not finite: of an epoch's measurement, or of a step, which is looked for one by one."""
    if row is None:
        run_epoch(plan, file, session.state, epoch)
        message = f"training stopped in epoch {epoch}: a number was not finite, but a second look found none"
        step = epoch * plan.steps_per_epoch
    else:
        rows, what = _odd(row).split("_")
        step = row.step
        message = (
            f"training stopped after step {row.step} (epoch {row.epoch}): the {what} over all {rows} rows is {say_value(getattr(row, _odd(row)))}; "
            "try a smaller learning rate, and look for very large numbers in the data"
        )
    with file.transaction():
        file.write_event(step, "not finite", message)
    raise NonFiniteError(message)


def _close(file: RunFile, step: int, outcome: Outcome) -> Outcome:
    with file.transaction():
        file.write_fact("outcome", {"kind": outcome.kind, "reason": outcome.reason})
        file.write_event(step, outcome.kind, outcome.reason)
    return outcome
