"""The colours of every picture: told apart by colour-blind eyes, and wherever sign or order matters, in grey too.

Classes and series have the colours of Okabe and Ito (2008), who chose them for this. A number's sign is dark blue or light orange: far apart in colour,
and in lightness as well. What is negative is also dashed where it is a line.
"""

from __future__ import annotations

INK = "#1d2733"
"""Letters and outlines."""
SOFT = "#5b6877"
"""Letters of less weight."""
LINE = "#c9d1da"
"""Hairlines, grids, frames."""
TINT = "#eef2f6"
"""Pale fills."""
PAPER = "#ffffff"

FORWARD = "#0072b2"
"""What flows from the inputs to the loss."""
BACKWARD = "#d55e00"
"""Gradients, which flow back."""

POSITIVE = "#0b4f8a"
NEGATIVE = "#e79a2f"

TRAINING = "#0072b2"
VALIDATION = "#d55e00"

CLASSES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8600", "#4d4d4d")
"""One for each class or series; from the ninth on they come round again, with another marker."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
"""A shape beside each colour, as matplotlib writes it."""

PATH = "#d55e00"
"""The way of a run over a surface."""

SEQUENTIAL = "cividis"
"""A map of matplotlib that only grows lighter: for sizes."""
DIVERGING = ("#a85400", "#f3c78a", "#f7f7f7", "#7fa9d0", "#08365f")
"""From negative through zero to positive. The positive end is far darker than the negative, so that grey keeps the sign."""


def class_colour(number: int) -> str:
    """The colour of a class or series, from 0."""
    return CLASSES[number % len(CLASSES)]


def class_marker(number: int) -> str:
    """The marker of a class or series, from 0: a shifted one when the colours come round again.

    >>> class_marker(0), class_marker(8)
    ('o', 's')
    """
    return MARKERS[(number + number // len(CLASSES)) % len(MARKERS)]


def luminance(colour: str) -> float:
    """How light a colour is, from 0 (black) to 1 (white).

    Formula: 0.2126·R + 0.7152·G + 0.0722·B of the linear parts.   Source: WCAG 2.2, relative luminance.

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blended(colour: str, share: float, onto: str = PAPER) -> str:
    """A colour laid over another, seen through: `share` 1 is the colour alone, 0 the one below.

    >>> blended("#000000", 0.5)
    '#808080'
    """
    kept = min(1.0, max(0.0, share))
    mixed = (round(kept * int(colour[place : place + 2], 16) + (1 - kept) * int(onto[place : place + 2], 16)) for place in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def ink_on(fill: str) -> str:
    """The colour of letters that can be read on a fill: dark on light, light on dark.

    >>> ink_on("#ffffff") == INK, ink_on(POSITIVE) == PAPER
    (True, True)
    """
    return INK if luminance(fill) > 0.3 else PAPER
