"""How many threads work: found out by trying, since the results do not depend on it, to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

AGAIN = 64
"""Calls after which the number that was slower is tried again: other programs come and go. At first it is tried again sooner, after 8, 16 and 32."""


@dataclass
class Crew:
    """All threads, or one alone: threads that must wait for a processor that others use are slower together than one by itself."""

    most: int
    _seconds: dict[int, float] = field(default_factory=dict)
    _calls: int = 0

    def threads(self) -> int:
        """How many work at the next call."""
        self._calls += 1
        if self.most == 1 or self._calls == 1:
            return self.most
        for number in (self.most, 1):
            if number not in self._seconds:
                return number
        best = min(self._seconds, key=lambda number: self._seconds[number])
        other = 1 if best == self.most else self.most
        return other if self._calls in (8, 16, 32) or self._calls % AGAIN == 0 else best

    def took(self, threads: int, steps: int, seconds: float) -> None:
        """So many steps took so long. The first call says nothing: it meets cold caches and memory that was never touched."""
        if steps and self._calls > 1:
            self._seconds[threads] = seconds / steps

    @contextmanager
    def at_work(self, steps: int) -> Iterator[int]:
        """A call that makes so many steps; gives how many threads make them, and times them."""
        threads = self.threads()
        started = perf_counter()
        yield threads
        self.took(threads, steps, perf_counter() - started)
