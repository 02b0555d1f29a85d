"""What a comparison tells those who watch it; the displays are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .family import Family


@dataclass(frozen=True)
class Beginning:
    """What is known before the first family learns."""

    source: str
    because: str
    rows: int
    inputs: int
    folds: int
    measure: str
    families: tuple[Family, ...]


class CompareWatcher(Protocol):
    """Something that is told how a comparison goes on."""

    def begins(self, beginning: Beginning) -> None:
        """The first family is about to learn."""

    def learnt(self, family: Family, done: int, of: int, scores: tuple[float, ...]) -> None:
        """A family has learnt once more: `done` times of so many. `scores`: those of the folds that are over."""

    def failed(self, family: Family, because: str) -> None:
        """A family could not learn these rows, for this reason."""

    def ends(self) -> None:
        """All families are done."""


class Unwatched:
    """A watcher that says nothing."""

    def begins(self, beginning: Beginning) -> None:
        """Nothing."""

    def learnt(self, family: Family, done: int, of: int, scores: tuple[float, ...]) -> None:
        """Nothing."""

    def failed(self, family: Family, because: str) -> None:
        """Nothing."""

    def ends(self) -> None:
        """Nothing."""
