"""Which snapshots are kept: often enough that any step is quickly replayed, few enough that the file stays small.

The state is written as often as that costs next to nothing, see `Keeper`. The rule that thins them: no two are closer to each other than all
steps so far divided by the number of states that fit the budget; only the first, the best and the last always stay. So they lie evenly over
the whole run, however long it is.
"""

from __future__ import annotations

from collections.abc import Iterable

BUDGET_BYTES = 64 * 2**20


def outgrown(kept: Iterable[int], *, state_bytes: int, always: Iterable[int], budget: int = BUDGET_BYTES) -> list[int]:
    """The steps whose states can be dropped.

    >>> outgrown([0, 10, 20, 30, 40], state_bytes=100, always=(0, 40), budget=200)
    [10, 30]
    """
    steps = sorted(kept)
    needed, gap = set(always), steps[-1] * state_bytes / budget if steps else 0.0
    gone: list[int] = []
    previous = float("-inf")
    for step in steps:
        if step not in needed and step - previous < gap:
            gone.append(step)
        else:
            previous = step
    return gone
