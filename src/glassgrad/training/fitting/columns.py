"""How the columns of a table are called in a formula, where a name is made of letters, digits and underscores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")
SHORTEST, ALIKE, MOST_COMPARED = 3, 0.8, 5_000
"""Shorter names are too alike to be taken for misspelt ones; longer ones are when they share so much; not more columns are compared."""


def plain(name: str) -> str:
    """A name in the one form in which accents are compared."""
    return unicodedata.normalize("NFC", name)


def spelled(column: str) -> str:
    """The name of a column as a formula can write it: units in brackets are dropped, and what is no letter or digit becomes an underscore.

    Empty if that is no name, because it would begin with a digit, say.

    >>> spelled("petal length (cm)"), spelled("Flow-rate [m³/s]"), spelled("2nd try")
    ('petal_length', 'Flow_rate', '')
    """
    words = re.sub(r"\W+", "_", BRACKETS.sub(" ", plain(column))).strip("_")
    return words if words.isidentifier() else ""


def columns_by_spelling(columns: Iterable[str]) -> dict[str, list[str]]:
    """The spelling → the columns that share it, for those whose spelling differs from their name and is no column's own name.

    >>> columns_by_spelling(["x", "length (cm)", "length (in)"])
    {'length': ['length (cm)', 'length (in)']}
    """
    names = [plain(column) for column in columns]
    found: dict[str, list[str]] = {}
    for column in columns:
        word = spelled(column)
        if word and word not in names:
            found.setdefault(word, []).append(column)
    return found


def near_column(name: str, columns: Iterable[str]) -> str:
    """The column that a name may be a misspelling of; empty if there is none.

    >>> near_column("lenght", ["x", "length (cm)"]), near_column("T", ["t"]), near_column("b2", ["b1"])
    ('length (cm)', 't', '')
    """
    words = {word.casefold(): column for column in islice(columns, MOST_COMPARED) for word in (plain(column), spelled(column)) if word}
    wanted = name.casefold()
    if wanted in words:
        return words[wanted]
    close = get_close_matches(wanted, [word for word in words if len(word) >= SHORTEST], n=1, cutoff=ALIKE) if len(name) >= SHORTEST else []
    return words[close[0]] if close else ""
