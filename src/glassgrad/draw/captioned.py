"""The caption of a picture beneath it, where it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .marks import Group, Text
from .measuring import wrapped
from .palette import SOFT

if TYPE_CHECKING:
    from .picture import Picture

SIZE, LINE_HEIGHT = 11.5, 16.0
MARGIN, BENEATH = 16.0, 10.0
WIDEST, NARROWEST = 860.0, 300.0
"""Longer lines are hard to follow; a picture that is narrower than this gets paper at its right, so that its caption has room."""


def captioned(picture: Picture) -> Picture:
    """The picture with its caption beneath; as it is, if it has none."""
    if not picture.caption.strip():
        return picture
    width = max(picture.width, NARROWEST)
    lines = wrapped(picture.caption, min(width - 2 * MARGIN, WIDEST), SIZE)
    top = picture.height + BENEATH + SIZE
    marks = (Text(x=MARGIN, y=top + LINE_HEIGHT * place, words=line, size=SIZE, colour=SOFT, anchor="start") for place, line in enumerate(lines))
    height = picture.height + BENEATH + LINE_HEIGHT * len(lines) + MARGIN / 2
    return replace(picture, width=width, height=height, marks=(*picture.marks, Group(name="caption", marks=tuple(marks))))
