"""Graphs that are written once for all runs of the same structure: nodes hold no numbers of a run, and writing them takes longer than a short training."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

Params = ParamSpec("Params")
Written = TypeVar("Written")
MOST = 64
"""Structures that are remembered; the one that was not asked for the longest is forgotten first."""


def written_once(write: Callable[Params, Written]) -> Callable[Params, Written]:
    """Let the function remember what it has written, as long as it is asked with things that can be looked up.

    >>> @written_once
    ... def letters(count: int) -> list[str]:
    ...     return ["a"] * count
    >>> letters(3) is letters(3)
    True
    """
    known = lru_cache(maxsize=MOST, typed=True)(write)

    @wraps(write)
    def look_up(*asked: Params.args, **named: Params.kwargs) -> Written:
        if not all(isinstance(one, Hashable) for one in (*asked, *named.values())):
            return write(*asked, **named)
        return known(*asked, **named)  # type: ignore[arg-type]  # looked at just now

    return look_up
