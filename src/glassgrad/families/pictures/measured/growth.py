"""What each family keeps of half of the rows and of all of them, and the time it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...comparison import Comparison, Kept, Result
from ...family import Sort


@dataclass(frozen=True)
class KeptLine:
    """How much one family keeps of half of the rows (`before`) and of all (`after`)."""

    title: str
    sort: Sort
    before: int
    after: int

    @property
    def stays(self) -> bool:
        """Whether it is the same of twice as many rows."""
        return self.before == self.after

    @property
    def flat(self) -> bool:
        """Whether it is the same to a hundredth."""
        return f"{self.factor:.2f}" == "1.00"

    @property
    def factor(self) -> float:
        """How many times as much it keeps."""
        return self.after / self.before


@dataclass(frozen=True)
class Growth:
    """What all families keep: things, and bytes. `half` and `all` are the training rows; the families are in order of their scores."""

    half: int
    all: int
    things: tuple[KeptLine, ...]
    bytes: tuple[KeptLine, ...]


def growth_of(seen: Comparison) -> Growth:
    """What the families of a comparison keep."""
    first = seen.results[0]
    return Growth(first.half.rows, first.all.rows, _lines(seen, lambda kept: kept.count), _lines(seen, lambda kept: kept.bytes))


def _lines(seen: Comparison, read: Callable[[Kept], int]) -> tuple[KeptLine, ...]:
    return tuple(KeptLine(one.family.title, one.family.sort, read(one.half), read(one.all)) for one in seen.results)


@dataclass(frozen=True)
class Times:
    """The seconds that a family takes to learn a fold, and to predict 1,000 rows."""

    title: str
    learning: float
    predicting: float


def times_of(seen: Comparison) -> tuple[Times, ...]:
    """The times of the families, in order of their scores."""
    return tuple(_times(one) for one in seen.results)


def _times(one: Result) -> Times:
    return Times(one.family.title, one.fit_seconds, one.predict_seconds)
