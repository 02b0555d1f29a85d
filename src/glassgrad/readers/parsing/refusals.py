"""What a refusal says: where, which piece of the text, and why; the piece is escaped, so that it cannot disguise itself."""

from __future__ import annotations

from glassgrad.graph import ExpressionError

CLIPPED = 40


def quoted(piece: str) -> str:
    r"""A piece of text in quotes, clipped, with everything invisible or reordering written as an escape.

    >>> print(quoted("max\u202e"))
    'max\u202e'
    """
    return repr(piece if len(piece) <= CLIPPED else piece[: CLIPPED - 1] + "…")


def place(text: str, start: int) -> str:
    r"""Where the character number `start` (from 0) stands, in words.

    >>> place("a + b", 4), place("(a +\n b)", 6)
    ('column 5', 'line 2, column 2')
    """
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return f"line {line}, column {column}" if line > 1 else f"column {column}"


def spot(text: str, start: int, end: int) -> str:
    """The place and the piece that stands there, for the front of a message."""
    return f"{place(text, start)}, {quoted(text[start:end]) if end > start else 'at the end'}"


def refusal(text: str, start: int, end: int, why: str) -> ExpressionError:
    """The error that refuses `text[start:end]`."""
    return ExpressionError(f"{spot(text, start, end)}: {why}")
