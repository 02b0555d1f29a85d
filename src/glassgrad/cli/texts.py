"""Texts that a command reads whole: from a file, or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from glassgrad.graph import DataError

STANDARD_INPUT = Path("-")


def read_text(path: Path, *, file: str, least: str, most_bytes: int) -> str:
    """The text of a file; of standard input for `-`. `file` and `least` say in a message what it should be, and what it needs at least.

    Raises: DataError for what is no file, is not UTF-8 text, is empty, or is too large.
    """
    from glassgrad.data.encoding import utf8_bytes
    from glassgrad.data.snapshot import Wanted, snapshot
    from glassgrad.data.words import quoted_path

    wanted = Wanted(file, least, "take a part of it")
    if path == STANDARD_INPUT:
        contents, name = sys.stdin.buffer.read(most_bytes + 1), "standard input"
        if len(contents) > most_bytes:
            raise DataError(f"{name} has more than {most_bytes:,} bytes; that is the most that is read: {wanted.smaller}")
        if not contents:
            raise DataError(f"{name} is empty; {least}")
    else:
        contents, name = snapshot(path, most_bytes=most_bytes, most_unpacked=most_bytes, wanted=wanted), quoted_path(path)
    text, _ = utf8_bytes(contents, name, wanted=f"expected {file}")
    return text.decode("utf-8")
