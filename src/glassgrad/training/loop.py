"""The loop: forward, loss, backward, update, again and again, until the loss stops falling.

The engine runs many steps at a time, and many epochs where they are short. What happened is looked at afterwards; where training should
have stopped on the way, the epochs up to there are run again, to the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, count, repeat
from math import isfinite
from time import perf_counter
from typing import Any, NoReturn

import numpy as np

from glassgrad.engine import Session
from glassgrad.graph import NonFiniteError

from .blame import say_measurement, say_where
from .convergence import Verdict, Watch, out_of_time, stopped_by_hand
from .doctor import LiveDoctor
from .keeper import TIMES, Keeper
from .pace import Pace
from .plan import Plan, State
from .run_file import RunFile
from .sparing import Sparing
from .standing import EpochRow, Position, Standing
from .stepping import (
    Factors,
    Piece,
    epochs_at_once,
    epochs_given,
    make_steps,
    measured_factors,
    open_session,
    pieces_between,
    steps_at_once,
    walk,
)
from .together import Clock
from .watching import Watcher

Array = np.ndarray[Any, Any]
MEASURED = EpochRow._fields[3:]
SECONDS_BETWEEN_LOOKS = 0.5
"""Of the doctor, who warns while the run is at work."""


def learn(plan: Plan, file: RunFile, standing: Standing, watcher: Watcher, clock: Clock) -> Verdict:
    """Go on with the run in the file, which stands there, and write what happens into it. Ctrl-C ends it after the step at work.

    Raises: NonFiniteError at the first infinity or not-a-number, naming step, layer and operation.
    """
    try:
        return Learning.of(plan, file, standing, watcher, clock).until_the_end()
    except KeyboardInterrupt:
        # It may come at any moment, also while something is being kept: what was not kept as a whole is forgotten.
        file.database.rollback()
        if file.fact("outcome")["kind"]:  # it had come to its end, and was putting things in order
            return Verdict(**file.fact("outcome"))
        step = file.position().step
        verdict = stopped_by_hand(step)
        file.write(lambda: file.write_outcome(step, verdict.kind, verdict.reason))
        return verdict


@dataclass(eq=False)
class Learning:
    """A run at work: so many steps are made, in so many seconds, and the session stands after the last of them."""

    plan: Plan
    keeper: Keeper
    watcher: Watcher
    clock: Clock
    session: Session
    watch: Watch
    position: Position
    rows: list[EpochRow]
    """All epochs so far."""
    pace: Pace = field(init=False)
    factors: Factors = field(init=False)
    live: LiveDoctor | None = field(init=False)
    """Who looks at the run now and then; nobody where several processes would have to look together."""
    _looking: Sparing = field(default_factory=lambda: Sparing.later(TIMES, SECONDS_BETWEEN_LOOKS))
    _coming: Iterator[Piece] | None = None
    _rest: Piece | None = None
    _epoch_began: float = 0.0
    _turned_from: tuple[int, State] | None = None
    """Where the last turn of several epochs began, if going back there is common."""
    _asked: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self.pace = Pace(epochs_at_once(self.plan), steps_at_once(self.plan))
        self.factors = measured_factors(self.plan, (row.judged for row in self.rows))
        self.live = LiveDoctor(self.plan) if self._alone else None

    @staticmethod
    def of(plan: Plan, file: RunFile, standing: Standing, watcher: Watcher, clock: Clock) -> Learning:
        """The run in the file, where it stands."""
        step, rows = standing.position.step, list(standing.epochs)
        watch = Watch.over((row.judged for row in rows), plan.settings)
        session = open_session(plan, dict(standing.state))
        file.write(lambda: file.write_fact("engine", plan.engine().name))
        size = sum(np.asarray(one).nbytes for one in standing.state.values())
        kept = file.snapshot_steps() if step else [0]
        keeper = Keeper(file, step, size, kept, best=(watch.best_epoch, watch.best_epoch * plan.steps_per_epoch))
        return Learning(plan, keeper, watcher, clock, session, watch, standing.position, rows)

    def until_the_end(self) -> Verdict:
        """Turn after turn, until there is a reason to stop."""
        self._time_since()
        while True:
            self.position = replace(self.position, seconds=self.position.seconds + self._time_since())
            self.session.give({self._learning_rate: self.plan.learning_rate * self.factors(self.epoch + 1)})
            turn = self._epochs if self.pace.by_epochs and not self.position.step % self.plan.steps_per_epoch else self._piece
            verdict = turn() or self._asked_to_stop()
            (write,) = self.clock.agree(self.keeper.due)
            if self._looking.due or verdict:
                self._look()
            if verdict:
                return self._close(verdict)
            if write:
                self.keeper.write(self.position, self.session.state)
            elif self._alone:  # several processes must keep the same states, and this goes by the clock of each
                self.keeper.collect(self.position.step, lambda: self.session.state)

    def _time_since(self) -> float:
        """The seconds since this was asked before: all of them are seconds of training, whatever they went into."""
        took = self.clock.since(self._asked)
        self._asked = perf_counter()
        return took

    @property
    def epoch(self) -> int:
        """How many whole epochs are made."""
        return self.position.step // self.plan.steps_per_epoch

    @property
    def _alone(self) -> bool:
        return self.clock.processes.count == 1

    @cached_property
    def _learning_rate(self) -> str:
        return self.plan.step(self.plan.batch).learning_rate.name

    def _asked_to_stop(self) -> Verdict | None:
        step, seconds = self.position.step, self.position.seconds
        return stopped_by_hand(step) if self.clock.stopping else out_of_time(seconds, self.plan.settings, step)

    def _look(self) -> None:
        """Warn of what is going wrong, in words that are new."""
        if self.live is not None:
            with self._looking.once():
                warnings = self.live.look(self.session.state, self.rows, self.position.step)
            for text in warnings:
                self.keeper.warn(self.position.step, text)
                self.watcher.warning(text)

    def _close(self, verdict: Verdict) -> Verdict:
        self.keeper.write(self.position, self.session.state, verdict)
        # Whoever predicts needs the best weights, and may not have the data to compute them again.
        _, best = self.keeper.best
        (lacking,) = self.clock.agree(best not in self.keeper.kept)
        if lacking:
            self._go_to(max(step for step in self.keeper.kept if step <= best), best)
            self.keeper.keep_best(self.session.state)
        return verdict

    # ── some steps of a long epoch ──────────────────────────────────────────

    def _piece(self) -> Verdict | None:
        """Some steps of the epoch at work; and if it is over then, its measurements."""
        made = make_steps(self.plan, self.session, piece := self._next_piece())
        took = self._time_since()
        self.pace.steps_took(len(piece.rows), took)
        self.keeper.add((), made)
        self.position = Position(self.position.step + len(made), self.position.seconds + took)
        if len(made) < len(piece.rows):
            self._stop_before_a_bad_step()
        done, of = self.position.step % self.plan.steps_per_epoch, self.plan.steps_per_epoch
        if done:
            self.watcher.steps(done, of, float(made[-1]))
            return None
        return self._end_of_epoch()

    def _next_piece(self) -> Piece:
        if self._coming is None:
            self._epoch_began = perf_counter()
            self._coming = pieces_between(self.plan, self.position.step, (self.epoch + 1) * self.plan.steps_per_epoch)
        piece, self._rest = (self._rest or next(self._coming)).split(self.pace.steps)
        return piece

    def _end_of_epoch(self) -> Verdict | None:
        self._coming = None
        surveys = [one[np.newaxis] for one in self.session.survey()]
        self.position = replace(self.position, seconds=self.position.seconds + self._time_since())
        (row,) = epoch_rows(self.plan, self.epoch, [self.position.seconds], surveys)
        _, verdict, bad = self._judge([row])
        if bad:
            self._stop_at_a_measurement(bad)
        self._take([row], ())
        self.pace.epochs_took(1, self.clock.since(self._epoch_began))
        return verdict

    # ── several epochs ──────────────────────────────────────────────────────

    def _epochs(self) -> Verdict | None:
        """As many whole epochs as fit between two looks; if training should have stopped on the way, the ones up to there."""
        count = max(1, min(self.pace.epochs, self.plan.settings.epochs - self.epoch, self.watch.patience - self.watch.waited))
        if self.plan.schedule.measured is not None:
            self._turned_from = (self.position.step, self.session.state)
        laps = self.session.epochs(*epochs_given(self.plan, self.epoch + 1, count))
        took = self._time_since()
        seconds = [self.position.seconds + took * (lap + 1) / count for lap in range(laps.completed)]
        rows = epoch_rows(self.plan, self.epoch + 1, seconds, laps.surveys)
        good, verdict, bad = self._judge(rows)
        losses = [part[:good] for part in laps.losses]
        if good:
            self.position = Position(rows[good - 1].step, rows[good - 1].seconds)
        if good < count:
            self._go_back()
        self._take(rows[:good], [np.concatenate(losses, axis=1).reshape(-1)] if good else ())
        if bad:
            self._stop_at_a_measurement(bad)
        # All of the turn counts: on small tables drawing the order and writing the epochs takes longer than computing them.
        more = self._time_since()
        self.position = replace(self.position, seconds=self.position.seconds + more)
        self.pace.epochs_took(count, took + more)
        if good < len(rows):
            self.pace.epochs = min(self.pace.epochs, good)  # the learning rate has changed, and may soon do so again
        if laps.completed < count:
            self.pace.epochs = 0  # one of the next steps is bad: it is found where the epoch is made in pieces
        return verdict

    # ── looking at what was made ────────────────────────────────────────────

    def _judge(self, rows: Sequence[EpochRow]) -> tuple[int, Verdict | None, EpochRow | None]:
        """How far the epochs count: up to a reason to stop, to a change of the learning rate, or to the first that is not finite, which is the last answer."""
        # Those of an epoch depend on the epochs before it only.
        self.factors = measured_factors(self.plan, (row.judged for row in chain(self.rows, rows)))
        for good, row in enumerate(rows, start=1):
            if odd(row):
                return good - 1, None, row
            self.watch = self.watch.after(row.judged)
            self.rows.append(row)
            verdict = self.watch.verdict(row.judged, self.plan.settings, judged_on=self.plan.judged_on)
            if verdict or self.factors(row.epoch + 1) != self.factors(row.epoch):
                return good, verdict, None
        return len(rows), None, None

    def _take(self, rows: Sequence[EpochRow], losses: Sequence[Array]) -> None:
        """Keep epochs, and show them."""
        self.keeper.add(rows, *losses)
        best = self.watch.best_epoch
        step = best * self.plan.steps_per_epoch
        (may_copy,) = self.clock.agree(self.keeper.may_copy)
        self.keeper.note_best(best, step, (lambda: self.session.state) if may_copy and step == self.position.step else None)
        for row in rows:
            self.watcher.epoch(row)

    def _go_back(self) -> None:
        """Let the session, which has gone too far, stand where the run does: from the last state that is at hand on, to the same bits as before."""
        step, state = self._turned_from or (self.keeper.written, None)
        self._go_to(step, self.position.step, state)

    def _go_to(self, known: int, step: int, state: State | None = None) -> None:
        self.session.load(self.keeper.file.snapshot(known) if state is None else state)
        walk(self.plan, self.session, known, step, self.factors)

    # ── stopping at a number that is not finite ─────────────────────────────

    def _stop_before_a_bad_step(self) -> NoReturn:
        self._go_to(self.keeper.written, self.position.step)
        state, bad = self.session.state, self.position.step + 1
        self._fail(say_where(self.plan, state, bad, self.factors((bad - 1) // self.plan.steps_per_epoch + 1)))

    def _stop_at_a_measurement(self, row: EpochRow) -> NoReturn:
        # An epoch that has no measurements is not one: the run stands at the end of the one before, or where it was written last.
        step = max(row.step - self.plan.steps_per_epoch, self.keeper.written)
        if step < self.position.step:
            self.keeper.forget_after(step)
            self._go_to(self.keeper.written, step)
            self.position = replace(self.position, step=step)
        self._fail(say_measurement(row, odd(row)))

    def _fail(self, message: str) -> NoReturn:
        self.keeper.write(self.position, self.session.state, Verdict("not finite", message))
        raise NonFiniteError(message)


def epoch_rows(plan: Plan, first: int, seconds: Sequence[float], surveys: Sequence[Array]) -> list[EpochRow]:
    """The measurements after the epochs from `first` on, which were over at these seconds; of each survey (epochs, 2): loss and metric."""
    training, *held_out = (survey[: len(seconds)].tolist() for survey in surveys)
    validation = held_out[0] if held_out else repeat((None, None))
    per_epoch = plan.steps_per_epoch
    return [
        EpochRow(epoch, epoch * per_epoch, at, one[0], other[0], one[1], other[1])
        for epoch, at, one, other in zip(count(first), seconds, training, validation, strict=False)
    ]


def odd(row: EpochRow) -> str:
    """The first number of an epoch that is not finite, by name; empty if all are."""
    # The steps were finite, but a row that no step saw since, or that is held out, may lie further out.
    if isfinite(row.training_loss + row.training_metric + (row.validation_loss or 0.0) + (row.validation_metric or 0.0)):
        return ""
    return next((name for name, value in zip(MEASURED, row[-len(MEASURED) :], strict=True) if value is not None and not isfinite(value)), "")
