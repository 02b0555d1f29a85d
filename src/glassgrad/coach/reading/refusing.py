"""`UnreadableError`: how the files of this folder tell one another that a piece cannot be read, and why."""

from __future__ import annotations


class UnreadableError(Exception):
    """A piece that cannot be read, and the reason in words for the person who wrote it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
