"""How much memory this process takes: at most, since a moment that can be chosen."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Growth:
    """By how many bytes the resident memory rose at most."""

    bytes: int = 0


@contextmanager
def growth() -> Iterator[Growth]:
    """Measure the block. Where the system can forget the old peak (Linux), growth counts from what is resident now; elsewhere from the old peak."""
    gc.collect()
    grown = Growth()
    before = _now_and_forget_the_peak()
    yield grown
    grown.bytes = max(0, peak() - before)


def peak() -> int:
    """The most bytes that were resident."""
    status = _status("VmHWM")
    if status is not None:
        return status
    # macOS counts bytes here, other systems kilobytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _now_and_forget_the_peak() -> int:
    try:
        RESET.write_text("5")
    except OSError:
        return peak()
    return _status("VmRSS") or peak()


def _status(name: str) -> int | None:
    if not STATUS.exists():
        return None
    return next((int(line.split()[1]) * 1024 for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:")), None)
