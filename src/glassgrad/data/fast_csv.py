"""The quick road for large files of plain numbers: DuckDB parses them several times faster than the csv module.

It is taken only where both must agree: digits, signs, points, exponents, separators and plain line ends, nothing else. Anything unusual, and every error, goes
the slow road, which knows lines and words.
"""

import numpy as np

from .csv_rows import Dialect
from .duck import opened
from .guests import guest
from .table import FloatArray

FROM_BYTES = 4 * 1024**2
_EXACT = 2.0**53


def plain_number_columns(contents: bytes, dialect: Dialect, width: int, *, headed: bool, from_bytes: int = FROM_BYTES) -> list[FloatArray] | None:
    """The columns of a CSV text that holds nothing but plain numbers and empty cells (NaN) below the header; None if it is not so, or too small to matter.

    Shape: `width` arrays (rows,).
    """
    if len(contents) < from_bytes or dialect.space_after:
        return None
    body = _body(contents, headed=headed)
    if body is None or not _is_plain(body, dialect):
        return None
    columns = _parsed(body, dialect, width)
    rows = body.count(b"\n") + (not body.endswith(b"\n"))
    # From 2^53 on a note is due, and beyond 1.8e308 an error: the slow road words both.
    if columns is None or len(columns[0]) != rows or any((np.abs(column) >= _EXACT).any() for column in columns):
        return None
    return columns


def _body(contents: bytes, *, headed: bool) -> bytes | None:
    """What lies below a header of one line; None for a header that may be anything else."""
    if not headed:
        return contents
    header, _, body = contents.partition(b"\n")
    return body if header.strip() and b'"' not in header and b"\r" not in header[:-1] and not header.startswith(b"#") else None


def _is_plain(body: bytes, dialect: Dialect) -> bool:
    if not body or body.translate(None, b"0123456789+-.eE\r\n" + dialect.delimiter.encode("ascii")):
        return False
    one_kind_of_line = body.count(b"\r") in (0, body.count(b"\n")) and body.count(b"\r") == body.count(b"\r\n")
    blank_lines = b"\n\n" in body or b"\n\r" in body or body[:1] in (b"\n", b"\r")
    return one_kind_of_line and not blank_lines


def _parsed(body: bytes, dialect: Dialect, width: int) -> list[FloatArray] | None:
    duckdb = guest("duckdb", "reading large CSV files")
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    numbers = ", ".join(f"CAST(c{place} AS DOUBLE) AS c{place}" for place in range(width))
    options = f"header = false, delim = $delimiter, quote = '', escape = '', nullstr = '', auto_detect = false, columns = {{{columns}}}"
    try:
        with opened(body) as (connection, path):
            query = f"SELECT {numbers} FROM read_csv($path, {options})"
            fetched = connection.execute(query, {"path": path, "delimiter": dialect.delimiter}).fetchnumpy()
    except (duckdb.Error, OSError):
        return None
    return [np.ma.filled(fetched[f"c{place}"].astype(np.float64), np.nan) for place in range(width)]
