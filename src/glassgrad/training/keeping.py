"""Which snapshots are kept: often enough that any step is quickly replayed, few enough that the file stays small.

The rule: the state after every epoch whose number is a multiple of the *stride* is kept, and the first, the best and
the last state always. The stride starts at 1 and doubles whenever the kept states outgrow the budget.
"""

from __future__ import annotations

from collections.abc import Iterable

BUDGET_BYTES = 64 * 2**20


def stride_for(epoch: int, state_bytes: int, *, budget: int = BUDGET_BYTES) -> int:
    """Epochs between kept states once `epoch` epochs are done: the smallest power of two that fits the budget.

    >>> stride_for(100, 10_000), stride_for(1000, 1_000_000)
    (1, 16)
    """
    stride = 1
    while epoch // stride * state_bytes > budget:
        stride *= 2
    return stride


def outgrown(kept: Iterable[int], *, steps_per_epoch: int, stride: int, always: Iterable[int]) -> list[int]:
    """The steps whose states can be dropped.

    >>> outgrown([0, 10, 20, 30, 40], steps_per_epoch=10, stride=2, always=(0, 30))
    [10]
    """
    needed = set(always)
    return [step for step in kept if step not in needed and step % (steps_per_epoch * stride)]
