"""Watching a run: live in a terminal, with the loss curve as it grows; in plain lines everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from .loss_curve import ASCII, UNICODE, Ink, loss_curve
from .run_file import EpochRow
from .watching import Opening, Silent, Watcher

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

SECONDS_BETWEEN_DRAWINGS = 0.1
"""Often enough to look alive; drawing takes a few thousandths of a second."""
PAUSE_PER_DRAWING = 20
"""The pause is at least so many times as long as the last drawing took, so that training is slowed by 5 % at most."""
WIDEST, TALLEST = 100, 15
LINES_BESIDE_THE_CURVE = 8
SHORTEST = 6
TRAINING_STYLE, VALIDATION_STYLE = "cyan", "yellow"


@contextmanager
def watcher_for(stream: TextIO, *, quiet: bool = False, plain: bool = False) -> Iterator[Watcher]:
    """The display that suits the stream: nothing if `quiet`, live in a terminal, else (or if `plain`) a line now and then.

    Whatever happens inside, the terminal is left as it was found.
    """
    if quiet:
        yield Silent()
    elif plain or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield PlainProgress(stream)
    else:
        live = LiveProgress(stream)
        try:
            yield live
        finally:
            live.stop()


def is_told(epoch: int) -> bool:
    """Whether the plain display has a line for this epoch: 1, 2, 3, 5, 10, 20, 30, 50, 100 and so on.

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
    """A line for some epochs, ever more seldom, and for the last one."""

    stream: TextIO
    metric: str = "metric"
    last: EpochRow | None = None
    told: int = 0

    def opening(self, opening: Opening) -> None:
        """Remember what the metric is called."""
        self.metric = opening.metric

    def epoch(self, row: EpochRow) -> None:
        """Write a line if it is time for one."""
        self.last = row
        if is_told(row.epoch):
            self._tell(row)

    def closing(self, reason: str) -> None:
        """Write the line of the last epoch, if it has none yet."""
        if self.last is not None and self.told != self.last.epoch:
            self._tell(self.last)

    def _tell(self, row: EpochRow) -> None:
        self.told = row.epoch
        self.stream.write(say_numbers(row, self.metric) + "\n")
        self.stream.flush()


@dataclass
class Picture:
    """All that the live display shows."""

    epochs: int
    metric: str
    rows: list[EpochRow] = field(default_factory=list)
    reason: str = ""

    def lines(self, width: int, height: int, ink: Ink) -> list[Text]:
        """The curve, the bar and the numbers, on at most so many lines."""
        curve = self._curve(min(width, WIDEST), min(TALLEST, height - LINES_BESIDE_THE_CURVE), ink)
        return [*curve, self._bar(min(width, WIDEST), ink), *self._numbers()]

    @property
    def seconds_left(self) -> float:
        """How much longer it takes if no epoch is spared."""
        last = self.rows[-1]
        return (self.epochs - last.epoch) * last.seconds / last.epoch

    def _curve(self, width: int, height: int, ink: Ink) -> list[Text]:
        from rich.text import Text

        if height < SHORTEST:
            return []
        lines = loss_curve([row.training_loss for row in self.rows], [row.validation_loss for row in self.rows], width, height, ink=ink)
        return [*(coloured(line, ink) for line in lines), Text("")]

    def _bar(self, width: int, ink: Ink) -> Text:
        from rich.text import Text

        last = self.rows[-1]
        before = f"epoch {last.epoch:,} of at most {self.epochs:,} "
        after = f" {say_seconds(last.seconds)}" if self.reason else f" at most {say_seconds(self.seconds_left)} left"
        room = max(4, width - len(before) - len(after) - 2)
        done = min(room, round(room * last.epoch / self.epochs))
        full, empty = ("━", "─") if ink.fine else ("=", "-")
        return Text.assemble(before, (full * done, TRAINING_STYLE), (empty * (room - done), "dim"), after)

    def _numbers(self) -> list[Text]:
        from rich.text import Text

        last = self.rows[-1]
        best = min(self.rows, key=lambda row: row.training_loss if row.validation_loss is None else row.validation_loss)
        lowest = f"training {say_loss(best.training_loss)}" if best.validation_loss is None else f"validation {say_loss(best.validation_loss)}"
        loss, score = [f"training {say_loss(last.training_loss)}"], [f"training {last.training_metric:.3f}"]
        if last.validation_loss is not None and last.validation_metric is not None:
            loss.append(f"validation {say_loss(last.validation_loss)}")
            score.append(f"validation {last.validation_metric:.3f}")
        facts = {
            "loss": loss,
            "lowest": [f"{lowest} in epoch {best.epoch:,}"],
            self.metric: score,
            "speed": [f"{last.step / max(last.seconds, 1e-9):,.0f} steps/s"],
        }
        margin = max(map(len, facts))
        lines = [f"{label:<{margin}}  {'   '.join(f'{part:<18}' for part in parts)}".rstrip() for label, parts in facts.items()]
        return [Text(line) for line in lines]


def coloured(line: str, ink: Ink) -> Text:
    """A line of the curve in colour: the marks of the training loss in one, those of the validation loss in another."""
    from rich.text import Text

    text = Text(line)
    text.highlight_regex("[\u2801-\u28ff]+" if ink.fine else r"\*+", TRAINING_STYLE)
    text.highlight_regex(f"{ink.ring}+", VALIDATION_STYLE)
    return text


class LiveProgress:
    """The loss curve, a bar and the numbers, drawn anew up to ten times a second."""

    def __init__(self, stream: TextIO, *, console: Console | None = None) -> None:
        from rich.console import Console

        self.console = console or Console(file=stream, highlight=False)
        self.ink = ASCII if self.console.options.ascii_only else UNICODE
        self.live: Live | None = None
        self.picture = Picture(0, "metric")
        self.next_drawing = 0.0

    def opening(self, opening: Opening) -> None:
        """Take over the lower part of the terminal."""
        from rich.live import Live

        self.picture = Picture(opening.epochs, opening.metric)
        self.live = Live(console=self.console, auto_refresh=False, vertical_overflow="crop")
        self.live.start()

    def epoch(self, row: EpochRow) -> None:
        """Take note of the epoch; draw if the last drawing is old enough."""
        self.picture.rows.append(row)
        now = monotonic()
        if now >= self.next_drawing:
            self._draw()
            after = monotonic()
            self.next_drawing = after + max(SECONDS_BETWEEN_DRAWINGS, PAUSE_PER_DRAWING * (after - now))

    def closing(self, reason: str) -> None:
        """Draw the end and leave it standing."""
        self.picture.reason = reason
        self._draw()
        self.stop()

    def stop(self) -> None:
        """Give the terminal back."""
        if self.live is not None:
            self.live.stop()
            self.live = None

    def _draw(self) -> None:
        if self.live is not None and self.picture.rows:
            self.live.update(self._drawing(), refresh=True)

    def _drawing(self) -> Table:
        from rich.table import Table

        table = Table.grid()
        table.add_column(no_wrap=True, overflow="crop")
        for line in self.picture.lines(self.console.width - 1, self.console.height, self.ink):
            table.add_row(line)
        return table
