"""What a training run tells those who watch it; the displays are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from glassgrad.data import ColumnReport

from .standing import EpochRow


@dataclass(frozen=True)
class Opening:
    """What is known before the first step."""

    source: str
    task: str
    because: str
    network: str
    parameters: int
    training_rows: int
    validation_rows: int
    epochs: int
    metric: str
    notes: tuple[str, ...]
    columns: tuple[ColumnReport, ...]
    """What was done to each column, the target last."""
    engine: str = ""
    engine_asked: str = ""
    """The engine that computes, and the one asked for: another one where that cannot work."""
    time_limit: float | None = None
    """Seconds of training, at most; None for no limit."""
    resumed_at: int = 0
    """The step from which a run goes on that was stopped."""
    earlier: tuple[EpochRow, ...] = ()
    """The epochs before that."""


class Watcher(Protocol):
    """Something that is told how training goes."""

    def opening(self, opening: Opening) -> None:
        """Training is about to start."""

    def steps(self, done: int, of: int, loss: float) -> None:
        """So many steps of a long epoch are made, of so many; and the loss of the last one on its own batch."""

    def epoch(self, row: EpochRow) -> None:
        """An epoch is over."""

    def warning(self, text: str) -> None:
        """Something to beware of was noticed on the way; a short sentence without a full stop."""

    def closing(self, reason: str) -> None:
        """Training is over, for this reason."""


class Silent:
    """A watcher that says nothing."""

    def opening(self, opening: Opening) -> None:
        """Nothing."""

    def steps(self, done: int, of: int, loss: float) -> None:
        """Nothing."""

    def epoch(self, row: EpochRow) -> None:
        """Nothing."""

    def warning(self, text: str) -> None:
        """Nothing."""

    def closing(self, reason: str) -> None:
        """Nothing."""
