"""Pieces of which the pages make their explanations: summands as a table, names and numbers as words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.explain.blocks import Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Mathematics, Words

from .family import Array, Part

MOST_PARTS = 8
"""Summands that are told one by one; the largest come first, and the others are added up in one line."""
MOST_OUTPUTS, MOST_LINES = 4, 6
"""Outputs that have a column each, or a line each."""


def told(value: float, digits: int = 4) -> Mathematics:
    """A number in a sentence or a cell, rounded to so many digits."""
    return plain_number(float(value), digits, rounded=value != round(value))


def shown_outputs(output: Array, most: int = MOST_OUTPUTS) -> list[int]:
    """Which outputs are shown: all, or of many the largest ones, largest first."""
    if len(output) <= most:
        return list(range(len(output)))
    return [int(one) for one in np.argsort(-output, kind="stable")[:most]]


def of_many(output: Array, most: int = MOST_OUTPUTS) -> str:
    """That only some outputs are shown, where that is so; "" else.

    >>> of_many(np.zeros(10)), of_many(np.zeros(3))
    ('Of 10 classes, the 4 highest.', '')
    """
    return f"Of {len(output)} classes, the {most} highest." if len(output) > most else ""


def summands(parts: Sequence[Part], outputs: Sequence[str], output: Array, *, first: str, scale: float = 1.0, caption: Words = ()) -> Table:
    """The parts with their values for every output, largest first, the rest in one line, and the sum. `first`: what the first column holds."""
    columns = shown_outputs(output)
    order = sorted(range(len(parts)), key=lambda place: -float(np.abs(parts[place].value).max()))
    shown, rest = order[:MOST_PARTS], order[MOST_PARTS:]
    rows = [_row(parts[place].what, parts[place].value, columns) for place in sorted(shown)]
    if rest:
        rows.append(_row(f"{len(rest):,} more", np.sum([parts[place].value for place in rest], axis=0), columns))
    total = scale * np.sum([part.value for part in parts], axis=0)
    rows.append(_row("sum" if scale == 1 else "mean", total, columns))
    header = ((first,), *((outputs[place],) for place in columns))
    return Table(header=header, rows=tuple(rows), caption=with_words(caption, of_many(output)))


def with_words(caption: Words, words: str) -> Words:
    """A caption with one more sentence, if there is one."""
    return (*caption, *((" ",) if caption else ()), words) if words else caption


def _row(what: str, values: Array, columns: Sequence[int]) -> tuple[Words, ...]:
    return ((what,), *((told(values[place]),) for place in columns))
