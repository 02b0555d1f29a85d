"""A table in plain text, as the reports of this room print it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


def plain_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: Collection[int] = (0,)) -> str:
    """Rows under a head, in columns: those numbered in `left` flush left, the others right.

    >>> print(plain_table(["what", "count"], [["nodes", "12"], ["leaves", "3"]]))
    what    count
    nodes      12
    leaves      3
    """
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(_cell(line[i], width, to_left=i in left) for i, width in enumerate(widths)).rstrip() for line in lines)


def _cell(text: str, width: int, *, to_left: bool) -> str:
    return text.ljust(width) if to_left else text.rjust(width)
