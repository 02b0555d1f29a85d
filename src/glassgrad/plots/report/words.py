"""How numbers and names are said in the sentences of a report."""

from __future__ import annotations

from glassgrad.explain.blocks import Aside, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

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
    return Table(((about,), (value,)), tuple(((label,), words(said)) for label, said in rows))
