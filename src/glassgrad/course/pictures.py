"""A picture as a block of a lesson: painted and drawn by the rooms that do so for runs, from the numbers of the lesson."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from glassgrad.draw.picture import Picture
from glassgrad.explain.blocks import Figure
from glassgrad.explain.text import words_text
from glassgrad.plots.figures import said, say
from glassgrad.plots.saving import svg
from glassgrad.writing.mathematics import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def painted(axes: Axes | Sequence[Axes], *, shows: str = "", caption: Words = ()) -> Figure:
    """What was painted on these axes. `shows` and `caption` say in the lesson's words what the painter says in those of a run."""
    before = said(axes)
    shows, caption = shows or before.shows, caption or (before.caption,)
    say(axes, title=before.title, shows=shows, caption=words_text(caption))
    return Figure(svg(axes), shows, caption)


def drawn(picture: Picture, *, shows: str = "", caption: Words = ()) -> Figure:
    """A picture made of marks, with words of the lesson where they are given.

    >>> from glassgrad.draw.marks import Disc
    >>> dot = Picture(20, 20, (Disc(x=10, y=10, radius=5, fill="#000000"),), title="a dot", shows="One dot.", caption="The dot is the node.")
    >>> drawn(dot, shows="A node.").shows
    'A node.'
    """
    shows, caption = shows or picture.shows, caption or (picture.caption,)
    return Figure(replace(picture, shows=shows, caption=words_text(caption)).svg(), shows, caption)
