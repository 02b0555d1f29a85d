"""A table: named columns of numbers, yes-or-no values or words, all of one length, and where they came from."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from types import NoneType
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError

from .words import counted, did_you_mean, listed, quoted

ColumnKind = Literal["number", "category", "boolean"]
KINDS: tuple[str, ...] = get_args(ColumnKind)
MOST_COLUMNS = 100_000

FloatArray = npt.NDArray[np.float64]
ObjectArray = npt.NDArray[np.object_]
RowNumbers = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Column:
    """One named column.

    Shapes: `values` (rows,): float64 with NaN for missing (a number; 0 or 1 for a boolean), or an object array of str with None for missing (a category).
    `words` are the two spellings of a boolean, false first, so that a target of yes and no keeps its words.
    Raises: DataError for an unknown kind, a wrong shape or type, and for infinities, naming the row.

    >>> Column("age", "number", np.array([31.0, np.nan])).missing
    1
    """

    name: str
    kind: ColumnKind
    values: npt.NDArray[Any]
    words: tuple[str, str] = ("false", "true")

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise DataError(f"a column's name must be text, not {type(self.name).__name__} {self.name!r}")
        if self.kind not in KINDS:
            raise DataError(f"column {quoted(self.name)}: unknown kind {self.kind!r}; the kinds are {', '.join(KINDS)}")
        values = _checked_words(self) if self.kind == "category" else _checked_numbers(self)
        object.__setattr__(self, "values", values)

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def absent(self) -> npt.NDArray[np.bool_]:
        """Which rows hold nothing. Shape: (rows,)."""
        if self.kind == "category":
            return np.array([value is None for value in self.values.tolist()], dtype=np.bool_)
        return np.asarray(np.isnan(self.values))

    @property
    def missing(self) -> int:
        """How many rows hold nothing."""
        return int(self.absent.sum())

    def take(self, rows: RowNumbers) -> "Column":
        """The column with only these rows, in this order."""
        taken = object.__new__(Column)  # not checked again: a wide table takes longer to check than a small network to train
        known = {"absent": self.absent[rows]} if "absent" in vars(self) else {}
        vars(taken).update({**vars(self), "values": _read_only(self.values[rows]), **known})
        return taken


def _read_only(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    view = values.view()
    view.flags.writeable = False
    return view


def _checked_words(column: Column) -> npt.NDArray[Any]:
    values = column.values
    if not isinstance(values, np.ndarray) or values.dtype != object or values.ndim != 1:
        raise DataError(f"column {quoted(column.name)}: a category needs a one-dimensional object array of words, with None for missing")
    others = set(map(type, values.tolist())) - {str, NoneType}
    for row, value in enumerate(values if others else (), start=1):
        if type(value) in others:
            raise DataError(f"column {quoted(column.name)}, row {row}: {value!r} is not a word; a category holds text, or None for missing")
    return _read_only(values)


def _checked_numbers(column: Column) -> npt.NDArray[Any]:
    values = np.asarray(column.values)
    if values.ndim != 1 or values.dtype.kind not in "fiub":
        raise DataError(f"column {quoted(column.name)}: a {column.kind} needs a one-dimensional array of numbers, not {values.dtype} {values.shape}")
    numbers = values.astype(np.float64, copy=False)
    infinite = np.isinf(numbers)
    if infinite.any():
        raise DataError(
            f"column {quoted(column.name)}, row {int(infinite.argmax()) + 1}: the value is infinite, or too large for a 64-bit number (beyond 1.8e308); "
            f"{counted(int(infinite.sum()), 'such value')}: correct it or leave the cell empty"
        )
    if column.kind == "boolean" and not (np.isnan(numbers) | (numbers == 0) | (numbers == 1)).all():
        raise DataError(f"column {quoted(column.name)}: a boolean holds 0, 1 or NaN only")
    return _read_only(numbers)


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length, what to call the table in messages, and what the user should hear about how it was read.

    `table[name]` is a column. Raises: DataError for columns of different lengths, two of one name, none, or an unknown name.

    >>> table = Table((Column("x", "number", np.array([1.0, 2.0])),), "the example")
    >>> table.names, table.rows
    (('x',), 2)
    """

    columns: tuple[Column, ...]
    source: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise DataError(f"{self.source}: there are no columns")
        if len(self.columns) > MOST_COLUMNS:
            raise DataError(f"{self.source}: {len(self.columns):,} columns; the most that is read is {MOST_COLUMNS:,}")
        first = self.columns[0]
        for column in self.columns:
            if len(column) != len(first):
                raise DataError(
                    f"{self.source}: column {quoted(column.name)} has {len(column):,} rows and {quoted(first.name)} has {len(first):,}; they must be equal"
                )
        if len(self._places) != len(self.columns):
            twice = sorted({name for name in self.names if self.names.count(name) > 1})
            raise DataError(f"{self.source}: two columns are called {listed(twice)}; give each its own name")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.columns[0])

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Column:
        place = self._places.get(name) if isinstance(name, str) else None
        if place is None:
            raise DataError(f"{self.source} has no column {quoted(str(name))}; its columns are {listed(self.names)}.{did_you_mean(str(name), self.names)}")
        return self.columns[place]

    def take(self, rows: npt.ArrayLike) -> "Table":
        """The table with only these rows (numbers from 0), in this order."""
        chosen = self.checked_rows(rows)
        return replace(self, columns=tuple(column.take(chosen) for column in self.columns))

    def checked_rows(self, rows: npt.ArrayLike) -> RowNumbers:
        """Row numbers from 0, or a mask of one true or false for each row, as row numbers. Raises: DataError for numbers the table does not have."""
        chosen = np.asarray(rows)
        if chosen.dtype == bool and chosen.shape == (self.rows,):
            return np.flatnonzero(chosen)
        if chosen.ndim != 1 or (len(chosen) and chosen.dtype.kind not in "iu"):
            raise DataError(f"{self.source}: rows are chosen by a list of whole numbers from 0, not by {chosen.dtype} of shape {chosen.shape}")
        if len(chosen) and not 0 <= chosen.min() <= chosen.max() < self.rows:
            raise DataError(f"{self.source}: rows {chosen.min()} to {chosen.max()} are asked for; the table has rows 0 to {self.rows - 1}")
        return chosen.astype(np.intp)

    def with_notes(self, notes: Iterable[str]) -> "Table":
        """The same table with more to say."""
        return replace(self, notes=self.notes + tuple(notes))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256, in hexadecimal, over names, kinds and contents; the same on every platform, whatever the source was called."""
        digest = hashlib.sha256(b"glassgrad table 1\n")
        for column in self.columns:
            head = json.dumps([column.name, column.kind, list(column.words), len(column)])
            digest.update(head.encode("ascii") + b"\n" + _contents(column))
        return digest.hexdigest()


def _contents(column: Column) -> bytes:
    if column.kind == "category":
        return json.dumps(column.values.tolist()).encode("ascii") + b"\n"
    # Adding 0.0 turns −0 into 0, and one NaN stands for all of them: equal tables must have equal bytes.
    return np.where(column.absent, np.nan, column.values + 0.0).astype("<f8").tobytes()
