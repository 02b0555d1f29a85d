"""Losses: one page each, with the convention (½, sum or mean) in the name; this is the table of contents."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from ..choosing import find, table_of_contents
from .binary_cross_entropy import binary_cross_entropy
from .cross_entropy import cross_entropy
from .half_squared_error import half_squared_error
from .huber import huber
from .mean_absolute_error import mean_absolute_error
from .mean_squared_error import mean_squared_error
from .page import MANY_CLASSES, REGRESSION, TWO_CLASSES, Loss
from .squared_error import squared_error

losses = table_of_contents(half_squared_error, squared_error, mean_squared_error, mean_absolute_error, huber, binary_cross_entropy, cross_entropy)


def loss(name: str) -> Loss:
    """The loss of that name. Raises: SettingError with the names there are.

    >>> loss("half_squared_error").formula
    'L = ½ · Σ (ŷ − y)²'
    """
    return find("loss", losses, name)


def loss_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(losses)


__all__ = ["MANY_CLASSES", "REGRESSION", "TWO_CLASSES", "Loss", "loss", "loss_names", "losses"]
