"""Sentences made of names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glassgrad.explain.arrays import plain_number
from glassgrad.explain.blocks import Aside, Heading, Table
from glassgrad.explain.mathematics import Mathematics, Words


def said(*parts: str | Mathematics) -> Words:
    """A sentence of words and mathematics."""
    return parts


def aside(*parts: str | Mathematics) -> Aside:
    """A remark of words and mathematics."""
    return Aside(parts)


def cells(*values: Any) -> tuple[Words, ...]:
    """Cells of a table: text, or words already put together, as it is; everything else as a number.

    >>> [str(cell[0]) for cell in cells("weights", 42, 1 / 3)]
    ['weights', '42', '≈ 0.3333']
    """
    return tuple((one,) if isinstance(one, str) else one if isinstance(one, tuple) else (plain_number(one),) for one in values)


def heads(*titles: str) -> tuple[Words, ...]:
    """The header of a table."""
    return tuple((one,) for one in titles)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(count: int, noun: str) -> str:
    """A number and its noun.

    >>> counted(1, "row"), counted(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def another(value: int, most: int) -> int:
    """A number to try instead of this one: twice as much, or half where that would be too much.

    >>> another(8, most=64), another(50, most=64), another(1, most=1)
    (16, 25, 1)
    """
    return value * 2 if value * 2 <= most else max(1, value // 2)


def try_it(*suggestions: tuple[str, str]) -> tuple[Heading, Table]:
    """The end of a lesson: what to type, and what to look at then."""
    return Heading(("Try it",)), Table(heads("type", "and see"), tuple(cells(*one) for one in suggestions))
