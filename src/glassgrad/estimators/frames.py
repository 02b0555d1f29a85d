"""What a data frame of any library says about its columns before it is read."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.graph import DataError


def frame_of(rows: Any) -> Any:
    """The data frame of any library, as narwhals sees it; None if it is none. Raises: DataError for one that is lazy, or that has two columns of one name.

    >>> frame_of(np.eye(2)) is None
    True
    """
    if isinstance(rows, (np.ndarray, list, tuple)) or not (hasattr(type(rows), "columns") or hasattr(type(rows), "column_names")):
        return None
    import narwhals

    try:
        frame = narwhals.from_native(rows, pass_through=True)
    except narwhals.exceptions.NarwhalsError as error:
        raise DataError(f"X cannot be read: {' '.join(str(error).split())[:200]}; give every column a name of its own") from None
    if isinstance(frame, narwhals.LazyFrame):
        raise DataError("X is a lazy data frame, whose rows are not there yet; collect it first")
    return frame if isinstance(frame, narwhals.DataFrame) else None


def has_words(frame: Any) -> bool:
    """Whether a column holds anything but numbers."""
    return not all(one.is_numeric() for one in frame.schema.values())


def number_type(frame: Any) -> Any:
    """float32 if every column of numbers is of that type, else float64."""
    import narwhals

    numbers = [one for one in frame.schema.values() if one.is_numeric()]
    return np.float32 if numbers and all(one == narwhals.Float32 for one in numbers) else np.float64
