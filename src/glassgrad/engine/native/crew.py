"""How threads work together: found out by trying, since the results do not depend on it, to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from time import perf_counter

AGAIN = 64
"""Calls after which the ways that were slower are tried again: other programs come and go. At first they are tried again sooner, after 8, 16 and 32."""


class Teamwork(Enum):
    """Who does what. Threads that must wait for a processor that others use are slower together than one by itself, the more so the more often they meet."""

    ALONE = "one thread does everything"
    ASIDE = "one thread learns, another one measures what it has learnt: they meet once in an epoch"
    TOGETHER = "all threads share every product: they meet a dozen times in a step"


TRIAL_SECONDS = {Teamwork.ALONE: 0.002, Teamwork.ASIDE: 0.002, Teamwork.TOGETHER: 0.0005}
"""How much is tried of a way that may be slower, or far slower."""


@dataclass
class Crew:
    """The ways there are for calls of one sort, the likely best one first."""

    ways: tuple[Teamwork, ...]
    _seconds: dict[Teamwork, float] = field(default_factory=dict)
    """For one turn, by the last time it was measured."""
    _calls: int = 0

    def shares(self, turns: int) -> Iterator[tuple[Teamwork, int, int]]:
        """A call of so many turns, in two parts where something is tried: the way, the first turn, the one after the last. What is done then is timed."""
        self._calls += 1
        done = 0
        other = self._to_try()
        if other is not None:
            done = min(turns, max(1, int(TRIAL_SECONDS[other] / max(self._seconds[self.best], 1e-9))))
            yield from self._timed(other, 0, done)
        if done < turns:
            yield from self._timed(self.best, done, turns)

    @property
    def best(self) -> Teamwork:
        """The fastest way so far."""
        return min(self._seconds, key=lambda way: self._seconds[way], default=self.ways[0])

    def _to_try(self) -> Teamwork | None:
        """What is tried at this call, if anything: first what never was."""
        if not self._seconds:
            return None
        others = [way for way in self.ways if way not in self._seconds]
        if not others and (self._calls in (8, 16, 32) or self._calls % AGAIN == 0):
            others = [way for way in self.ways if way is not self.best]
        return others[0] if others else None

    def _timed(self, way: Teamwork, first: int, last: int) -> Iterator[tuple[Teamwork, int, int]]:
        started = perf_counter()
        yield way, first, last
        if self._calls > 1:  # the first call says nothing: it meets cold caches and memory that was never touched
            self._seconds[way] = (perf_counter() - started) / (last - first)
