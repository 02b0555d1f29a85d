"""The header row: whether there is one, and a name of its own for every column."""

from collections.abc import Sequence

from glassgrad.graph import DataError

from .cells import is_missing, is_number
from .words import listed, quoted


def has_header(sample: Sequence[Sequence[str]], name: str) -> bool:
    """Whether the first row is a header, as far as that is plain.

    A first row with a number in it, or with a cell that stands again below in the same column, could be data: then the user is asked.
    Raises: DataError with the question, so that row 1 is never lost.
    """
    first, below = sample[0], sample[1:]
    numbers = [cell for cell in first if is_number(cell)]
    again = [cell for place, cell in enumerate(first) if not is_missing(cell) and any(place < len(row) and row[place] == cell for row in below)]
    if not numbers and not again:
        return True
    why = f"it holds the number {quoted(numbers[0])}" if numbers else f"{quoted(again[0])} stands again further down in the same column"
    raise DataError(
        f"{name}: is the first row ({listed(first, 5)}) a header or data? {why[0].upper() + why[1:]}. "
        "Say header=True (command line: --header) if it names the columns, header=False (--no-header) if it is the first row of data"
    )


def numbered_names(width: int) -> tuple[str, ...]:
    """The names of columns without a header.

    >>> numbered_names(3)
    ('x1', 'x2', 'x3')
    """
    return tuple(f"x{place}" for place in range(1, width + 1))


def named_apart(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name of its own for every column, and a note for each that was changed.

    Spaces around a name are removed; a blank name becomes its place; a repeated name is numbered; look-alike names that differ in their characters stay apart.

    >>> named_apart(["a", "", "a"])[0]
    ('a', 'column 2', 'a (2)')
    """
    trimmed = [name.strip() or f"column {place}" for place, name in enumerate(names, start=1)]
    taken = set(trimmed)
    used: set[str] = set()
    turns: dict[str, int] = {}
    notes = []
    for place, (given, wanted) in enumerate(zip(names, trimmed, strict=True), start=1):
        name = wanted
        while name in used or (name != wanted and name in taken):
            turns[wanted] = turns.get(wanted, 1) + 1
            name = f"{wanted} ({turns[wanted]})"
        used.add(name)
        trimmed[place - 1] = name
        if not given.strip():
            notes.append(f"column {place} has no name in the header and is called {quoted(name)}")
        elif name != wanted:
            notes.append(f"column {place} repeats the name {quoted(wanted)} and is called {quoted(name)}")
    return tuple(trimmed), tuple(notes)
