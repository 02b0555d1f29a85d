"""Watching a run in plain lines: one for some epochs, ever more seldom; and how numbers are said in few characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

from glassgrad.writing.plain import visible

from .standing import EpochRow
from .watching import Opening


def is_told(epoch: int) -> bool:
    """Whether an epoch is told where not all of them are: 1, 2, 3, 5, 10, 20, 30, 50, 100 and so on.

    >>> [epoch for epoch in range(1, 120) if is_told(epoch)]
    [1, 2, 3, 5, 10, 20, 30, 50, 100]
    """
    digits = str(epoch)
    return digits.rstrip("0") in ("1", "2", "3", "5")


def say_seconds(seconds: float) -> str:
    """A length of time, in the two largest units.

    >>> say_seconds(0.84), say_seconds(42.4), say_seconds(192), say_seconds(7_380)
    ('0.8 s', '42 s', '3 min 12 s', '2 h 3 min')
    """
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def say_loss(loss: float) -> str:
    """A loss in few characters.

    >>> say_loss(0.25), say_loss(0.000041), say_loss(52_000.0)
    ('0.2500', '4.1e-05', '5.2e+04')
    """
    return f"{loss:.4f}" if 1e-3 <= loss < 1000 else f"{loss:.2g}"


def say_numbers(row: EpochRow, metric: str) -> str:
    """The numbers of an epoch, in one line.

    >>> print(say_numbers(EpochRow(3, 12, 0.5, 0.25, 0.5, 0.9, 0.875), "accuracy"))
    epoch     3  loss 0.2500   validation 0.5000   accuracy 0.900  validation 0.875
    """
    parts = [f"epoch {row.epoch:>5}", f"loss {say_loss(row.training_loss)}", f"{metric} {row.training_metric:.3f}"]
    if row.validation_loss is not None and row.validation_metric is not None:
        parts = [*parts[:2], f"validation {say_loss(row.validation_loss)}", *parts[2:], f"validation {row.validation_metric:.3f}"]
    widths = (11, 12, 18, 0, 0) if len(parts) > 3 else (11, 12, 0)
    return "  ".join(f"{part:<{wide}}" for part, wide in zip(parts, widths, strict=True))


@dataclass
class PlainProgress:
    """A line for some epochs, ever more seldom, or for `every_epoch`; and for the last one."""

    stream: TextIO
    every_epoch: bool = False
    metric: str = "metric"
    last: EpochRow | None = None
    told: int = 0

    def opening(self, opening: Opening) -> None:
        """Remember what the metric is called."""
        self.metric = opening.metric

    def steps(self, done: int, of: int, loss: float) -> None:
        """Nothing: an epoch is told when it is over."""

    def epoch(self, row: EpochRow) -> None:
        """Write a line if it is time for one."""
        self.last = row
        if self.every_epoch or is_told(row.epoch):
            self._tell(row)

    def warning(self, text: str) -> None:
        """Write it in a line of its own."""
        self._say(f"warning: {visible(text)}")

    def closing(self, reason: str) -> None:
        """Write the line of the last epoch, if it has none yet."""
        if self.last is not None and self.told != self.last.epoch:
            self._tell(self.last)

    def _tell(self, row: EpochRow) -> None:
        self.told = row.epoch
        self._say(say_numbers(row, self.metric))

    def _say(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()
