"""The memory of what was compiled before, and whether a program is worth the time that fast code takes to make."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Hashable
from math import inf
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from glassgrad.graph import Graph

from .building import NO_ROLES, Code, Mode, Roles, build, structure
from .machine import Machine

MOST_KEPT = 256
"""Programs kept in memory; the one that was not used for longest goes first."""
QUICK_WORK = 300_000_000
"""Operations in all up to which slow code, which is made in half the time, is done sooner."""


class Library:
    """The programs compiled so far, by structure. Safe to ask from several threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, Code] = OrderedDict()
        self._structures: WeakKeyDictionary[Graph, dict[Hashable, bytes]] = WeakKeyDictionary()
        self._done: dict[bytes, float] = {}
        """The operations that each has been asked for so far."""
        self._lock = Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._with_a_lock_of_its_own)

    def _with_a_lock_of_its_own(self) -> None:
        # A thread that held it is not there in the forked process, and would never give it back.
        self._lock = Lock()

    def code(self, graph: Graph, mode: Mode, dtype: np.dtype[Any], machine: Machine, roles: Roles = NO_ROLES, *, times: int | None = None) -> Code:
        """The program, compiled if it is not known yet, or only known as a slow one. `times`: how often it is likely to run; None: often."""
        key = self._key(graph, (mode, dtype, machine, roles))
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
        if known is not None and not (known.quick and self._much(key, known.work, times)):
            return known
        made = build(graph, mode, dtype, machine, roles, lambda work: known is None and not self._much(key, work, times))
        with self._lock:
            self._known[key] = made
            while len(self._known) > MOST_KEPT:
                gone, _ = self._known.popitem(last=False)
                self._done.pop(gone, None)
        return made

    def _key(self, graph: Graph, asked: tuple[Mode, np.dtype[Any], Machine, Roles]) -> bytes:
        with self._lock:
            structures = self._structures.setdefault(graph, {})
        return structures[asked] if asked in structures else structures.setdefault(asked, structure(graph, *asked))

    def _much(self, key: bytes, work: int, times: int | None) -> bool:
        """Whether so many runs more are so much in all that fast code is worth making."""
        with self._lock:
            self._done[key] = inf if times is None else self._done.get(key, 0.0) + work * times
            return self._done[key] > QUICK_WORK


LIBRARY = Library()
"""What this process has compiled."""
