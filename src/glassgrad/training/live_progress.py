"""Watching a run live in a terminal."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, TextIO

from .loss_curve import ASCII, UNICODE
from .picture import Picture
from .standing import EpochRow
from .watching import Opening

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

SECONDS_BETWEEN_DRAWINGS = 0.1
"""Often enough to look alive; drawing takes a few thousandths of a second."""
PAUSE_PER_DRAWING = 20
"""The pause is at least so many times as long as the last drawing took, so that training is slowed by 5 % at most."""


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

        self.picture = Picture(opening.epochs, opening.metric, list(opening.earlier), time_limit=opening.time_limit)
        self.live = Live(console=self.console, auto_refresh=False, vertical_overflow="crop")
        self.live.start()

    def steps(self, done: int, of: int, loss: float) -> None:
        """Take note of them; draw if the last drawing is old enough."""
        self.picture.part = (done, of, loss)
        self._draw_now_and_then()

    def epoch(self, row: EpochRow) -> None:
        """Take note of the epoch; draw if the last drawing is old enough."""
        self.picture.rows.append(row)
        self.picture.part = None
        self._draw_now_and_then()

    def _draw_now_and_then(self) -> None:
        now = monotonic()
        if now >= self.next_drawing:
            self._draw()
            after = monotonic()
            self.next_drawing = after + max(SECONDS_BETWEEN_DRAWINGS, PAUSE_PER_DRAWING * (after - now))

    def warning(self, text: str) -> None:
        """Show it under the numbers, from the next drawing on."""
        self.picture.warnings.append(text)
        self.next_drawing = 0.0

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
        if self.live is not None and (self.picture.rows or self.picture.part):
            self.live.update(self._drawing(), refresh=True)

    def _drawing(self) -> Table:
        from rich.table import Table

        table = Table.grid()
        table.add_column(no_wrap=True, overflow="crop")
        for line in self.picture.lines(self.console.width - 1, self.console.height, self.ink):
            table.add_row(line)
        return table
