"""Whether a run fits into the memory of the machine, asked before it starts rather than found out by the kernel."""

from __future__ import annotations

import os
from contextlib import suppress

from glassgrad.graph import SettingError

BYTES = 8
COPIES_OF_A_BATCH = 6
"""For every unit of a layer: weighted sum, activation, their gradients, and what is needed on the way."""


def needed_bytes(*, parameters: int, memories: int, batch: int, units: int) -> int:
    """About how much one step needs: weights and optimizer memories before and after, the gradients, and the batch in all layers.

    >>> needed_bytes(parameters=1_000, memories=2, batch=32, units=20)
    86720
    """
    return BYTES * (parameters * (2 * (1 + memories) + 1) + COPIES_OF_A_BATCH * batch * units)


def available_bytes() -> int | None:
    """The memory of the machine, or what the process may use of it; None where that cannot be found out."""
    limits = []
    with suppress(AttributeError, ValueError, OSError):
        limits.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with suppress(ImportError, ValueError, OSError):
        import resource  # only on Unix

        limits.append(resource.getrlimit(resource.RLIMIT_AS)[0])
    known = [limit for limit in limits if limit > 0]
    return min(known) if known else None


def check_memory(needed: int, available: int | None) -> None:
    """Raises: SettingError if more is needed than there is."""
    if available is not None and needed > available:
        raise SettingError(
            f"this network needs about {needed / 2**30:.1f} GiB for a step, and {available / 2**30:.1f} GiB is all there is; "
            "choose fewer units, or a smaller batch"
        )


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
