"""Tables going out: CSV text that a spreadsheet shows and never runs."""

from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_to_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Names and rows as CSV text with LF line ends; None is an empty cell, numbers are written so that they read back the same.

    Text that a spreadsheet would run as a formula (it starts with = + - @, tab or return) gets an apostrophe in front, names too.

    >>> table_to_csv(["name", "age"], [["=1+1", 31.5], [None, -2]])
    "name,age\n'=1+1,31.5\n,-2\n"
    """
    return "".join(_line(row) for row in (names, *rows))


def _line(row: Sequence[object]) -> str:
    line = ",".join(map(_cell, row))
    return (line or '""') + "\n"  # a row of one empty cell must not look like a blank line


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(_STARTS_A_FORMULA):
        text = "'" + text
    # The csv module of Python 3.11 leaves a lone carriage return without quotes, and reads it back as the end of a row.
    return '"' + text.replace('"', '""') + '"' if any(letter in text for letter in ',"\r\n') else text
