"""How wide words are in the font of the pictures, so that boxes fit around them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

FONT_SIZE = 100.0
"""The size in which letters are measured."""


def width_of(words: str, size: float = 12.0, *, bold: bool = False) -> float:
    """The width of words on one line, in the units of `size`.

    >>> 30 < width_of("sigmoid", 12) < 60
    True
    >>> width_of("wide", 24) == 2 * width_of("wide", 12)
    True
    """
    return sum(_advance(letter, bold) for letter in words) * size / FONT_SIZE


def shortened(words: str, room: float, size: float = 12.0, *, bold: bool = False) -> str:
    """The words as they are where they fit into `room`; else as many letters as do, and "…".

    >>> shortened("petal length", 1000), shortened("petal length", 40, 12)
    ('petal length', 'peta…')
    """
    if width_of(words, size, bold=bold) <= room:
        return words
    kept = len(words)
    while kept > 1 and width_of(words[:kept].rstrip() + "…", size, bold=bold) > room:
        kept -= 1
    return words[:kept].rstrip() + "…"


def wrapped(words: str, room: float, size: float) -> list[str]:
    """The words on as many lines as they need; a word that is longer than a line goes on in the next.

    >>> wrapped("one two three", 60, 12), wrapped("onetwothree", 60, 12)
    (['one two', 'three'], ['onetwoth', 'ree'])
    """
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, room, size)
    return lines


def _pieces(word: str, room: float, size: float) -> list[str]:
    """A word on as many lines as it needs by itself."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool) -> float:  # noqa: FBT001 - a key of the cache
    face = font(bold)
    if not face.get_char_index(ord(letter)):
        return _elsewhere(letter)
    return float(face.load_char(ord(letter)).linearHoriAdvance) / 65536


def _elsewhere(letter: str) -> float:
    """About how wide a letter is that another font must have."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0.0
    return FONT_SIZE if unicodedata.east_asian_width(letter) in "WF" else 0.65 * FONT_SIZE


@lru_cache(maxsize=4)
def font(bold: bool, italic: bool = False) -> Any:  # noqa: FBT001, FBT002 - a key of the cache
    """The font of the pictures in the size FONT_SIZE."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    style = f"{'Bold' if bold else ''}{'Oblique' if italic else ''}"
    face = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans{f'-{style}' if style else ''}.ttf")
    face.set_size(FONT_SIZE, 72)
    return face
