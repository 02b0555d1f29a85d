"""Optimizers: one page each; this is the table of contents."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from ..choosing import find, table_of_contents
from .adam import adam
from .gradient_descent import gradient_descent
from .momentum import momentum
from .page import Optimizer, Update

optimizers = table_of_contents(gradient_descent, momentum, adam)


def optimizer(name: str) -> Optimizer:
    """The optimizer of that name. Raises: SettingError with the names there are.

    >>> optimizer("gradient_descent").formula
    'w ← w − α · ∂L/∂w'
    """
    return find("optimizer", optimizers, name)


def optimizer_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(optimizers)


__all__ = ["Optimizer", "Update", "optimizer", "optimizer_names", "optimizers"]
