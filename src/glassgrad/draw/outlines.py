"""Words as outlines: each letter is taken from the font once, and a line of words is one path. Far quicker than having every letter painted anew."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from .letters import drawable
from .marks import Text
from .measuring import FONT_SIZE, font

SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""How much of the words stands before their x, by their anchor."""
TOGETHER = {"R", "AL", "AN", "NSM"}
"""Kinds of letters that are not simply set one after the other: they run from right to left, or stand on others."""


@dataclass(frozen=True)
class Outline:
    """The corners of a path, what leads to each, and how wide what it shows is."""

    corners: Any
    codes: Any
    width: float


def outlined(mark: Text) -> Outline | None:
    """The words of a mark as a path, y upward, beginning at the place of the mark; None if the font lacks a letter, or its letters must be set together."""
    letters = [_letter(one, mark.bold, mark.italic) for one in drawable(mark.words)]
    if not all(letters):
        return None
    corners, codes, width = [np.empty((0, 2))], [np.empty(0, np.uint8)], 0.0
    for letter in filter(None, letters):
        corners.append(np.add(letter.corners, (width, 0.0)))
        codes.append(letter.codes)
        width += letter.width
    scale = mark.size / FONT_SIZE
    return Outline(np.subtract(np.concatenate(corners), (SHARES[mark.anchor] * width, 0.0)) * scale, np.concatenate(codes), width * scale)


@lru_cache(maxsize=8192)
def _letter(letter: str, bold: bool, italic: bool) -> Outline | None:  # noqa: FBT001 - a key of the cache
    from matplotlib.ft2font import LoadFlags

    face = font(bold, italic)
    if not face.get_char_index(ord(letter)) or unicodedata.bidirectional(letter) in TOGETHER:
        return None
    glyph = face.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    corners, codes = face.get_path()
    return Outline(np.asarray(corners, float).reshape(-1, 2), np.asarray(codes, np.uint8), glyph.linearHoriAdvance / 65536)
