"""Writing that is put off until somebody reads: what a run in memory does, since a short training takes less time than filling its tables."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from .standing import Position

MOST_BYTES = 8 * 2**20
"""What may wait, beside epochs and losses: states that the tables thin out should not all be kept until then."""


@dataclass(eq=False)
class PutOff:
    """Writes that wait, in order, and how far the run has come with them. Any thread may be the one that reads first.

    >>> from contextlib import nullcontext
    >>> written, put_off = [], PutOff()
    >>> put_off.add(lambda: written.append("the first steps"), Position(7, 0.1))
    >>> written, put_off.position.step
    ([], 7)
    >>> put_off.carry_out(nullcontext)
    >>> written
    ['the first steps']
    """

    position: Position | None = None
    """None as long as nothing waits that says it."""
    _actions: list[Callable[[], None]] = field(default_factory=list)
    _bytes: int = 0
    _lock: Any = field(default_factory=RLock)
    _at_it: bool = False

    def add(self, action: Callable[[], None], position: Position | None, size: int = 0) -> None:
        """Let it wait; it holds so many bytes."""
        with self._lock:
            self._actions.append(action)
            self._bytes += size
            self.position = position or self.position

    @property
    def much(self) -> bool:
        """Whether more waits than should."""
        return self._bytes > MOST_BYTES

    def carry_out(self, together: Callable[[], AbstractContextManager[Any]]) -> None:
        """Everything that waits, each action within `together()`; one that fails goes on waiting, and so do those after it.

        Where an interrupt comes after an action is done and before it is crossed out, it is done again: once or twice must be the same.
        """
        with self._lock:
            if self._at_it:  # an action reads
                return
            self._at_it = True
            try:
                while self._actions:
                    with together():
                        self._actions[0]()
                    del self._actions[0]
                self._bytes, self.position = 0, None
            finally:
                self._at_it = False
