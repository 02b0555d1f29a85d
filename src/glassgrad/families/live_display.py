"""Watching a comparison live in a terminal: every family with the folds that are over and its score so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, TextIO

from glassgrad.training.plain_progress import say_seconds
from glassgrad.writing.plain import visible

from .family import Family
from .plain_display import say_scores
from .watching import Beginning

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table

DRAWINGS_PER_SECOND = 4
LONGEST_REASON = 40


@dataclass
class Line:
    """What is known of one family."""

    family: Family
    done: int = 0
    of: int = 1
    words: str = ""


@dataclass
class Lines:
    """What the live display shows: a line for each family, and one for all of them."""

    families: dict[str, Line] = field(default_factory=dict)
    folds: int = 0
    measure: str = "score"
    began: float = 0.0

    def begin(self, beginning: Beginning) -> None:
        """All families, none of which has learnt yet."""
        turns = beginning.folds + 1
        self.families = {one.name: Line(one, of=turns) for one in beginning.families}
        self.measure, self.began = beginning.measure, monotonic()

    def table(self, *, ascii_only: bool) -> Table:
        """As rich draws it."""
        from rich.table import Table

        full, empty = ("=", "-") if ascii_only else ("━", "─")
        table = Table.grid(padding=(0, 2))
        for line in self.families.values():
            table.add_row(line.family.title, f"[cyan]{full * line.done}[/cyan][dim]{empty * (line.of - line.done)}[/dim]", line.words)
        done, of = (sum(getattr(line, name) for line in self.families.values()) for name in ("done", "of"))
        table.add_row("", f"{done} of {of}", say_seconds(monotonic() - self.began))
        return table


class LiveDisplay:
    """The lines, drawn anew a few times a second, and gone when all families are done."""

    def __init__(self, stream: TextIO, *, console: Console | None = None) -> None:
        from rich.console import Console

        self.console = console or Console(file=stream, highlight=False)
        self.lines = Lines()
        self.live: Live | None = None

    def begins(self, beginning: Beginning) -> None:
        """Take over the lower part of the terminal."""
        from rich.live import Live

        self.lines.begin(beginning)
        draw = lambda: self.lines.table(ascii_only=self.console.options.ascii_only)
        self.live = Live(console=self.console, get_renderable=draw, refresh_per_second=DRAWINGS_PER_SECOND, transient=True)
        self.live.start()

    def learnt(self, family: Family, done: int, of: int, scores: tuple[float, ...]) -> None:
        """Take note of it."""
        line = self.lines.families[family.name]
        line.done, line.words = done, f"{self.lines.measure} {say_scores(scores)}" if scores else ""

    def failed(self, family: Family, because: str) -> None:
        """Take note of it."""
        from rich.markup import escape

        line = self.lines.families[family.name]
        line.done, line.words = line.of, escape(f"left out: {visible(because, LONGEST_REASON)}")

    def ends(self) -> None:
        """Give the terminal back."""
        if self.live is not None:
            self.live.stop()
            self.live = None
