"""A CSV text as a table: a quick pass for the numbers, a second one for the columns that turned out to be words."""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from glassgrad.graph import DataError

from .cells import beyond_exact, column_from_words, number_column, plain_numbers
from .csv_rows import Dialect, Lines, read_blocks, read_rows
from .dialects import find_dialect, sample_rows
from .fast_csv import plain_number_columns
from .headers import has_header, named_apart, numbered_names
from .table import MOST_COLUMNS, Column, ColumnKind, FloatArray, Table
from .words import listed

EXACT = 2.0**53


def read_csv(contents: bytes, name: str, *, header: bool | None = None, kinds: Mapping[str, ColumnKind] | None = None, notes: tuple[str, ...] = ()) -> Table:
    """The table in a CSV text (clean UTF-8); `header` says whether the first row names the columns, None finds out or asks.

    Raises: DataError, naming line and column, for whatever does not fit.
    """
    dialect = find_dialect(contents, name)
    sample = sample_rows(contents, dialect, name)
    if not sample:
        raise DataError(f"{name}: the file is empty but for blank lines and comments; a table needs a header row and at least one row of data")
    headed = has_header(sample, name) if header is None else header
    given = sample[0] if headed else list(numbered_names(len(sample[0])))
    if len(given) > MOST_COLUMNS:
        raise DataError(f"{name}: {len(given):,} columns; the most that is read is {MOST_COLUMNS:,}")
    names, _ = named_apart(given)
    text = CsvText(contents, dialect, name, names, headed)
    columns, heard = _columns(text, kinds or {})
    kept = _without_phantoms(columns, given if headed else [""] * len(given))
    return Table(kept, name, notes + named_apart(given[: len(kept)])[1] + heard)


def _without_phantoms(columns: Sequence[Column], given: Sequence[str]) -> tuple[Column, ...]:
    """The columns without those that a comma at the end of every row seems to make: at the end, nameless, and empty throughout."""
    width = len(columns)
    while width > 1 and not given[width - 1].strip() and columns[width - 1].missing == len(columns[width - 1]):
        width -= 1
    return tuple(columns[:width])


@dataclass(frozen=True)
class CsvText:
    """A CSV text and how to read it."""

    contents: bytes
    dialect: Dialect
    name: str
    names: tuple[str, ...]
    headed: bool

    def blocks(self, lines: Lines, starts: "array[int]") -> Iterator[list[list[str]]]:
        """The rows of data in blocks; `starts` receives the line of each."""
        rows = read_rows(lines, self.dialect, self.name)
        if self.headed:
            next(rows)
        return read_blocks(rows, len(self.names), starts, self.name)


@dataclass
class Gathered:
    """What one pass over the text has found so far, column by column (by place)."""

    numbers: dict[int, list[FloatArray]]
    words: dict[int, list[str]]
    reread: set[int] = field(default_factory=set)
    large: dict[int, list[int]] = field(default_factory=dict)

    def add(self, place: int, cells: Sequence[str], first_row: int) -> None:
        """Take in the next cells of a column: as numbers as long as all of them were."""
        if place in self.words:
            self.words[place].extend(cells)
        elif place in self.numbers:
            numbers = plain_numbers(cells)
            if numbers is not None:
                self.numbers[place].append(numbers)
                self._look_for_large(place, numbers, cells, first_row)
            elif self.numbers.pop(place):
                self.reread.add(place)
            else:
                self.words[place] = list(cells)

    def _look_for_large(self, place: int, numbers: FloatArray, cells: Sequence[str], first_row: int) -> None:
        candidates = np.flatnonzero(np.abs(numbers) >= EXACT)
        found = [first_row + int(row) for row in candidates if is_large_whole(cells[int(row)])]
        if found:
            self.large.setdefault(place, []).extend(found)


def is_large_whole(word: str) -> bool:
    """Whether a cell is a whole number, written in digits only, beyond 2^53: there 64-bit floating point no longer holds every whole number.

    >>> is_large_whole("9007199254740993"), is_large_whole("9007199254740992"), is_large_whole("1e30")
    (True, False, False)
    """
    digits = word.strip().lstrip("+-").lstrip("0")
    return digits.isdigit() and (len(digits) > 16 or int(digits) > 2**53)


def _columns(text: CsvText, kinds: Mapping[str, ColumnKind]) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    as_words = {place for place, name in enumerate(text.names) if kinds.get(name, "number") != "number"}
    quick = None if as_words else plain_number_columns(text.contents, text.dialect, len(text.names), headed=text.headed)
    if quick is not None:
        return tuple(map(number_column, text.names, quick)), ()
    found, lines, starts = _gather(text, as_words, set(range(len(text.names))))
    if not starts:
        raise DataError(f"{text.name}: there are no data rows, only the header {listed(text.names)}; a table needs at least one row of data")
    if found.reread:  # numbers at first, words further down: only these columns are read again
        found.words.update(_gather(text, found.reread, found.reread)[0].words)
    columns, notes = [], list(lines.notes)

    def where(row: int) -> str:
        return f"row {row + 1} (line {starts[row]})"

    for place, name in enumerate(text.names):
        if place in found.numbers:
            columns.append(number_column(name, np.concatenate(found.numbers[place]), where))
            rows = found.large.get(place, [])
            notes += [beyond_exact(name, rows[0], where, len(rows))] if rows else []
            continue
        column, heard = column_from_words(name, found.words.pop(place), where=where, decimal_comma=text.dialect.decimal_comma, kind=kinds.get(name))
        columns.append(column)
        notes += heard
    return tuple(columns), tuple(notes)


def _gather(text: CsvText, as_words: Collection[int], wanted: Collection[int]) -> tuple[Gathered, Lines, "array[int]"]:
    found = Gathered({place: [] for place in wanted if place not in as_words}, {place: [] for place in as_words})
    lines, starts = Lines(text.contents), array("q")
    row = 0
    for block in text.blocks(lines, starts):
        for place, cells in enumerate(zip(*block, strict=True)):
            found.add(place, cells, row)
        row += len(block)
    return found, lines, starts
