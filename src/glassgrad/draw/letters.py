"""The letters of pictures: one font that is always there, and for scripts it lacks whatever the machine has."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

FONT = "DejaVu Sans"
"""It comes with matplotlib, and has the letters of mathematics."""
OTHERS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans", "WenQuanYi Zen Hei", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Yu Gothic",
    "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Hebrew", "Noto Sans Thai", "Arial Unicode MS", "Noto Emoji", "Segoe UI Symbol",
)  # fmt: skip
"""Fonts for other scripts, looked for in this order; a missing one is passed over."""


def drawable(words: str) -> str:
    r"""The words with a box for each character that cannot be drawn: control characters, halves of pairs.

    >>> drawable("a\x1bb\ud800")
    'a□b□'
    """
    return "".join(one if one.isprintable() or one == " " else "\u25a1" for one in words)


@lru_cache(maxsize=1)
def families() -> list[str]:
    """The fonts a picture may use: the first has nearly everything, the others what it lacks."""
    from matplotlib.font_manager import get_font_names

    there = set(get_font_names())
    return [FONT, *(name for name in OTHERS if name in there)]


@contextmanager
def unseen_letters() -> Iterator[None]:
    """While it is open, a letter that no font has is drawn as an empty box without a warning: the name is the data's, and the SVG holds it in full."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font", category=UserWarning)
        warnings.filterwarnings("ignore", message=r"Matplotlib currently does not support .* natively", category=UserWarning)
        yield
