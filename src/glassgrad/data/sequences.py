"""Columns from Python values and arrays: what is a number, a yes-or-no value, a word, or nothing."""

import math
from collections.abc import Sequence
from decimal import Decimal
from numbers import Number
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError

from .cells import beyond_exact, column_from_words, number_column, row_number
from .table import Column, ColumnKind, FloatArray
from .words import plain_number, quoted

Heard = tuple[Column, tuple[str, ...]]


def column_from_values(name: str, values: Any, kind: ColumnKind | None = None) -> Heard:
    """A column from a sequence or a one-dimensional array, and notes. None and NaN are missing.

    Numbers, booleans and text keep their type; a mixture is read by the words its cells would be in a file.
    Raises: DataError for anything that is not one-dimensional, for complex numbers, and for cells that are no single value.

    >>> column_from_values("smokes", [True, None, False])[0].kind
    'boolean'
    """
    array = _one_dimensional(name, values)
    if array.dtype.kind in "iuf" and kind in (None, "number"):
        return _from_numbers(name, array)
    if array.dtype.kind == "b" and kind in (None, "boolean"):
        return Column(name, "boolean", array.astype(np.float64)), ()
    return _from_objects(name, array.astype(object).tolist(), kind)


def _one_dimensional(name: str, values: Any) -> npt.NDArray[Any]:
    if isinstance(values, str | bytes) or not (hasattr(values, "__array__") or isinstance(values, Sequence)):
        raise DataError(f"column {quoted(name)}: a sequence or a one-dimensional array is needed, not {type(values).__name__}")
    if isinstance(values, np.ma.MaskedArray):
        values = [None if masked else value for value, masked in zip(values.data.tolist(), np.ma.getmaskarray(values).tolist(), strict=True)]
    try:
        array = np.asarray(values) if hasattr(values, "__array__") else _array_of(list(values))
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(f"column {quoted(name)}: these values do not make a column ({error})") from None
    if array.ndim != 1:
        raise DataError(f"column {quoted(name)}: a column has one dimension, this has shape {array.shape}")
    if array.dtype.kind == "c":
        raise DataError(f"column {quoted(name)}: complex numbers cannot be learnt from; give the real and the imaginary part a column each")
    return array


def _array_of(values: list[Any]) -> npt.NDArray[Any]:
    # Python's own types first: np.asarray([True, 2.5, "a"]) would turn all of it into text without a word.
    kinds = set(map(type, values))
    if kinds == {bool}:
        return np.array(values, dtype=bool)
    if kinds <= {int, float} and all(type(value) is float or abs(value) < 2**63 for value in values):
        return np.array(values, dtype=np.int64 if kinds == {int} else np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _from_numbers(name: str, array: npt.NDArray[Any]) -> Heard:
    numbers = array.astype(np.float64)
    # Compared before the conversion, in which 2^53 + 1 becomes 2^53.
    whole = array.dtype.kind in "iu" and array.dtype.itemsize == 8
    large = np.flatnonzero((array > 2**53) | (array < -(2**53))).tolist() if whole else []
    notes = (beyond_exact(name, large[0], row_number, len(large)),) if len(large) else ()
    return number_column(name, numbers), notes


def _from_objects(name: str, values: list[Any], kind: ColumnKind | None) -> Heard:
    filled = {type(value) for value in values if not _is_nothing(value)}
    if filled == {bool} and kind in (None, "boolean"):
        return Column(name, "boolean", np.array([np.nan if _is_nothing(value) else float(value) for value in values])), ()
    if kind in (None, "number") and all(issubclass(each, Number) and not issubclass(each, bool | complex | np.bool_ | np.complexfloating) for each in filled):
        return _from_number_objects(name, values)
    if filled == {str} and kind in (None, "category"):
        return Column(name, "category", _objects([None if _is_nothing(value) or value == "" else value for value in values])), ()
    words = ["" if _is_nothing(value) else _word(name, row, value) for row, value in enumerate(values, start=1)]
    return column_from_words(name, words, kind=kind)


def _from_number_objects(name: str, values: list[Any]) -> Heard:
    numbers: FloatArray = np.empty(len(values))
    for row, value in enumerate(values):
        try:
            numbers[row] = np.nan if _is_nothing(value) else float(value)
        except OverflowError:
            numbers[row] = np.inf
    large = [row for row, value in enumerate(values) if isinstance(value, int) and abs(value) > 2**53]
    return number_column(name, numbers), ((beyond_exact(name, large[0], row_number, len(large)),) if large else ())


def _is_nothing(value: Any) -> bool:
    # pandas' NA refuses to be compared, and it and NaT are known by the names of their types: pandas need not be there.
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, np.datetime64 | np.timedelta64):
        return bool(np.isnat(value))
    return isinstance(value, float | np.floating | Decimal) and math.isnan(value)


def _word(name: str, row: int, value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        return plain_number(float(value)) if np.isfinite(value) else str(value)
    if isinstance(value, list | tuple | dict | set | bytes | complex | np.complexfloating | np.ndarray):
        raise DataError(f"column {quoted(name)}, row {row}: a cell holds one number or word, not {type(value).__name__}")
    return str(value)


def _objects(values: list[Any]) -> npt.NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
