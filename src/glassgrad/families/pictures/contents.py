"""The table of contents: every picture of a comparison, in the order in which one asks."""

from __future__ import annotations

from glassgrad.explain.blocks import Aside, Block
from glassgrad.graph import GlassgradError, unknown_name
from glassgrad.plots.report.pictures import figure

from ..comparison import Comparison
from .boundaries import BOUNDARIES
from .density import DENSITY
from .growth import GROWTH
from .kind import FamilyPicture
from .scores import SCORES
from .times import TIMES

PICTURES: tuple[FamilyPicture, ...] = (SCORES, BOUNDARIES, GROWTH, TIMES, DENSITY)
"""How good each is, what it says, what it keeps, how long it takes; then how the rows lie."""


def picture_named(name: str) -> FamilyPicture:
    """The picture of that name. Raises: SettingError for an unknown one, with the nearest known.

    >>> picture_named("scores").says
    "each family's score on each fold, which one is best and which are as good"
    """
    for one in PICTURES:
        if one.name == name:
            return one
    raise unknown_name("picture of families", name, [one.name for one in PICTURES])


def pictures_of(seen: Comparison) -> tuple[Block, ...]:
    """All pictures that fit a comparison, as blocks of its story, in order; where one cannot be drawn, the reason stands in its place."""
    return tuple(_shown(one, seen) for one in PICTURES if not one.fits(seen))


def _shown(one: FamilyPicture, seen: Comparison) -> Block:
    try:
        return figure(one.paint(seen))
    except GlassgradError as reason:
        return Aside((f"There is no picture of the {one.name} here: {reason}.",))
