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


TRIAL_SECONDS = {Teamwork.ALONE: 0.002, Teamwork.ASIDE: 0.05, Teamwork.TOGETHER: 0.0005}
"""How much is tried, at most, of a way that may be slower, or far slower."""
SHORTEST_SECONDS = {Teamwork.ALONE: 0.0, Teamwork.ASIDE: 0.004, Teamwork.TOGETHER: 0.0}
"""What a call must take by the fastest way so far to be worth this one: starting a thread for an epoch or two takes longer than it saves."""


@dataclass
class Crew:
    """The ways there are for calls of one sort, the likely best one first."""

    ways: tuple[Teamwork, ...]
    _seconds: dict[Teamwork, float] = field(default_factory=dict)
    """For one turn, by the last time it was measured."""
    _calls: int = 0
    _estimate: float = 0.0
    """The seconds of a turn at the first call, which says little about a way: it meets cold caches and memory that was never touched."""

    def shares(self, turns: int, guess: float = 0.0) -> Iterator[tuple[Teamwork, int, int]]:
        """A call of so many turns, in two parts where something is tried: the way, the first turn, the one after the last. What is done then is timed.

        `guess`: the seconds that a turn may take, for the first call.
        """
        self._calls += 1
        self._estimate = self._estimate or guess
        done = 0
        other = self._to_try(turns)
        if other is not None:
            done = min(turns, max(1, int(TRIAL_SECONDS[other] / self._shortest)))
            yield from self._timed(other, 0, done)
        if done < turns:
            yield from self._timed(self._best(turns - done), done, turns)

    @property
    def _shortest(self) -> float:
        """The seconds of a turn by the fastest way so far."""
        return max(min(self._seconds.values(), default=self._estimate), 1e-9)

    def _best(self, turns: int) -> Teamwork:
        """The fastest way so far that so many turns are worth; if none is known, the likely best one."""
        worth = [way for way in self.ways if self._worth(way, turns)]
        return min((way for way in worth if way in self._seconds), key=lambda way: self._seconds[way], default=(worth or self.ways)[0])

    def _worth(self, way: Teamwork, turns: int) -> bool:
        return turns * self._shortest >= SHORTEST_SECONDS[way]

    def _to_try(self, turns: int) -> Teamwork | None:
        """What is tried at this call, if anything: first what never was."""
        if not self._seconds:
            return None
        others = [way for way in self.ways if way not in self._seconds]
        if not others and (self._calls in (8, 16, 32) or self._calls % AGAIN == 0):
            others = [way for way in self.ways if way is not self._best(turns)]
        return next((way for way in others if self._worth(way, turns)), None)

    def _timed(self, way: Teamwork, first: int, last: int) -> Iterator[tuple[Teamwork, int, int]]:
        started = perf_counter()
        yield way, first, last
        seconds = (perf_counter() - started) / (last - first)
        if self._calls > 1:
            self._seconds[way] = seconds
        else:
            self._estimate = seconds
