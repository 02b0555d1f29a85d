"""Facts on the screen: what `glassgrad train` says before the first step and after the last, and labelled lines for every command."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from .terminal import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from glassgrad.data import ColumnReport
    from glassgrad.training import Opening, Run

MOST_COLUMNS = 40
INDENT = 12


def show_opening(screen: Console, opening: Opening) -> None:
    """The table with what was done to each column, the task and why, the network; then what to beware of."""
    screen.print(_columns(opening.columns))
    screen.print()
    held_out = f", {opening.validation_rows:,} held out to judge it" if opening.validation_rows else "; none is held out"
    facts = [
        ("data", f"{opening.source}: {opening.training_rows:,} rows to learn from{held_out}"),
        ("task", opening.because),
        ("network", f"{opening.network}: {opening.parameters:,} parameters"),
        *((("resumed", f"after step {opening.resumed_at:,}"),) if opening.resumed_at else ()),
        *((("engine", say_stand_in(opening.engine, opening.engine_asked)),) if opening.engine != opening.engine_asked else ()),
        *(("note", note) for note in opening.notes),
    ]
    show_facts(screen, facts)
    screen.print()


def show_outcome(screen: Console, run: Run, save: Path | None) -> None:
    """Why training stopped, how good the network is, where the run is, and what to try next."""
    from glassgrad.training.run_file import WARNING

    held_out = len(run.plan.split.validation)
    where = f"{held_out:,} held-out rows" if held_out else f"{len(run.plan.split.training):,} training rows"
    facts = [
        ("stopped", run.outcome["reason"]),
        (run.plan.metric.name, f"{run.score():.3f} on the {where}, with the weights of epoch {run.best['epoch']:,}"),
    ]
    if run.engine != run.plan.settings.engine:
        facts.append(("engine", say_stand_in(run.engine, run.plan.settings.engine)))
    if save is None:
        facts.append(("next", "add --save RUN.glass to keep a run; then predict with it, and explain any of its steps"))
    else:
        facts.append(("saved", str(save)))
    if save is not None and run.outcome["kind"] in ("interrupted", "time"):
        facts.append(("go on", f"glassgrad train --resume {quote(str(save))}"))
    if save is not None and any(kind == WARNING for _, kind, _ in run.file.events()):
        facts.append(("more", f"glassgrad doctor {quote(str(save))} says more about the warnings"))
    if save is not None and run.steps:
        facts.append(("next", f"glassgrad explain {quote(str(save))} --step 1 --row 0 --unit 1.0"))
    screen.print()
    show_facts(screen, facts)


def say_stand_in(engine: str, asked: str) -> str:
    """That another engine computes than the one asked for."""
    return f"{engine}, in place of {asked}: slower, and the last digits may differ"


def show_facts(screen: Console, facts: list[tuple[str, str]], *, indent: int = INDENT) -> None:
    """Words with labels before them; a long line is continued under its beginning."""
    from rich.text import Text

    for label, words in facts:
        style = "yellow" if label == "note" else "cyan"
        for place, line in enumerate(Text(printable(words)).wrap(screen, max(20, screen.width - indent))):
            line.rstrip()
            screen.print(Text.assemble((f"{'' if place else label:<{indent}}", style), line), soft_wrap=True)


def _columns(columns: tuple[ColumnReport, ...]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("column", overflow="fold", max_width=32)
    table.add_column("kind")
    table.add_column("what was done", overflow="fold")
    *inputs, target = columns
    for column in inputs[:MOST_COLUMNS]:
        table.add_row(*(Text(printable(part)) for part in (column.name, column.kind, column.what_was_done)))
    if len(inputs) > MOST_COLUMNS:
        table.add_row("…", "", f"and {len(inputs) - MOST_COLUMNS:,} more")
    table.add_row(Text(printable(target.name), style="bold"), target.kind, Text(printable(target.what_was_done)))
    return table
