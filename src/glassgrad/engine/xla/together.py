"""Computing together: as long as it lasts, XLA sees the devices of all processes that have joined; else those of this one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from glassgrad.graph import SettingError

from ..processes import ALONE, Processes
from .distributed import from_all, is_writer, joined

_together: ContextVar[bool] = ContextVar("together", default=False)


def computes_together() -> bool:
    """Whether the devices of all processes are used now, or only those of this process."""
    return _together.get()


@contextmanager
def together() -> Iterator[Processes]:
    """Use the devices of all processes that have joined. If none have, nothing changes, and JAX is not imported to find out."""
    if not joined():
        yield ALONE
        return
    before = _together.set(True)
    try:
        yield Joined()
    finally:
        _together.reset(before)


@dataclass(frozen=True)
class Joined:
    """The processes that JAX has connected."""

    @property
    def count(self) -> int:
        """How many there are."""
        import jax

        return int(jax.process_count())

    @property
    def writes(self) -> bool:
        """Process 0 writes."""
        return is_writer()

    def agreed(self, *numbers: float) -> tuple[float, ...]:
        """For each number the largest that any process has, rounded to float32."""
        return tuple(map(float, from_all(np.asarray(numbers, np.float32)).max(axis=0)))

    def check_same(self, what: str, text: str) -> None:
        """Raises: SettingError, in every process, if they do not all have the same text."""
        own = np.frombuffer(blake2b(text.encode(), digest_size=16).digest(), dtype=np.uint32)
        everyone = from_all(own)
        different = [number for number, other in enumerate(everyone) if not np.array_equal(other, everyone[0])]
        if different:
            numbers = ", ".join(map(str, different))
            raise SettingError(f"the processes must be started with the same {what}; process 0 has another one than process {numbers}")
