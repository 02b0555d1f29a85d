"""How much longer training takes, if no epoch is spared and nothing changes."""

from __future__ import annotations

from collections.abc import Sequence

from .standing import EpochRow

LATE = 0.25
"""The share of the epochs so far whose pace counts: the first ones are slow while programs are compiled, and other work may come and go."""


def seconds_per_epoch(rows: Sequence[EpochRow]) -> float:
    """The pace of the latest epochs; of a single one, what it took.

    >>> from glassgrad.training import EpochRow
    >>> at = lambda epoch, seconds: EpochRow(epoch, epoch, seconds, 0.5, None, 0.5, None)
    >>> seconds_per_epoch([at(1, 10.0), at(2, 11.0), at(3, 12.0), at(4, 13.0)])
    1.0
    """
    last = rows[-1]
    if len(rows) == 1:
        return last.seconds / last.epoch
    before = rows[-1 - max(1, round(LATE * len(rows)))]
    return (last.seconds - before.seconds) / (last.epoch - before.epoch)


def seconds_left(rows: Sequence[EpochRow], epochs: int, time_limit: float | None = None) -> float:
    """Seconds until the last of so many epochs is over, or until the time limit, if that comes first; 0 when it is over.

    Units: seconds. `rows` are those of the epochs so far, at least one.
    """
    last = rows[-1]
    left = max(0.0, (epochs - last.epoch) * seconds_per_epoch(rows))
    return left if time_limit is None else min(left, max(0.0, time_limit - last.seconds))
