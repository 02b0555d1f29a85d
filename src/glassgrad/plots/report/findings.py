"""What the doctor finds: each thing with the numbers that show it and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Table
from glassgrad.training import Run, diagnose
from glassgrad.training.doctor import Finding, Gravity

from .words import together


def findings(run: Run) -> Iterator[Block]:
    """The findings, the gravest first; then what was looked at and is fine."""
    yield Heading(("What the doctor says",))
    seen = diagnose(run)
    for one in seen.findings:
        yield from _told(one)
    if seen.summary:
        yield Aside((f"The doctor found {seen.summary}.",))
    if seen.fine:
        yield Table(((together("looked at, and fine"),), ("what holds",)), tuple(((together(check),), (says,)) for check, says in seen.fine))
    for because, names in seen.not_seen.items():
        yield Aside((f"Not looked at: {', '.join(names)} ({because}).",))


def _told(one: Finding) -> Iterator[Block]:
    when = f" ({one.when})" if one.when else ""
    what = f"{one.what[:1].upper()}{one.what[1:]}{when}."
    where = f" In {one.where}." if one.where and one.where not in what else ""
    if one.gravity is Gravity.NOTE:
        yield Aside((f"Good to know: {what}{where}",))
    else:
        yield Caution((f"{what}{where} The doctor calls this a {one.gravity.value}.",))
    if one.numbers:
        yield Table((("measured",), ("",)), tuple(((together(label),), (value,)) for label, value in one.said_numbers.items()))
    if one.advice:
        yield Aside((f"Advice: {' '.join(sentence if sentence.endswith('.') else f'{sentence}.' for sentence in one.advice)}",))
