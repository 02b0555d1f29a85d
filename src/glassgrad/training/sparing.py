"""Doing something useful beside the work so seldom that the work is not slowed down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter


@dataclass(eq=False)
class Sparing:
    """It is time again when the pause has been so many times as long as the last time took, and at least so many seconds.

    With `times=50` it costs a fiftieth of the time at most, however long it takes.
    """

    times: float
    at_least: float = 0.0
    _next: float = 0.0
    _left_out: float = 0.0

    @staticmethod
    def later(times: float, at_least: float) -> Sparing:
        """One whose first time is not now, but when so many seconds are over."""
        return Sparing(times, at_least, perf_counter() + at_least)

    @property
    def due(self) -> bool:
        """Whether it is time."""
        return perf_counter() >= self._next

    @contextmanager
    def once(self) -> Iterator[None]:
        """What is done inside is timed."""
        self._left_out = 0.0
        started = perf_counter()
        try:
            yield
        finally:
            self._pause_after(perf_counter() - started)

    def _pause_after(self, seconds: float) -> None:
        self._next = perf_counter() + max(self.times * (seconds - self._left_out), self.at_least)

    @contextmanager
    def not_counting(self) -> Iterator[None]:
        """What is done inside, within `once`, is not."""
        started = perf_counter()
        yield
        self._left_out += perf_counter() - started
