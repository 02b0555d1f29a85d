"""Which character parts the fields: tab, semicolon, pipe or comma, told from the first rows."""

from itertools import islice

from glassgrad.graph import DataError

from .csv_rows import Dialect, Lines, read_rows

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_ROWS = 100
_SAMPLE_BYTES = 1024**2


def find_dialect(contents: bytes, name: str) -> Dialect:
    r"""The separator with which most of the first 100 rows are as wide as the first one, which must have at least two fields.

    On a tie the rarer character wins (tab, semicolon, pipe, comma): `1,5;2,5` is two decimal commas, not three fields.
    A text without any of them is one column. When every separator is followed by a space, the space belongs to the separator.

    >>> find_dialect(b"x;y\n1,5;2,5\n", "t.csv").delimiter
    ';'
    """
    start = _whole_lines(contents)
    delimiter = max(DELIMITERS, key=lambda each: _share_of_first_width(start, each, name))
    spaced = Dialect(delimiter, space_after=True)
    return spaced if delimiter != "\t" and _always_spaced(start, delimiter, name) else Dialect(delimiter)


def sample_rows(contents: bytes, dialect: Dialect, name: str, most: int = SAMPLE_ROWS) -> list[list[str]]:
    """The first rows."""
    return [row for _, row in islice(read_rows(Lines(contents), dialect, name), most)]


def _whole_lines(contents: bytes) -> bytes:
    if len(contents) <= _SAMPLE_BYTES:
        return contents
    end = max(contents.rfind(b"\n", 0, _SAMPLE_BYTES), contents.rfind(b"\r", 0, _SAMPLE_BYTES)) + 1
    return contents[:end] if end else contents[:_SAMPLE_BYTES].decode("utf-8", "ignore").encode("utf-8")  # one enormous line: cut between two letters


def _rows_so_far(contents: bytes, dialect: Dialect, name: str) -> list[list[str]]:
    """As `sample_rows`, up to the first row that cannot be read."""
    rows: list[list[str]] = []
    try:
        for _, row in islice(read_rows(Lines(contents), dialect, name), SAMPLE_ROWS):
            rows.append(row)
    except DataError:
        pass
    return rows


def _share_of_first_width(contents: bytes, delimiter: str, name: str) -> float:
    widths = [len(row) for row in _rows_so_far(contents, Dialect(delimiter), name)]
    if not widths or widths[0] < 2:
        return 0.0
    return sum(width == widths[0] for width in widths) / len(widths)


def _always_spaced(contents: bytes, delimiter: str, name: str) -> bool:
    rows = _rows_so_far(contents, Dialect(delimiter), name)
    later = [cell for row in rows for cell in row[1:]]
    return bool(later) and all(cell.startswith(" ") for cell in later)
