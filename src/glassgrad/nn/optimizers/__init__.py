"""Optimizers: one page each; this is the table of contents."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from ..choosing import find, table_of_contents
from .adagrad import adagrad
from .adam import adam
from .adamw import adamw
from .gradient_descent import gradient_descent
from .momentum import momentum
from .nadam import nadam
from .nesterov import nesterov
from .page import Optimizer, Update
from .rmsprop import rmsprop

optimizers = table_of_contents(gradient_descent, momentum, nesterov, adagrad, rmsprop, adam, adamw, nadam)


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
