"""What is to be predicted: one column of the table, or several at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glassgrad.data import Column, Table
from glassgrad.graph import SettingError

from .settings import TrainSettings


def target_columns(settings: TrainSettings, table: Table) -> list[Column]:
    """The columns to predict. Raises: DataError for one that is not there, SettingError for one named twice, or that also weighs the rows."""
    names = (settings.target, *settings.more_targets)
    columns = [table[name] for name in names]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise SettingError(f"the column {name!r:.60} is to be predicted twice; name it once, as the target or in more_targets")
        if name == settings.weights:
            raise SettingError(f"the column {name!r:.60} cannot be predicted and say how much each row counts at once")
    return columns


def filled_together(targets: Sequence[Column]) -> Column:
    """The target, for the rows to be split by: of several, a column with a gap wherever one of them has one.

    >>> first, second = (Column(name, "number", np.array(values)) for name, values in (("a", [1.0, np.nan]), ("b", [2.0, 3.0])))
    >>> filled_together([second, first]).absent.tolist()
    [False, True]
    """
    if len(targets) == 1:
        return targets[0]
    gaps = np.any([one.absent for one in targets], axis=0)
    return Column(" and ".join(one.name for one in targets), "number", np.where(gaps, np.nan, 0.0))
