"""How the report writes numbers and tables."""

from __future__ import annotations

from collections.abc import Iterable

from .contestants import CONTESTANTS

TITLES = {one.name: one.title for one in CONTESTANTS}


def duration(seconds: float) -> str:
    """Three digits that count, in the unit that suits.

    >>> duration(1.234e-6), duration(0.0123), duration(2.5)
    ('1.23 µs', '12.3 ms', '2.5 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_digits(seconds / size)} {unit}"
    return f"{_digits(seconds / 1e-6)} µs"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def mebibytes(size: int | None) -> str:
    """As in 12.3 MiB."""
    return "–" if size is None else f"{size / 2**20:,.1f} MiB"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; everything but the first column is a number, and stands to the right."""
    head = list(head)
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *[list(row) for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def paragraph(*sentences: str) -> str:
    """One paragraph, a sentence or a part of one on each line."""
    return "\n".join(sentences)
