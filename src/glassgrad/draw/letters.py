"""The letters of pictures: one font that is always there, and for scripts it lacks whatever the machine has."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from glassgrad.graph import DataWarning
from glassgrad.writing.plain import listed

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


MISSING = re.compile(r"Glyph (\d+) .* missing from font")
NOT_SET = r"Matplotlib currently does not support .* natively"
MOST_TOLD = 8


@contextmanager
def lettering() -> Iterator[None]:
    """While it is open, letters are set in a picture that is kept: those that no font has are empty boxes, and it is told which.

    Warns: DataWarning, at its end.
    """
    met: dict[str, None] = {}
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(message: Warning | str, *where: Any, **named: Any) -> None:
            found = MISSING.match(str(message))
            if found is None:
                usual(message, *where, **named)
            else:
                met[chr(int(found[1]))] = None

        warnings.showwarning = show
        warnings.filterwarnings("always", message=MISSING.pattern, category=UserWarning)
        warnings.filterwarnings("ignore", message=NOT_SET, category=UserWarning)
        yield
    lost = [letter for letter in met if unicodedata.category(letter)[0] not in "CMZ"]
    if lost:
        warnings.warn(_told(lost), DataWarning, stacklevel=2)


def _told(lost: list[str]) -> str:
    """Which letters are empty boxes, and the way out.

    >>> _told(["名", "前"])
    'no font found here has 名 and 前, so an empty box stands for each in PNG, PDF and GIF; install a font that has them, or save as .svg, which holds them all'
    """
    which, one = listed(lost, MOST_TOLD), len(lost) == 1
    each, them, whole = ("it", "it", "it") if one else ("each", "them", "them all")
    box = f"so an empty box stands for {each} in PNG, PDF and GIF"
    return f"no font found here has {which}, {box}; install a font that has {them}, or save as .svg, which holds {whole}"


@contextmanager
def unseen_letters() -> Iterator[None]:
    """While it is open, a letter that no font has is drawn as an empty box without a warning: the name is the data's, and the SVG holds it in full."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=MISSING.pattern, category=UserWarning)
        warnings.filterwarnings("ignore", message=NOT_SET, category=UserWarning)
        yield
