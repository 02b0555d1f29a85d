"""What was done to the data before the network saw them."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.data.words import quoted
from glassgrad.explain.blocks import Block, Caution, Heading, Table
from glassgrad.training import Run
from glassgrad.training.notes import notes_of

from .words import aside

MOST_COLUMNS = 30


def preparation(run: Run) -> Iterator[Block]:
    """Column by column; then what was noticed."""
    yield Heading(("What the network sees of the data",))
    yield aside("Means, deviations, gaps and words were learnt from the training rows only, so that the rows that judge stay unseen.")
    lines, targets = run.plan.preparation.report(), len(run.plan.preparation.all_targets)
    inputs, predicted = lines[:-targets], lines[-targets:]
    shown = [*inputs[:MOST_COLUMNS], *predicted[:MOST_COLUMNS]]
    rows = tuple(((quoted(one.name),), (one.kind,), (one.what_was_done,)) for one in shown)
    yield Table((("column",), ("kind",), ("what was done",)), rows)
    if len(shown) < len(lines):
        yield aside(f"{len(lines) - len(shown):,} more columns are not listed here; the command glassgrad train shows all of them.")
    for note in dict.fromkeys(notes_of(run.plan)):  # what is noticed twice is told once
        yield Caution((f"{note[:1].upper()}{note[1:].rstrip('.')}.",))
