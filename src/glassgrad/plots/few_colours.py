"""Frames in the few colours that a GIF has: the same for all of them, so that nothing changes its colour, and the house's own among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.draw.palette import BACKWARD, CLASSES, FORWARD, INK, LINE, NEGATIVE, PAPER, PATH, POSITIVE, SOFT, TINT

if TYPE_CHECKING:
    from PIL.Image import Image

Array = np.ndarray[Any, Any]

HOUSE = tuple(dict.fromkeys((PAPER, INK, SOFT, LINE, TINT, FORWARD, BACKWARD, POSITIVE, NEGATIVE, PATH, *CLASSES)))
COLOURS = 160
"""In all: fewer make the file smaller."""
LOOKED_AT = 12
"""Frames that the other colours are chosen from."""
CLOSE = 12
"""A colour that is no farther from one of the house's in red, green and blue would only take its place."""


def in_few_colours(frames: Sequence[Image]) -> list[Image]:
    """The frames in one palette for all. No dots are strewn, which would flicker."""
    from PIL import Image

    palette = palette_of(frames)
    holder = Image.new("P", (1, 1))
    holder.putpalette(palette.astype(np.uint8).tobytes())
    return [frame.quantize(palette=holder, dither=Image.Dither.NONE) for frame in frames]


def palette_of(frames: Sequence[Image]) -> Array:
    """The colours for all frames: the house's, then those that are nearest to all that is in them. Shape: (colours, 3)."""
    from matplotlib.colors import to_rgb

    house = np.array([to_rgb(one) for one in HOUSE]) * 255
    others = _frequent(frames, COLOURS - len(house))
    apart = np.abs(others[:, None] - house[None]).max(axis=2).min(axis=1) > CLOSE
    return np.concatenate([house.round(), others[apart]]).astype(np.intp)


def _frequent(frames: Sequence[Image], count: int) -> Array:
    """So many colours at most for some of the frames, evenly spaced, the first and the last among them. Shape: (colours, 3)."""
    from PIL import Image

    chosen = [frames[place] for place in sorted(set(np.linspace(0, len(frames) - 1, LOOKED_AT).round().astype(int).tolist()))]
    together = Image.fromarray(np.concatenate([np.asarray(one) for one in chosen]))
    return np.array(together.quantize(count, dither=Image.Dither.NONE).getpalette(), dtype=np.intp).reshape(-1, 3)
