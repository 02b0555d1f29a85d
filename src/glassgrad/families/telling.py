"""A comparison in words: how good, how fast, what is kept of the data and where, what a line can do, and which family to take."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain import Story
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Table
from glassgrad.writing.mathematics import Mathematics, Words, mathematics
from glassgrad.writing.plain import capital

from .comparison import Comparison, Result
from .guide import guide
from .one_row import row_blocks
from .quantities import decimals_in_table, growth, score, seconds, size, spread_score
from .verdict_words import told_verdict

BYTES = (
    "Bytes, measured alike for all: what the numbers of these things take, as wide as they are kept. A row or a support vector is all its numbers; "
    "a question in a tree is which input, the threshold and the two ways on, a leaf its values. Names, and what libraries keep beside, are not counted."
)


def story(seen: Comparison, *, pictures: bool) -> Story:
    """The whole comparison; in a form that can show them, with all its pictures."""
    return Story((f"Model families side by side: {seen.problem.table.source}",), (*blocks(seen), *(_pictures(seen) if pictures and seen.results else ())))


def _pictures(seen: Comparison) -> Iterator[Block]:
    from .pictures import pictures_of

    yield Heading(("In pictures",))
    yield from pictures_of(seen)


def blocks(seen: Comparison) -> Iterator[Block]:
    """The parts of the story, in order."""
    yield from _opening(seen)
    if seen.results:
        yield _scores(seen)
        yield from _below(seen)
        yield Heading(("What is kept of the rows",))
        yield _kept(seen)
        yield Aside((BYTES,))
        yield Heading(("Where the knowledge is",))
        yield from (Aside((f"{one.family.title}: {one.knows[:1].lower()}{one.knows[1:]}",)) for one in seen.results)
        verdict = told_verdict(seen)
        if verdict:
            yield Heading(("Is a linear model enough?",))
            yield from verdict
        yield Heading(("Which one to take",))
        yield from guide(seen)
    if seen.settings.explain is not None and seen.results:
        yield Heading((f"Row {seen.settings.explain}, as each family sees it",))
        yield from row_blocks(seen, seen.settings.explain, level=3)
    if seen.left_out:
        yield Heading(("Left out",))
        yield from (Aside((f"{one.family.title}: {one.because}.",)) for one in seen.left_out)


def _opening(seen: Comparison) -> Iterator[Block]:
    problem, first = seen.problem, seen.problem.folds[0]
    rows = sum(len(fold.held_out.places) for fold in problem.folds)
    yield Aside((f"{counted(rows, 'row')}, {counted(len(first.preparation.features), 'prepared input')}; {problem.choice.because}.",))
    count = len(problem.folds)
    others = f"the other {f'{count - 1} parts' if count > 2 else 'one'} ({len(first.training.places):,} rows the first time)"
    dealt = f"The rows are dealt into {count} parts, and each is held out once: every family learns from {others} and is judged on the part held out"
    yield Aside((f"{dealt}. Parts and preparation are the same for all{_differing(seen)}. Seed {seen.settings.seed}.",))
    yield from (Caution((f"{capital(note)}.",)) for note in problem.notes)


def _differing(seen: Comparison) -> str:
    """What some families do otherwise with the rows that they are given."""
    differing = [f"{one.family.title} {one.family.differs}" for one in seen.results if one.family.differs]
    return f", but {'; '.join(differing)}" if differing else ""


def _scores(seen: Comparison) -> Table:
    header: tuple[Words, ...] = (("family",), (seen.problem.measure,), ("learning",), ("predicting 1,000 rows",))
    decimals = decimals_in_table(one.spread for one in seen.results)
    return Table(header, tuple(_score_row(one, decimals) for one in seen.results))


def _score_row(one: Result, decimals: int) -> tuple[Words, ...]:
    return (one.family.title,), (spread_score(one.mean, one.spread, decimals),), (seconds(one.fit_seconds),), (seconds(one.predict_seconds),)


def _below(seen: Comparison) -> Iterator[Block]:
    folds = len(seen.problem.folds)
    what = "Accuracy is the share of right answers" if seen.problem.task.has_classes else "R² is the share of the target's spread that is explained"
    always = "the most frequent class" if seen.problem.task.has_classes else "the mean"
    yield Aside((
        f"{what}: the mean over {folds} folds ± their standard deviation. Always saying {always} has ", score(float(np.mean(seen.baseline))),
        ". Times are medians over the folds, on one processor.",
    ))  # fmt: skip
    yield from (Caution((f"{one.family.title}: {note}.",)) for one in seen.results for note in one.notes)


def _kept(seen: Comparison) -> Table:
    half, all_rows = len(seen.problem.half.places), len(seen.problem.folds[0].training.places)
    rows = tuple(row for one in seen.results for row in _kept_rows(one))
    header: tuple[Words, ...] = (("family",), (f"stored of {half:,} → of {all_rows:,} rows",), ("bytes",))
    return Table(header, rows)


def _kept_rows(one: Result) -> Iterator[tuple[Words, ...]]:
    """A line for each sort of things, the first one with the family's name and the bytes."""
    first, *others = growth(one.half.stored, one.all.stored)
    yield (one.family.title,), (first,), (_sizes(one),)
    yield from ((("",), (other,), (mathematics("", "{}"),)) for other in others)


def _sizes(one: Result) -> Mathematics:
    half, whole = size(one.half.bytes), size(one.all.bytes)
    return mathematics(f"{half.text} → {whole.text}", rf"{half.latex} \to {whole.latex}")
