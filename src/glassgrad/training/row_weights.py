"""How much each row counts: a column of the table that says so."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data import Split, Table
from glassgrad.graph import DataError


def row_weights(table: Table, name: str, split: Split) -> np.ndarray[Any, Any]:
    """The numbers of that column (rows,); 0 for rows that are neither learnt from nor held out.

    Raises: DataError for a column that is not there or holds anything but numbers of at least 0, or if all training rows count nothing.

    >>> from glassgrad.data import read_table
    >>> split = Split(np.array([0, 2]), np.array([], dtype=int))
    >>> row_weights(read_table({"x": [1, 2, 3], "w": [1, None, 2]}), "w", split)
    array([1., 0., 2.])
    """
    column = table[name]
    if column.kind != "number":
        raise DataError(f"the weights {name!r:.60} are no numbers; choose a column that says how much each row counts")
    values = np.zeros(table.rows)
    used = np.concatenate([split.training, split.validation])
    values[used] = column.values[used]
    wrong = np.flatnonzero(~(values >= 0))
    if len(wrong):
        row = int(wrong[0])
        found = "missing" if np.isnan(values[row]) else f"{values[row]:g}"
        raise DataError(f"the weight {name!r:.60} of row {row + 1} is {found}; expected a number of at least 0 for every row")
    for what, rows in (("learnt from", split.training), ("held out", split.validation)):
        if len(rows) and not values[rows].any():
            raise DataError(f"the weights {name!r:.60} of all rows that are {what} are 0; give some of them a larger weight")
    return values
