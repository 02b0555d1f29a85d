"""A watcher that takes note of every epoch, and lets another one show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from glassgrad.training.standing import EpochRow
from glassgrad.training.watching import Opening, Watcher


@dataclass(eq=False)
class Noting:
    """The epochs of a run that is made, in order: sooner at hand than those that are read from its file."""

    shown_by: Watcher
    rows: list[EpochRow] = field(default_factory=list)

    def opening(self, opening: Opening) -> None:
        """Show it."""
        self.shown_by.opening(opening)

    def steps(self, done: int, of: int, loss: float) -> None:
        """Show it."""
        self.shown_by.steps(done, of, loss)

    def epoch(self, row: EpochRow) -> None:
        """Take note of it, and show it."""
        self.rows.append(row)
        self.shown_by.epoch(row)

    def warning(self, text: str) -> None:
        """Show it."""
        self.shown_by.warning(text)

    def closing(self, reason: str) -> None:
        """Show it."""
        self.shown_by.closing(reason)
