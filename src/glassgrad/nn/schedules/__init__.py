"""Learning rate schedules: one page each; this is the table of contents."""

from __future__ import annotations

import glassgrad.ops  # noqa: F401 - fills the dictionary of operations

from ..choosing import find, table_of_contents
from .better import is_better
from .constant import constant
from .cosine import cosine
from .exponential import exponential
from .one_cycle import one_cycle
from .page import Schedule
from .reduce_on_plateau import reduce_on_plateau
from .step_decay import step_decay
from .warm_up import warm_up

schedules = table_of_contents(constant, step_decay, exponential, cosine, warm_up, one_cycle, reduce_on_plateau)


def schedule(name: str) -> Schedule:
    """The schedule of that name. Raises: SettingError with the names there are.

    >>> schedule("constant").formula
    'α = α0'
    """
    return find("schedule", schedules, name)


def schedule_names() -> tuple[str, ...]:
    """The names of the pages, in the order of reading."""
    return tuple(schedules)


__all__ = ["Schedule", "is_better", "schedule", "schedule_names", "schedules"]
