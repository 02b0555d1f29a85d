"""The report told: every line with its verdict, then what went wrong and how it goes, then what the update does to the loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from glassgrad.explain import Story
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Table
from glassgrad.writing.mathematics import Words
from glassgrad.writing.numbers import number
from glassgrad.writing.plain import capital

from .judging import NOT_SEARCHED
from .loss_after import LossAfter
from .quantities import Named, Quantity
from .report import Report
from .shown import shown_number
from .symbols import name_symbol, quantity_symbol
from .verdicts import Finding, Suspect, Verdict

MOST_SUSPECTS = 4
"""Slips that are named for one wrong number; further ones are counted."""
LONGEST = 70
"""Characters of a line that are quoted."""


def told(report: Report) -> Story:
    """The whole report."""
    blocks: list[Block] = [Aside(_summary(report))]
    if report.findings:
        blocks += [Heading(("Line by line",)), _table(report)]
    mended = [one for one in report.findings if one.verdict in (Verdict.WRONG, Verdict.CONVENTION)]
    if mended:
        blocks.append(Heading(("What went wrong",)))
        for one in mended:
            blocks += _mended(one)
    blocks += _remarks(report)
    if report.loss_after is not None:
        blocks += [Heading(("What the update does",)), *_after(report.loss_after)]
    blocks += _unread(report)
    return Story(("A hand calculation, checked",), tuple(blocks))


def _summary(report: Report) -> Words:
    counts = Counter(one.verdict for one in report.findings)
    judged = report.judged
    if not judged and not report.unread:
        return ("There is nothing to check: write at least one line with a number that is worked out, like y = 2*3 = 6.",)
    wrong, follow, other = counts[Verdict.WRONG], counts[Verdict.FOLLOWS], counts[Verdict.CONVENTION]
    parts = [f"{_lines(len(judged))} checked"]
    parts += [f"{wrong} wrong"] if wrong else []
    parts += [f"{other} by another convention"] if other else []
    parts += [f"{follow} that {'follow' if follow > 1 else 'follows'} from a wrong one"] if follow else []
    parts += ["all right"] if judged and not (wrong or follow or other or counts[Verdict.UNCHECKED]) else []
    parts += [f"{counts[Verdict.UNCHECKED]} that could not be checked"] if counts[Verdict.UNCHECKED] else []
    parts += [f"{len(report.unread)} that could not be read"] if report.unread else []
    return (", ".join(parts) + ".",)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _table(report: Report) -> Table:
    rows = tuple(_row(list(group)) for _, group in groupby(enumerate(report.findings), _together))
    return Table((("line",), ("on the sheet",), ("verdict",)), rows)


def _together(numbered: tuple[int, Finding]) -> tuple[int, int]:
    """What is given on one line stands in one row; everything else has a row of its own."""
    place, one = numbered
    return (one.line.number, -1) if one.verdict is Verdict.GIVEN else (one.line.number, place)


def _row(group: list[tuple[int, Finding]]) -> tuple[Words, Words, Words]:
    findings = [one for _, one in group]
    return ((str(findings[0].line.number),), (_quoted(", ".join(one.text for one in findings)),), _verdict(findings[0]))


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _verdict(one: Finding) -> Words:
    if one.verdict is Verdict.FOLLOWS:
        source = "line" if one.by_convention else "the wrong line"
        return (f"follows correctly from {source} {one.follows}; right is ", shown_number(one.right))
    if one.verdict is Verdict.WRONG and one.right is not None and not _claims_right(one):
        return ("wrong: it is ", shown_number(one.right))
    if one.verdict is Verdict.GIVEN and len(one.line.sides) > 1 and one.broken is None:
        return ("the numbers are right; no formula to check them by",)
    return (one.verdict.value,)


def _claims_right(one: Finding) -> bool:
    return one.claimed is not None and np.shape(one.claimed) == np.shape(one.right) and np.allclose(one.claimed, one.right, rtol=1e-3)


# ── a wrong line ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _mended(one: Finding) -> Iterator[Block]:
    yield Heading((f"Line {one.line.number}: {_quoted(one.text)}",), level=3)
    if one.broken is not None:
        yield Caution((f"{_quoted(one.broken[0])} is not {_quoted(one.broken[1])}.",))
    if one.suspects:
        yield from _suspects(one)
    elif one.worked is not None and not any(note == NOT_SEARCHED for note in one.notes) and not _claims_right(one):
        yield Aside(("No slip that is known here gives this number; go through the line below step by step.",))
    for note in one.notes:
        yield Aside((*note, "."))
    if one.worked is not None:
        yield Aside(("This is how it goes:",))
        yield one.worked
    if one.expected is not None and one.right is not None and not np.allclose(one.expected, one.right, rtol=1e-9):
        yield Aside(("With the numbers before it on the sheet it would be ", shown_number(one.expected), "."))


def _suspects(one: Finding) -> Iterator[Block]:
    first = one.suspects[0]
    yield Caution((capital(first.slip.title), ": ", *first.words, "."))
    yield Aside((first.slip.advice,))
    others = one.suspects[1:MOST_SUSPECTS]
    if others:
        yield Aside(("It could also be: ", *_also(others), "."))
    if len(one.suspects) > MOST_SUSPECTS:
        yield Aside((f"{len(one.suspects) - MOST_SUSPECTS} more slips give this number, too.",))


def _also(others: tuple[Suspect, ...]) -> Words:
    words: list[object] = []
    for place, suspect in enumerate(others):
        words += ["; " if place else "", suspect.slip.title, " (", *suspect.words, ")"]
    return tuple(words)  # type: ignore[arg-type]


# ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _remarks(report: Report) -> Iterator[Block]:
    noted = [one for one in report.findings if one.notes and one.verdict not in (Verdict.WRONG, Verdict.CONVENTION)]
    in_numbers = any(one.verdict is Verdict.GIVEN and len(one.line.sides) > 1 for one in report.findings)
    unused = [] if in_numbers else list(_unused(report))
    if noted or unused:
        yield Heading(("Worth knowing",))
    yield from dict.fromkeys(Aside((f"Line {one.line.number}: ", *note, ".")) for one in noted for note in one.notes)
    for quantity in unused:
        yield Aside((quantity_symbol(quantity).mathematics, " is given and never used; was it forgotten in a formula?"))


def _unused(report: Report) -> Iterator[Quantity]:
    work = report.calculation.work
    used = {one for formula in work.formulas.values() for one in work.mentions(formula)} | {Named(work.rate)}
    for quantity in report.calculation.given:
        on_sheet = any(one.line.target == quantity and one.verdict is Verdict.GIVEN for one in report.findings)
        if work.formulas and on_sheet and quantity not in used and not _mentioned(report, quantity):
            yield quantity


def _mentioned(report: Report, quantity: Quantity) -> bool:
    from .lines import mentioned

    return any(quantity == one for line in report.calculation.lines for one in mentioned(side.tree for side in line.sides))


def _after(after: LossAfter) -> Iterator[Block]:
    loss = name_symbol(after.loss).mathematics
    verb = "raises" if after.raises else "lowers" if after.after < after.before else "does not change"
    change: Words = (" from ", shown_number(after.before), " to ", shown_number(after.after)) if after.after != after.before else ()
    moved = ", ".join(name_symbol(name).text for name in after.moved)
    yield (Caution if after.raises else Aside)((f"The update, as it stands on the sheet ({moved} moved), ", verb, " ", loss, *change, "."))
    if after.raises and after.right:
        yield Aside(("The update is right all the same: the step is too long. A gradient promises less loss for small steps only.",))
    if after.raises and after.largest is not None:
        yield Aside(("Along the same line, a learning rate below ", number(after.largest).text, " lowers it."))
    if not after.raises and not after.right:
        yield Aside(("That proves nothing: the update is wrong, and the loss falls all the same.",))


def _unread(report: Report) -> Iterator[Block]:
    if report.unread:
        yield Heading(("Not read",))
        rows = tuple(((str(one.line),), (str(one.column),), (_quoted(one.text),), (one.why,)) for one in report.unread)
        yield Table((("line",), ("column",), ("on the sheet",), ("why",)), rows)
