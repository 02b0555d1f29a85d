"""What `fit` and `predict` are given, as a table: checked by scikit-learn's rules, so that its messages come for its faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassgrad.data import Column, Table, read_table
from glassgrad.data.headers import numbered_names
from glassgrad.graph import MemoryShortError
from glassgrad.training.memory import available_bytes

Array = np.ndarray[Any, Any]
FLOATS = (np.float64, np.float32)
FEWEST = 2
"""Rows that can be learnt from."""


def checked_rows(estimator: Any, X: Any, y: Any = None, *, reset: bool, fewest: int = 1) -> tuple[Table, np.dtype[Any], Any]:
    """The inputs as a table, their type of number, and the targets as an array, if there are any; `reset`: they say what the estimator takes from now on.

    A data frame may hold words, yes-or-no values and gaps, as in `train`; arrays hold numbers, with NaN for gaps, and may be sparse.
    Raises: ValueError, TypeError as scikit-learn does.
    """
    if _has_words(X):
        return _frame_of_words(estimator, X, y, reset=reset, fewest=fewest)
    from sklearn.utils.validation import validate_data

    rules: dict[str, Any] = {"accept_sparse": "csr", "dtype": FLOATS, "ensure_all_finite": "allow-nan", "reset": reset}
    if y is not None:
        checked, targets = validate_data(estimator, X, y, multi_output=True, ensure_min_samples=fewest, **rules)
    else:
        checked, targets = validate_data(estimator, X, **rules), None
    dense = _dense(checked)
    return _table(dense, feature_names(estimator)), dense.dtype, targets


def feature_names(estimator: Any) -> Sequence[str]:
    """The names of the inputs: those of the data frame, or x1, x2 and so on."""
    known = getattr(estimator, "feature_names_in_", None)
    return numbered_names(estimator.n_features_in_) if known is None else [str(one) for one in known]


def _table(values: Array, names: Sequence[str]) -> Table:
    return Table(tuple(Column(name, "number", column) for name, column in zip(names, values.T, strict=True)), "the given rows")


def _dense(values: Any) -> Array:
    """The rows with all their zeros. Raises: MemoryShortError if they do not fit."""
    if isinstance(values, np.ndarray):
        return values
    needed, available = int(np.prod(values.shape)) * values.dtype.itemsize, available_bytes()
    if available is not None and 3 * needed > available:
        raise MemoryShortError(f"the sparse rows are {needed / 2**30:.1f} GiB with all their zeros, which does not fit; use fewer features or rows")
    return np.asarray(values.toarray())


def _has_words(rows: Any) -> bool:
    """Whether it is a data frame with a column that holds anything but numbers."""
    if isinstance(rows, (np.ndarray, list, tuple)) or not (hasattr(rows, "columns") or hasattr(rows, "column_names")):
        return False
    import narwhals

    frame = narwhals.from_native(rows, pass_through=True)
    return isinstance(frame, narwhals.DataFrame) and not all(one.is_numeric() for one in frame.schema.values())


def _frame_of_words(estimator: Any, frame: Any, y: Any, *, reset: bool, fewest: int) -> tuple[Table, np.dtype[Any], Any]:
    from sklearn.utils import check_array, check_consistent_length
    from sklearn.utils.validation import _check_feature_names, _check_n_features

    _check_feature_names(estimator, frame, reset=reset)
    _check_n_features(estimator, frame, reset=reset)
    table = read_table(frame, kinds=None if reset else estimator.run_.plan.preparation.kinds)
    if y is None:
        return table, np.dtype(np.float64), None
    targets = check_array(y, ensure_2d=False, dtype=None, ensure_min_samples=fewest, input_name="y")
    check_consistent_length(frame, targets)
    return table, np.dtype(np.float64), targets


def counting(weights: Any, rows: int) -> Array | None:
    """How much each row counts, as an array (rows,); None if all count the same. Raises: ValueError for anything else, or if none counts."""
    if weights is None:
        return None
    from sklearn.utils import check_array, check_consistent_length

    found: Array = check_array(weights, ensure_2d=False, dtype=np.float64, input_name="sample_weight")
    if found.ndim != 1:
        raise ValueError(f"sample_weight has the shape {found.shape}; expected one number for every row, ({rows},)")
    check_consistent_length(found, np.empty(rows))
    if (found < 0).any():
        raise ValueError(f"sample_weight of row {int((found < 0).argmax())} is {found.min():g}; expected numbers of at least 0")
    if not found.any():
        raise ValueError("sample_weight is zero for every row; at least one row must have a weight above zero")
    return found
