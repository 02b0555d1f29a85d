"""What the doctor finds: each thing with the numbers that show it and what to try."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Table
from glassgrad.training import Run, diagnose
from glassgrad.training.doctor import Finding, Gravity


def findings(run: Run) -> Iterator[Block]:
    """The findings, the gravest first; then what was looked at and is fine."""
    yield Heading(("What the doctor says",))
    seen = diagnose(run)
    for one in seen.findings:
        yield from _told(one)
    if seen.summary:
        yield Aside((f"The doctor found {seen.summary}.",))
    if seen.fine:
        yield Aside(("Looked at and fine: " + "; ".join(says for _, says in seen.fine) + ".",))
    for because, names in seen.not_seen.items():
        yield Aside((f"Not looked at: {', '.join(names)} ({because}).",))


def _told(one: Finding) -> Iterator[Block]:
    when, where = f" ({one.when})" if one.when else "", f" In {one.where}." if one.where else ""
    said = (f"{one.gravity.value.capitalize()}: {one.what}{when}.{where}",)
    yield Aside(said) if one.gravity is Gravity.NOTE else Caution(said)
    if one.numbers:
        yield Table((("measured",), ("",)), tuple(((label,), (value,)) for label, value in one.said_numbers.items()))
    if one.advice:
        yield Aside((f"What to try: {' '.join(sentence if sentence.endswith('.') else f'{sentence}.' for sentence in one.advice)}",))
