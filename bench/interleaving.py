"""Rounds: A B C, B C A, C A B …, so that what disturbs the machine disturbs everyone; medians, and ratios within a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import sleep

Seconds = dict[str, list[float]]
PAUSE = 0.05
"""Seconds between two contestants: threads that wait by spinning fall asleep meanwhile."""


def rotated(names: Sequence[str], number: int) -> list[str]:
    """The names, beginning with another one in every round.

    >>> rotated(["A", "B", "C"], 1)
    ['B', 'C', 'A']
    """
    start = number % len(names) if names else 0
    return [*names[start:], *names[:start]]


def run_rounds(contestants: Mapping[str, Callable[[], float]], rounds: int, *, between: Callable[[], None] | None = None, pause: float = PAUSE) -> Seconds:
    """The seconds that every contestant said, round by round. `between` is called after each round."""
    seconds: Seconds = {name: [] for name in contestants}
    for number in range(rounds):
        for name in rotated(list(contestants), number):
            sleep(pause)
            seconds[name].append(contestants[name]())
        if between is not None:
            between()
    return seconds


def medians(seconds: Seconds) -> dict[str, float]:
    """The median over the rounds."""
    return {name: median(values) for name, values in seconds.items()}


def best_of(seconds: Seconds, names: Sequence[str]) -> str:
    """The one with the smallest median."""
    middle = medians(seconds)
    return min(names, key=lambda name: middle[name])


def ratio(seconds: Seconds, slow: str, fast: str) -> float:
    """How many times as long `slow` takes: round by round, then the median."""
    return median(one / other for one, other in zip(seconds[slow], seconds[fast], strict=True))


def repeats_for(seconds_each: float, wanted: float) -> int:
    """How often to do something so that it takes about the wanted seconds, at least once."""
    return max(1, round(wanted / max(seconds_each, 1e-9)))
