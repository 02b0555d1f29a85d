"""How numbers and names are said in the sentences of a report."""

from __future__ import annotations

from glassgrad.explain.blocks import Aside, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

SHORT = 20
"""Letters of a label."""
Said = str | float
"""Words as they are; a float is a number to be printed."""


def words(*parts: Said) -> Words:
    """A sentence with numbers in it."""
    return tuple(plain_number(part) if isinstance(part, float) else part for part in parts)


def aside(*parts: Said) -> Aside:
    """A remark with numbers in it."""
    return Aside(words(*parts))


def facts(rows: list[tuple[str, Said]], *, about: str = "", value: str = "") -> Table:
    """Labels beside what they stand for."""
    return Table(((about,), (value,)), tuple(((together(label),), words(said)) for label, said in rows))


def together(label: str) -> str:
    """A short label that is never broken into lines, whatever stands beside it.

    >>> together("rows per step") == "rows\N{NO-BREAK SPACE}per\N{NO-BREAK SPACE}step"
    True
    """
    return label.replace(" ", "\N{NO-BREAK SPACE}") if len(label) <= SHORT else label
