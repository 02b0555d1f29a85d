"""`Key`: what a key file says, read without trusting it. Its answers are never used: everything is worked out again from the problem."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from glassgrad.graph import DataError

FORMAT = 1
LARGEST = 5_000_000
"""Characters of a key file."""
LONGEST_PROBLEM = 20_000
MOST_ASKED = 200
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Key:
    """The problem as a sheet, and what is asked, as it is written on a sheet."""

    problem: str
    asked: tuple[str, ...]


def read_key(text: str) -> Key:
    """The key in a file's text. Raises: DataError for anything else, and for a key of a newer format."""
    if len(text) > LARGEST:
        raise DataError(f"the key has {len(text):,} characters; at most {LARGEST:,} are read")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise DataError("the key is not JSON; give the file that glassgrad exercise --key wrote") from None
    if not isinstance(found, dict) or type(found.get("format")) is not int or found["format"] < FORMAT:
        raise DataError("this JSON is not a key of an exercise; give the file that glassgrad exercise --key wrote")
    if found["format"] > FORMAT:
        raise DataError(f"the key has format {found['format']}; this version reads format {FORMAT}: use a newer glassgrad")
    problem, asked = found.get("problem"), found.get("asked")
    if not isinstance(problem, str) or len(problem) > LONGEST_PROBLEM:
        raise DataError(f"the key's problem is missing, is no text, or has more than {LONGEST_PROBLEM:,} characters")
    if not _are_names(asked):
        raise DataError(f"the key does not say what is asked; expected a list of up to {MOST_ASKED:,} names")
    return Key(problem, tuple(map(str, asked or ())))


def _are_names(asked: Any) -> bool:
    return isinstance(asked, list) and 0 < len(asked) <= MOST_ASKED and all(isinstance(one, str) and 0 < len(one) <= LONGEST_NAME for one in asked)
