"""Whether a run fits into the memory of the machine, asked before it starts rather than found out by the kernel."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import prod
from pathlib import Path

from glassgrad.graph import GlassgradError, MemoryShortError

STATES_AT_WORK = 4
"""The state that is worked on, what it is copied to when it is kept (for an engine without a state of its own: the next one), its bytes on their
way, and the best one, which waits to be kept."""
STATES_IN_MEMORY = 4
"""Those kept of a run without a file: the first, the best, the last, and the one that is being written."""
COPIES_OF_A_BATCH = 2
"""For every unit of a layer and every row: room is used again as soon as nobody needs what is there."""
COPIES_OF_THE_DATA = 5
"""The table, the prepared inputs as they are made and as the network takes them, and the table on its way to the file."""
BYTES_OF_THE_DATA = 8
CONTROL_GROUP = Path("/sys/fs/cgroup")


def needed_bytes(
    *, parameters: int, memories: int, batch: int, units: int, itemsize: int, table_numbers: int = 0, in_place: bool = True, kept_in_memory: bool = True
) -> int:
    """About how much a run needs: weights and optimizer memories as often as they are held, gradients, the batch in all layers, the data.

    `itemsize` is the bytes of one number. `in_place` says that the engine changes the state where it lies. `table_numbers` counts the numbers of the table.

    >>> needed_bytes(parameters=1_000, memories=2, batch=32, units=20, itemsize=4)
    105120
    """
    states = STATES_AT_WORK + (STATES_IN_MEMORY if kept_in_memory else 0)
    gradients = 1 if in_place else 2
    numbers = parameters * ((1 + memories) * states + gradients) + COPIES_OF_A_BATCH * batch * units
    return itemsize * numbers + COPIES_OF_THE_DATA * BYTES_OF_THE_DATA * table_numbers


def available_bytes() -> int | None:
    """The memory of the machine, or what the process may still use of it; None where that cannot be found out."""
    limits = []
    with suppress(AttributeError, ValueError, OSError):
        limits.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with suppress(ImportError, ValueError, OSError):
        import resource  # only on Unix

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        limits += [max(limit - _in_use(), 1)] if limit > 0 else []
    for name in ("memory.max", "memory/memory.limit_in_bytes"):  # of a container, in the two ways that Linux has
        with suppress(ValueError, OSError):
            limits.append(int((CONTROL_GROUP / name).read_text(encoding="ascii")))
    known = [limit for limit in limits if limit > 0]
    return min(known) if known else None


def _in_use() -> int:
    """The addresses that this process has taken already, which its limit counts."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def check_memory(needed: int, available: int | None) -> None:
    """Raises: MemoryShortError if more is needed than there is."""
    if available is not None and needed > available:
        raise MemoryShortError(
            f"this run needs about {_gibibytes(needed)} of memory, and {_gibibytes(available)} is all there is; "
            "choose fewer units, a smaller batch, or fewer rows"
        )


@contextmanager
def saying_what_is_short() -> Iterator[None]:
    """Let whatever runs out of memory inside be said in words. Raises: MemoryShortError."""
    try:
        yield
    except GlassgradError:
        raise
    except MemoryError as error:
        wanted = _wanted(error)
        more = f": {_gibibytes(wanted)} more are needed at once" if wanted else ""
        raise MemoryShortError(f"there is not enough memory{more}; choose fewer units, a smaller batch, or fewer rows at a time") from None


def _wanted(error: MemoryError) -> int:
    """The bytes that NumPy asked for in vain; 0 if it was not NumPy."""
    shape, dtype = getattr(error, "shape", None), getattr(error, "dtype", None)
    return prod(shape) * int(getattr(dtype, "itemsize", 0)) if isinstance(shape, tuple) else 0


def _gibibytes(count: int) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count / 2**20:.0f} MiB"


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
