"""Sentences made of names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from glassgrad.explain.blocks import Aside
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Mathematics, Words, mathematics
from glassgrad.writing.numbers import SUPERSCRIPT


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


def short_cells(*values: Any) -> tuple[Words, ...]:
    """The same for a table of many columns: a number of many digits is rounded, also one that could be written exactly.

    >>> [str(cell[0]) for cell in short_cells("1", -1647162300.0, -1.5022779042726e14)]
    ['1', '−1647162300', '≈ −1.502·10¹⁴']
    """
    return tuple(_short(one) if isinstance(one, float) else cell for one, cell in zip(values, cells(*values), strict=True))


def _short(value: float) -> Words:
    return (plain_number(value, rounded=len(plain_number(value).text) > WIDEST),)


WIDEST = 11
"""Letters of a number in a table of many columns, where it is exact."""


def heads(*titles: str) -> tuple[Words, ...]:
    """The header of a table."""
    return tuple((one,) for one in titles)


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


def whole(count: float) -> Words:
    """A whole number with commas, as large ones are read.

    >>> str(whole(3003000)[0])
    '3,003,000'
    """
    return (with_commas(count),)


def with_commas(count: float) -> Mathematics:
    """A whole number with commas, in a formula."""
    told = f"{count:,.0f}"
    return mathematics(told, told.replace(",", "{,}"))


def less_than(power: int) -> Words:
    """That a number is smaller than a power of ten, where more cannot be said honestly.

    >>> str(less_than(-12)[0])
    '< 10⁻¹²'
    """
    return (mathematics(f"< 10{str(power).translate(SUPERSCRIPT)}", rf"< 10^{{{power}}}"),)


def about(value: float, digits: int = 3) -> str:
    """How many times as much, in so many digits and without powers of ten.

    >>> about(1001.2), about(2.4996), about(0.347, 2)
    ('1,000', '2.5', '0.35')
    """
    return f"{float(f'{value:.{digits}g}'):,.12g}"


def in_short(value: float) -> str:
    """A number for a picture: as in a text, but no more digits than a label has room for.

    >>> in_short(2.2472), in_short(1 / 3), in_short(11.14769762), in_short(510050000000)
    ('2.2472', '≈ 0.3333', '≈ 11.15', '≈ 5.100·10¹¹')
    """
    exact = plain_number(value).text
    return exact if len(exact.removeprefix("≈ ")) <= LONGEST else plain_number(float(f"{value:.4g}"), rounded=True).text


LONGEST = 8


def equal_to(value: float) -> str:
    """The same with the sign before it.

    >>> equal_to(0.5), equal_to(1 / 3)
    ('= 0.5', '≈ 0.3333')
    """
    told = in_short(value)
    return told if told.startswith("≈") else f"= {told}"


def percent(share: float) -> str:
    """A share in percent, without zeros at the end.

    >>> percent(0.01), percent(0.125)
    ('1%', '12.5%')
    """
    return f"{plain_number(100 * share).text}%"


def with_gap(rows: Sequence[tuple[Words, ...]], *, first: int, last: int) -> tuple[tuple[Words, ...], ...]:
    """The first rows and the last ones; where some are left out between, a row of dots says so.

    >>> [str(row[0][0]) for row in with_gap([cells(place) for place in range(9)], first=2, last=1)]
    ['0', '1', '…', '8']
    """
    if len(rows) <= first + last:
        return tuple(rows)
    dots: Words = (mathematics("…", r"\dots"),)
    return (*rows[:first], (dots,) * len(rows[0]), *rows[-last:])
