"""How large a picture becomes in a file, and whether its letters can be read there."""

from __future__ import annotations

MOST_ALONG, MOST_DOTS = 16_000.0, 32e6
"""Dots along one side of a PNG, and all of them: larger ones are made less sharp, as few programs open them."""
NORMAL = 2.0
"""Dots of a PNG along a side for each pixel of normal size, if nothing else is asked for."""
CENTIMETRES, POINTS = 2.54 / 96, 72 / 96
"""In a pixel of normal size."""
LETTERS = 12.0
"""Pixels of the letters in most places."""
PAPER = (27.7, 19.0)
"""What can be printed on of a page of A4, in centimetres, the longer side first."""
LEAST_POINTS, LEAST_DOTS = 5.5, 9.0
"""Letters smaller than this are hard to read on paper, and on a screen."""


def sharpness(width: float, height: float, wanted: float) -> float:
    """How many dots along a side a PNG has for each pixel of normal size: as many as wanted, fewer for a picture that would be too large.

    >>> sharpness(800, 600, 2.0), sharpness(1_000, 32_000, 2.0)
    (2.0, 0.5)
    """
    return float(min(wanted, MOST_ALONG / max(width, height), (MOST_DOTS / (width * height)) ** 0.5))


def letters_on_paper(width: float, height: float) -> float:
    """How many points high letters are where the picture is printed on one page of A4, turned as it fits best.

    >>> letters_on_paper(800, 600), round(letters_on_paper(2_400, 400), 1)
    (9.0, 3.9)
    """
    longer, shorter = max(width, height) * CENTIMETRES, min(width, height) * CENTIMETRES
    return LETTERS * POINTS * min(1.0, PAPER[0] / longer, PAPER[1] / shorter)


def remark(width: float, height: float, ending: str, *, wanted: float = NORMAL) -> str:
    """What one should know of a file of that kind before one prints or opens it; "" where everything is as expected.

    >>> remark(800, 600, ".png"), remark(2_400, 400, ".pdf")
    ('', 'The page is 64 × 11 cm; printed on one sheet of A4, its letters are 3.9 points high, too small to be read with ease.')
    """
    scale = sharpness(width, height, wanted)
    if ending == ".png" and scale < wanted:
        hard = ", with letters that are hard to read" if LETTERS * scale < LEAST_DOTS else ""
        would, has = (f"{one * width:,.0f} × {one * height:,.0f}" for one in (wanted, scale))
        return f"The PNG would have {would} dots, too many for most programs, so it is made smaller: {has}{hard}; as .svg or .pdf it has every detail."
    letters = letters_on_paper(width, height)
    if ending == ".pdf" and letters < LEAST_POINTS:
        size = f"{width * CENTIMETRES:.0f} × {height * CENTIMETRES:.0f} cm"
        return f"The page is {size}; printed on one sheet of A4, its letters are {letters:.1f} points high, too small to be read with ease."
    return ""
