"""Clipping: what keeps a step short where gradients explode; one page each, in the order in which they are applied."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from ..choosing import find, table_of_contents
from .by_norm import by_norm
from .by_value import by_value
from .page import Clipping

clippings = table_of_contents(by_value, by_norm)


def clipping(name: str) -> Clipping:
    """The clipping of that name. Raises: SettingError with the names there are.

    >>> clipping("by_norm").formula
    'ĝ = g · c / max(‖g‖, c)'
    """
    return find("clipping", clippings, name)


def clipping_names() -> tuple[str, ...]:
    """The names of the pages, in the order in which they are applied."""
    return tuple(clippings)


__all__ = ["Clipping", "clipping", "clipping_names", "clippings"]
