"""The rows of a CSV text: exact fields, the line each row starts on, and precise words when a row cannot be read."""

import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from glassgrad.graph import DataError

from .words import counted

CELLS_PER_BLOCK = 400_000


@dataclass(frozen=True)
class Dialect:
    """How the fields of a CSV text are told apart."""

    delimiter: str = ","
    space_after: bool = False

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma inside a field may be a decimal comma: only where commas do not part the fields."""
        return self.delimiter != ","


@dataclass
class Lines:
    """The lines of a text, counted; comment lines are left out, except inside a quoted field."""

    contents: bytes
    number: int = 0
    comments: int = 0
    first_comment: int = 0
    at_row_start: bool = True
    row_start: int = 1
    pulled: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        # newline="" keeps the line ends as they are: inside quotes they belong to the field.
        for line in io.TextIOWrapper(io.BytesIO(self.contents), encoding="utf-8", newline=""):
            self.number += 1
            if self.at_row_start:
                if line.startswith("#"):
                    self.first_comment = self.first_comment or self.number
                    self.comments += 1
                    continue
                self.at_row_start, self.row_start = False, self.number
                self.pulled.clear()
            self.pulled.append(line)
            yield line

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell about comment lines."""
        if not self.comments:
            return ()
        skipped = f"{counted(self.comments, 'line')} starting with # skipped as comments, the first is line {self.first_comment}"
        return (f"{skipped}; put a cell that starts with # in quotes",)


def read_rows(lines: Lines, dialect: Dialect, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it starts on.

    Raises: DataError for a quote that is never closed (with the line it opens on), text after a closing quote, or a field over the limit.
    """
    reader = csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.space_after, strict=True)
    while True:
        lines.at_row_start = True
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise _unreadable(lines, dialect, name, str(error)) from None
        if row is None:
            return
        if row and (len(row) > 1 or row[0].strip() or _is_quoted_blank(lines.pulled)):
            yield lines.row_start, row


def _is_quoted_blank(pulled: list[str]) -> bool:
    # `""` on a line of its own is a cell that was written empty on purpose; a blank line is only a blank line.
    return bool(pulled) and pulled[0].lstrip().startswith('"')


def _unreadable(lines: Lines, dialect: Dialect, name: str, reason: str) -> DataError:
    place = f"{name}, line {lines.row_start}"
    if "unexpected end of data" in reason or "field larger" in reason:
        opening = _open_quote_line(lines.pulled, dialect)
        if opening is not None:
            within = f" within {csv.field_size_limit():,} characters" if "larger" in reason else ""
            return DataError(
                f'{name}, line {lines.row_start + opening}: a quote (") opens here and is not closed{within}; '
                'close it, or write "" for a quote inside a quoted field'
            )
        return DataError(f"{place}: a field is longer than {csv.field_size_limit():,} characters; that is the most a field may hold")
    if "expected after" in reason:
        return DataError(f'{place}: there is text after a closing quote; a field that contains quotes is written "like ""this"" one"')
    return DataError(f"{place}: the row cannot be read ({reason})")


def _open_quote_line(pulled: list[str], dialect: Dialect) -> int | None:
    """How many lines below the row's start the quote opens that is still open at the end; None if none is."""
    inside, closed, field_start, opening = False, False, True, 0
    for offset, line in enumerate(pulled):
        for letter in line:
            if inside:
                inside, closed = letter != '"', letter == '"'
                continue
            if letter == '"' and (field_start or closed):  # after a closing quote it is a doubled one: the same field goes on
                inside, opening = True, offset if field_start else opening
            field_start = letter == dialect.delimiter or (field_start and dialect.space_after and letter == " ")
            closed = False
    return opening if inside else None


def read_blocks(rows: Iterator[tuple[int, list[str]]], width: int, starts: "array[int]", name: str) -> Iterator[list[list[str]]]:
    """Rows of exactly `width` fields, in blocks of bounded size; the line of each row is appended to `starts`.

    Empty fields beyond the header, as trailing commas make them, are dropped. Raises: DataError for a short or a long row, with its line.
    """
    most = max(1, CELLS_PER_BLOCK // max(1, width))
    block: list[list[str]] = []
    for line, row in rows:
        starts.append(line)
        block.append(row if len(row) == width else _of_width(row, width, line, name))
        if len(block) == most:
            yield block
            block = []
    if block:
        yield block


def _of_width(row: list[str], width: int, line: int, name: str) -> list[str]:
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        return row[:width]
    problem = "too few" if len(row) < width else "too many"
    raise DataError(
        f"{name}, line {line}: {counted(len(row), 'field')}, {problem}; the header has {width:,}. "
        "Correct the row; a field that contains the separator or a line break must be in quotes"
    )
