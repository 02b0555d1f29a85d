"""`Keeper`: writes a run into its file while it is made, in transactions: whatever happens, the file holds the run up to one of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .convergence import Verdict
from .keeping import outgrown
from .run_file import WARNING, BusyError, RunFile
from .sparing import Sparing
from .standing import EpochRow, Position

Array = np.ndarray[Any, Any]
State = Mapping[str, Any]
TIMES = 50
"""A pause is so many times as long as what it follows took: so keeping states takes a fiftieth of the time."""
SECONDS_BETWEEN_STATES = 0.1
"""So a step is replayed in about that time, as long as the run is not so long that states are thinned."""
MOST_WAITING_BYTES = 16 * 2**20
"""States that wait for the next write."""
ATTEMPTS_AT_THE_END = 300
"""Each waits for a tenth of a second for those who read."""


@dataclass(eq=False)
class Keeper:
    """What has happened since the last write, and when it is time for the next one.

    A write keeps the epochs, the losses of all steps and the state after the last one, together or not at all; and some states in between.
    """

    file: RunFile
    written: int
    """The step up to which the file holds the run."""
    state_bytes: int
    kept: list[int]
    """The steps whose states are kept."""
    best: tuple[int, int] = (0, 0)
    """The best epoch and its last step."""
    _best_state: State | None = None
    _waiting: dict[int, State] = field(default_factory=dict)
    _rows: list[EpochRow] = field(default_factory=list)
    _losses: list[Array] = field(default_factory=list)
    _warnings: list[tuple[int, str]] = field(default_factory=list)
    _writing: Sparing = field(default_factory=lambda: Sparing(TIMES, SECONDS_BETWEEN_STATES))
    _collecting: Sparing = field(default_factory=lambda: Sparing(TIMES, SECONDS_BETWEEN_STATES))
    _copying: Sparing = field(default_factory=lambda: Sparing(TIMES))

    def add(self, rows: Sequence[EpochRow], *losses: Array) -> None:
        """Take note of epochs, and of the losses of further steps."""
        self._rows += rows
        self._losses += [one for one in losses if len(one)]

    def forget_after(self, step: int) -> None:
        """Forget the losses of the steps after this one, which are not written yet."""
        self._losses = [np.concatenate(self._losses)[: step - self.written]] if self._losses else []
        self._waiting = {one: state for one, state in self._waiting.items() if one <= step}

    def warn(self, step: int, text: str) -> None:
        """Take note of a warning."""
        self._warnings.append((step, text))

    @property
    def due(self) -> bool:
        """Whether it is time to write."""
        return self._writing.due

    @property
    def may_copy(self) -> bool:
        """Whether there is time for a copy of the state after the best epoch."""
        return self._copying.due

    def note_best(self, epoch: int, step: int, copy: Callable[[], State] | None = None) -> None:
        """The best epoch so far, and its last step; and what makes a copy of the state after it, if that is at hand and there is time for it."""
        if (epoch, step) == self.best:
            return
        self.best, self._best_state = (epoch, step), None
        if copy is not None:
            with self._copying.once():
                self._best_state = copy()

    def collect(self, step: int, copy: Callable[[], State]) -> None:
        """Let the next write keep the state after that step too, if it is time for that; large ones are kept at a write only."""
        if self._collecting.due and self.state_bytes * (len(self._waiting) + 1) <= MOST_WAITING_BYTES:
            with self._collecting.once():
                self._waiting[step] = copy()

    def write(self, position: Position, state: State, verdict: Verdict | None = None) -> None:
        """Write all of it, and the state after the last step; with a verdict, how the run ended.

        While somebody reads the file, it is left for later; but not at the end. Raises: WriteError; then nothing of it is in the file.
        """
        attempts = ATTEMPTS_AT_THE_END if verdict else 1
        for left in reversed(range(attempts)):
            try:
                self._write(position, state, verdict)
                return
            except BusyError:
                if verdict and not left:
                    raise

    def keep_best(self, state: State) -> None:
        """Write the state after the best epoch. Raises: WriteError."""
        step = self.best[1]
        self.file.write(lambda: self.file.write_snapshot(step, state), size=self.state_bytes)
        self.kept = sorted({*self.kept, self.best[1]})

    def _write(self, position: Position, state: State, verdict: Verdict | None) -> None:
        new, gone, kept = self._states(position.step, state)
        happened = Happened(self.written + 1, self._rows, self._losses, self._warnings, self.best)

        def write() -> None:
            # Epochs and losses are written once, whenever that is; how often to write depends on the rest.
            with self._writing.not_counting():
                happened.write_numbers(self.file)
            happened.write_words(self.file)
            for step, one in new.items():
                self.file.write_snapshot(step, one)
            self.file.drop_snapshots(gone)
            self.file.write_position(position)
            if verdict is not None:
                self.file.write_outcome(position.step, verdict.kind, verdict.reason)

        with self._writing.once():
            self.file.write(write, position, size=self.state_bytes * len(new))
        self.kept, self.written = kept, position.step
        self._rows, self._losses, self._warnings, self._waiting, self._best_state = [], [], [], {}, None

    def _states(self, last: int, state: State) -> tuple[dict[int, State], list[int], list[int]]:
        """The states that are written now, the steps of those that are dropped, and the steps whose states are kept then."""
        best = self.best[1]
        new = {**self._waiting, last: state, **({} if self._best_state is None else {best: self._best_state})}
        known = sorted({*self.kept, *new})
        gone = set(outgrown(known, state_bytes=self.state_bytes, always=(0, best, last)))
        written = {step: new[step] for step in set(new).difference(gone, self.kept)}
        return written, sorted(gone.intersection(self.kept)), [step for step in known if step not in gone]


@dataclass(frozen=True)
class Happened:
    """What has happened from a step on: epochs, the losses of all steps, warnings; and which epoch, with its last step, is the best so far."""

    first: int
    rows: Sequence[EpochRow]
    losses: Sequence[Array]
    warnings: Sequence[tuple[int, str]]
    best: tuple[int, int]

    def write_numbers(self, file: RunFile) -> None:
        """Write epochs and losses."""
        file.write_epochs(self.rows)
        if any(map(len, self.losses)):
            file.write_losses(self.first, np.concatenate(self.losses))

    def write_words(self, file: RunFile) -> None:
        """Write warnings, and which epoch is the best."""
        for at, text in self.warnings:
            file.write_event(at, WARNING, text)
        file.write_fact("best", dict(zip(("epoch", "step"), self.best, strict=True)))
