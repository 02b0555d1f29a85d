"""Where a character stands: its line and its column, both counted from 1."""

from __future__ import annotations

from bisect import bisect_right


class Places:
    """The lines of a text, found once."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def of(self, position: int) -> tuple[int, int]:
        r"""The line and the column.

        >>> Places("x = 1\ny = 2").of(6)
        (2, 1)
        """
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1
