"""What `fit` and `predict` are given, as a table: checked by scikit-learn's rules, so that its messages come for its faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from glassgrad.data import Column, Table, read_table
from glassgrad.data.headers import named_apart, numbered_names
from glassgrad.graph import MemoryShortError
from glassgrad.training.memory import available_bytes

from .frames import frame_of, has_words, number_type

Array = np.ndarray[Any, Any]
FLOATS = (np.float64, np.float32)
FEWEST = 2
"""Rows that can be learnt from."""


def checked_rows(estimator: Any, X: Any, y: Any = None, *, reset: bool, fewest: int = 1) -> tuple[Table, np.dtype[Any], Any]:
    """The inputs as a table, their type of number, and the targets as an array, if there are any; `reset`: they say what the estimator takes from now on.

    A data frame may hold words, yes-or-no values and gaps, as in `train`; arrays hold numbers, with NaN for gaps, and may be sparse.
    The table holds numbers of its own: a run is to stay what it is, whatever becomes of the array.
    Raises: ValueError, TypeError as scikit-learn does.
    """
    frame = frame_of(X)
    if frame is not None and has_words(frame):
        return _frame_of_words(estimator, X, y, number_type(frame), reset=reset, fewest=fewest)
    floats = FLOATS if frame is None else (number_type(frame),)
    checked, targets = _validated(estimator, X, y, floats, reset=reset, fewest=fewest)
    dense = _dense(checked)
    return _table(dense, feature_names(estimator)), dense.dtype, targets


def _validated(estimator: Any, X: Any, y: Any, floats: tuple[Any, ...], *, reset: bool, fewest: int) -> tuple[Any, Any]:
    from sklearn.utils.validation import validate_data

    rules: dict[str, Any] = {"accept_sparse": "csr", "dtype": floats, "ensure_all_finite": "allow-nan", "reset": reset}
    try:
        if y is None:
            return validate_data(estimator, X, **rules), None
        checked, targets = validate_data(estimator, X, y, multi_output=True, ensure_min_samples=fewest, **rules)
        return checked, targets
    except ValueError as error:
        if "could not convert string" in str(error):
            raise ValueError(f"X holds words ({error}); words are taken from the columns of a data frame") from None
        raise


def feature_names(estimator: Any) -> Sequence[str]:
    """The names of the inputs: those of the data frame, or x1, x2 and so on."""
    known = getattr(estimator, "feature_names_in_", None)
    return numbered_names(estimator.n_features_in_) if known is None else named_apart([str(one) for one in known])[0]


def _table(values: Array, names: Sequence[str]) -> Table:
    # Column after column in memory: each is gone through several times.
    numbers = np.array(values, dtype=np.float64, order="F")
    return Table(tuple(Column(name, "number", column) for name, column in zip(names, numbers.T, strict=True)), "the given rows")


def _dense(values: Any) -> Array:
    """The rows with all their zeros. Raises: MemoryShortError if they do not fit."""
    if isinstance(values, np.ndarray):
        return values
    needed, available = int(np.prod(values.shape)) * values.dtype.itemsize, available_bytes()
    if available is not None and 3 * needed > available:
        raise MemoryShortError(f"the sparse rows are {needed / 2**30:.1f} GiB with all their zeros, which does not fit; use fewer features or rows")
    return np.asarray(values.toarray())


def _frame_of_words(estimator: Any, frame: Any, y: Any, floats: Any, *, reset: bool, fewest: int) -> tuple[Table, np.dtype[Any], Any]:
    from sklearn.utils import check_array, check_consistent_length
    from sklearn.utils.validation import _check_feature_names, _check_n_features

    _check_feature_names(estimator, frame, reset=reset)
    _check_n_features(estimator, frame, reset=reset)
    table = read_table(frame, kinds=None if reset else estimator.run_.plan.preparation.kinds)
    if y is None:
        return table, np.dtype(floats), None
    targets = check_array(y, ensure_2d=False, dtype=None, ensure_min_samples=fewest, input_name="y")
    check_consistent_length(frame, targets)
    return table, np.dtype(floats), targets
