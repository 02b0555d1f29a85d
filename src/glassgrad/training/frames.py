"""Columns of numbers as a data frame of the library that is there: pandas, polars or pyarrow."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal, get_args

from glassgrad.graph import SettingError

Library = Literal["pandas", "polars", "pyarrow"]
LIBRARIES: tuple[Library, ...] = get_args(Library)
"""In the order in which they are looked for."""


def frame_of(columns: Mapping[str, Any], library: str | None = None) -> Any:
    """The columns, arrays of one length, as a data frame (a table, in pyarrow) of that library, or of the first that is installed.

    What is not a number (NaN) is a missing value there: null in polars and pyarrow, NaN in pandas, which has no other.
    Raises: SettingError for a library that is unknown or not installed.

    >>> import numpy as np
    >>> frame_of({"epoch": np.array([1, 2]), "loss": np.array([0.5, np.nan])}, "polars").null_count().row(0)
    (0, 1)
    """
    import narwhals as nw

    frame = nw.from_dict(dict(columns), backend=_chosen(library))
    not_whole = [name for name, kind in frame.schema.items() if kind.is_float()]
    return frame.with_columns(nw.col(*not_whole).fill_nan(None)).to_native()


def _chosen(library: str | None) -> Library:
    installed = [name for name in LIBRARIES if find_spec(name)]
    named = [name for name in LIBRARIES if name == library]
    if library is not None and not named:
        raise SettingError(f"library is {library!r:.40}; choose one of {', '.join(LIBRARIES)}")
    if library is not None and library not in installed:
        others = f", or take what is installed: {', '.join(installed)}" if installed else ""
        raise SettingError(f"{library} is not installed; install it with: pip install {library}{others}")
    if not installed:
        raise SettingError(f"a data frame needs {', '.join(LIBRARIES[:-1])} or {LIBRARIES[-1]}, and none is installed; install one with: pip install pandas")
    return named[0] if named else installed[0]
