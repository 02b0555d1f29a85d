"""From the words in cells to a typed column: numbers, yes-or-no values, or categories.

The rules, in order, over the cells that are not missing:
all numbers → number; all true/false or all yes/no → boolean; more numbers than words, with at most 3 odd cells or 10 % of them → an error that names
the first odd cell; otherwise → category, with a note when some cells are numbers. Dates are words.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from glassgrad.graph import DataError

from .table import Column, ColumnKind, FloatArray
from .words import counted, quoted

MISSING = frozenset({"", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "?"})
BOOLEANS = ({"false": 0.0, "true": 1.0}, {"no": 0.0, "yes": 1.0})
MOST_ODD_CELLS, MOST_ODD_SHARE = 3, 0.1

_INFINITE = frozenset({"inf", "infinity", "+inf", "+infinity", "-inf", "-infinity"})
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.ASCII | re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"\s*[+-]?\d{1,3}(([., '\u00a0\u202f])\d{3})(\2\d{3})*([.,]\d+)?\s*", re.ASCII)
_DATE = re.compile(r"\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b.*", re.ASCII)
_NUMBER_LETTERS = b"0123456789+-.eE \t"

Where = Callable[[int], str]


def row_number(row: int) -> str:
    """How a row (from 0) is called in messages when no line is known."""
    return f"row {row + 1}"


def is_missing(word: str) -> bool:
    """Whether a cell stands for nothing: empty, NA, N/A, NaN, null, None or ?, in any case and with spaces around."""
    return word.strip().lower() in MISSING


def is_number(word: str) -> bool:
    """Whether a cell is a number written in digits.

    >>> is_number("-1.5e3"), is_number("1_000"), is_number("inf")
    (True, False, False)
    """
    return _NUMBER.fullmatch(word) is not None


def plain_numbers(words: Sequence[str]) -> FloatArray | None:
    """The numbers in these cells, NaN for a missing one; None unless every cell is a number or missing. Fast: no loop in Python when nothing is missing."""
    numbers = _converted(words)
    return numbers if numbers is not None else _converted(["nan" if is_missing(word) else word for word in words])


def _converted(words: Sequence[str]) -> FloatArray | None:
    # float() also reads "1_000", "inf" and Arabic digits. Where nothing but ASCII digits, signs, points and exponents is, it reads what is_number reads.
    text = "".join(words).replace("nan", "") if "nan" in words else "".join(words)
    if not text.isascii() or text.encode("ascii").translate(None, _NUMBER_LETTERS):
        return None
    try:
        return np.array(words, dtype=object).astype(np.float64)
    except ValueError:
        return None


def number_column(name: str, numbers: FloatArray, where: Where = row_number) -> Column:
    """A column of numbers. Raises: DataError for a number beyond 1.8e308, with its row."""
    infinite = np.isinf(numbers)
    if infinite.any():
        place = f"column {quoted(name)}, {where(int(infinite.argmax()))}"
        raise DataError(f"{place}: the number is too large for 64 bits (beyond 1.8e308); correct it or leave the cell empty")
    return Column(name, "number", numbers)


def column_from_words(
    name: str, words: Sequence[str], *, where: Where = row_number, decimal_comma: bool = False, kind: ColumnKind | None = None
) -> tuple[Column, tuple[str, ...]]:
    """A typed column from the words in its cells, and notes on what was read how; `kind` asks for one kind instead of the rules.

    Raises: DataError for a column of numbers with a few cells that are not, for infinities, and for numbers with thousands separators.

    >>> column_from_words("age", ["31", "?", "27.5"])[0].values
    array([31. ,  nan, 27.5])
    """
    counts = Counter(words)
    filled = {word: count for word, count in counts.items() if not is_missing(word)}
    if kind == "category":
        return _category(name, words), _marker_notes(name, words)
    if decimal_comma and any(map(_DECIMAL_COMMA.fullmatch, filled)) and all(is_number(word) or _DECIMAL_COMMA.fullmatch(word) for word in filled):
        return _with_decimal_commas(name, words, filled, where)
    if all(map(is_number, filled)) and kind != "boolean":
        numbers = np.array([np.nan if is_missing(word) else float(word) for word in words], dtype=np.float64)
        return number_column(name, numbers, where), ()
    if kind != "number" and (spellings := _boolean_spellings(filled)):
        return _boolean(name, words, spellings), ()
    cells = _Cells(name, words, filled, {word: count for word, count in filled.items() if not is_number(word)}, where)
    _refuse_odd_cells(cells, kind)
    return _category(name, words), _category_notes(cells)


@dataclass(frozen=True)
class _Cells:
    """A column that is not numbers throughout: its filled cells and the odd ones among them, each word with its count."""

    name: str
    words: Sequence[str]
    filled: dict[str, int]
    odd: dict[str, int]
    where: Where

    @property
    def every(self) -> int:
        return sum(self.filled.values())

    @property
    def odd_cells(self) -> int:
        return sum(self.odd.values())

    def place(self, word: str) -> str:
        return f"column {quoted(self.name)}, {self.where(self.words.index(word))}"


def _with_decimal_commas(name: str, words: Sequence[str], filled: dict[str, int], where: Where) -> tuple[Column, tuple[str, ...]]:
    pointed = next((word for word in filled if "." in word), None)
    if pointed is not None:
        place = f"column {quoted(name)}, {where(words.index(pointed))}"
        raise DataError(f"{place}: {quoted(pointed)} has a decimal point, other cells have a decimal comma; write all of them the same way")
    numbers = np.array([np.nan if is_missing(word) else float(word.replace(",", ".")) for word in words], dtype=np.float64)
    return number_column(name, numbers, where), (f"column {quoted(name)}: decimal commas were read as decimal points",)


def _boolean_spellings(filled: dict[str, int]) -> dict[str, float]:
    """What each word of the column means, if all are true/false or all yes/no; else nothing."""
    for meaning in BOOLEANS:
        if filled and all(word.strip().lower() in meaning for word in filled):
            return {word: meaning[word.strip().lower()] for word in filled}
    return {}


def _boolean(name: str, words: Sequence[str], spellings: dict[str, float]) -> Column:
    values = np.array([spellings.get(word, np.nan) for word in words], dtype=np.float64)
    family = BOOLEANS[0] if next(iter(spellings)).strip().lower() in BOOLEANS[0] else BOOLEANS[1]
    no, yes = (next((word.strip() for word, value in spellings.items() if value == wanted), usual) for usual, wanted in family.items())
    return Column(name, "boolean", values, (no, yes))


def _category(name: str, words: Sequence[str]) -> Column:
    meaning = {word: None if is_missing(word) else word for word in dict.fromkeys(words)}
    values = np.empty(len(words), dtype=object)
    values[:] = [meaning[word] for word in words]
    return Column(name, "category", values)


def _refuse_odd_cells(cells: _Cells, kind: ColumnKind | None) -> None:
    odd, numbers = cells.odd, cells.every - cells.odd_cells
    infinite = [word for word in odd if word.strip().lower() in _INFINITE]
    few = cells.odd_cells <= max(MOST_ODD_CELLS, MOST_ODD_SHARE * cells.every) and numbers > cells.odd_cells
    category = f"say that {quoted(cells.name)} is a category"
    if infinite and len(infinite) == len(odd):
        count = counted(cells.odd_cells, "infinite cell")
        raise DataError(f"{cells.place(infinite[0])}: {quoted(infinite[0])} is infinite; {count}: correct it or leave the cell empty")
    if odd and all(map(_THOUSANDS.fullmatch, odd)):
        first = next(iter(odd))
        problem = f"{quoted(first)} looks like a number with thousands separators or a decimal comma"
        raise DataError(f"{cells.place(first)}: {problem}; write it with digits and a decimal point only, or {category}")
    if few or kind is not None:
        first = next(iter(odd if kind != "boolean" else cells.filled))
        wanted = "true/false or yes/no" if kind == "boolean" else "a number"
        because = f"{numbers:,} of {counted(cells.every, 'filled cell')} are numbers" if kind is None else f"the column is to be read as a {kind}"
        raise DataError(f"{cells.place(first)}: {quoted(first)} is not {wanted}, but {because}; correct it, leave it empty for a missing value, or {category}")


def _category_notes(cells: _Cells) -> tuple[str, ...]:
    notes, column = [], f"column {quoted(cells.name)}"
    first = next(iter(cells.odd), "")
    if cells.odd_cells < cells.every:
        row = cells.where(cells.words.index(first))
        share = f"{cells.every - cells.odd_cells:,} of {counted(cells.every, 'filled cell')}"
        notes.append(f"{column} is read as words: {share} are numbers, but {quoted(first)} in {row} is not")
    if all(map(_DATE.fullmatch, cells.filled)):
        notes.append(f"{column} holds dates, read as words; make numbers of them (year, month, days since …) if time matters")
    return (*notes, *_marker_notes(cells.name, cells.words))


def _marker_notes(name: str, words: Sequence[str]) -> tuple[str, ...]:
    markers = Counter(word for word in words if word.strip() and is_missing(word))
    if not markers:
        return ()
    spellings = ", ".join(map(quoted, sorted(markers)[:3]))
    return (f"column {quoted(name)}: {counted(markers.total(), 'cell')} reading {spellings} taken as missing",)


def beyond_exact(name: str, first: int, where: Where, count: int) -> str:
    """The note on whole numbers that 64-bit floating point cannot hold exactly."""
    return (
        f"column {quoted(name)}: {counted(count, 'whole number')} beyond 2^53 (the first in {where(first)}), "
        "where 64-bit floating point rounds to the nearest it can hold; if it is an identifier, say that it is a category or leave it out"
    )
