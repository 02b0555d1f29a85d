"""The marks of a picture, painted by a renderer of matplotlib one after the other, without an object for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np

from .letters import drawable, families
from .marks import Box, Disc, Group, Line, Mark, Text, head_of
from .outlines import SHARES, outlined

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path

PER_INCH = 96.0
"""Pixels of normal size in an inch."""
POINT = 72 / PER_INCH
DASH = (5.0, 3.0)
Single = Line | Box | Disc | Text


def painted(marks: Sequence[Mark], *, outlines: bool) -> Artist:
    """All marks as one thing on a figure. `outlines`: letters are painted as shapes; otherwise they stay letters."""
    from matplotlib.artist import Artist

    class Painted(Artist):
        def draw(self, renderer: RendererBase) -> None:
            figure: Any = self.get_figure(root=True)
            brush = _Brush(renderer, figure.dpi / PER_INCH, figure.bbox.height, outlines=outlines)
            for mark in flat(marks):
                brush.paint(mark)
            brush.pen.restore()

    return Painted()


def flat(marks: Sequence[Mark]) -> Iterator[Single]:
    """The marks in their order, those of groups among them."""
    waiting = list(reversed(marks))
    while waiting:
        mark = waiting.pop()
        if isinstance(mark, Group):
            waiting += reversed(mark.marks)
        else:
            yield mark


class _Brush:
    """Paints one mark at a time; `scale` is how many dots a pixel of normal size has."""

    def __init__(self, renderer: RendererBase, scale: float, height: float, *, outlines: bool) -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path
        from matplotlib.transforms import Affine2D

        self.rgba, self.path, self.move = to_rgba, Path, Affine2D
        self.renderer, self.scale, self.height, self.outlines = renderer, scale, height, outlines
        self.pen: GraphicsContextBase = renderer.new_gc()
        self.pen.set_capstyle("butt")
        self.pen.set_joinstyle("miter")
        self.place = self.move().scale(scale, -scale).translate(0, height)

    def paint(self, mark: Single) -> None:
        match mark:
            case Line():
                self.line(mark)
            case Text():
                self.text(mark)
            case _:
                self.take(mark.stroke, mark.line if mark.stroke else 0.0, dashed=mark.dashed)
                self.renderer.draw_path(self.pen, _shape(mark), self.place, self.rgba(mark.fill) if mark.fill else None)

    def take(self, colour: str, width: float, *, dashed: bool = False, opacity: float = 1.0) -> None:
        """The pen for what comes next; a width of 0 leaves no line."""
        self.pen.set_alpha(opacity)
        self.pen.set_foreground(colour or "none")
        self.pen.set_linewidth(width * POINT)
        self.pen.set_dashes(0, [length * POINT for length in DASH] if dashed and width else None)

    def line(self, mark: Line) -> None:
        codes = [self.path.MOVETO, *[self.path.CURVE4 if mark.curved else self.path.LINETO] * (len(mark.points) - 1)]
        self.take(mark.colour, mark.width, dashed=mark.dashed, opacity=mark.opacity)
        self.renderer.draw_path(self.pen, self.path(np.asarray(mark.points), codes), self.place)
        if mark.arrow:
            self.take(mark.colour, 0.0, opacity=mark.opacity)
            self.renderer.draw_path(self.pen, _polygon(head_of(mark)), self.place, self.rgba(mark.colour))

    def text(self, mark: Text) -> None:
        self.take(mark.colour, 0.0)
        outline = outlined(mark) if self.outlines else None
        if outline is None:
            self.letters(mark)
        elif len(outline.corners):
            place = self.move().rotate_deg(mark.turned).translate(mark.x, -mark.y).scale(self.scale).translate(0, self.height)
            self.renderer.draw_path(self.pen, self.path(outline.corners, outline.codes), place, self.rgba(mark.colour))

    def letters(self, mark: Text) -> None:
        """Words as the renderer sets them, also in scripts that another font must have."""
        words, font = drawable(mark.words), _font(mark.size, mark.bold, mark.italic)
        share = SHARES[mark.anchor]
        before = share * self.renderer.get_text_width_height_descent(words, font, ismath=False)[0] if share and words else 0.0
        x = mark.x * self.scale - before * cos(radians(mark.turned))
        y = self.height - mark.y * self.scale - before * sin(radians(mark.turned))
        if words:
            self.renderer.draw_text(self.pen, x, self.height - y if self.renderer.flipy() else y, words, font, mark.turned)


@lru_cache(maxsize=256)
def _font(size: float, bold: bool, italic: bool) -> FontProperties:  # noqa: FBT001 - a key of the cache
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=families(), weight="bold" if bold else "normal", style="italic" if italic else "normal", size=size * POINT)


def _polygon(corners: Sequence[tuple[float, float]]) -> Path:
    from matplotlib.path import Path

    return Path(np.asarray([*corners, corners[0]]), [Path.MOVETO, *[Path.LINETO] * (len(corners) - 1), Path.CLOSEPOLY])


def _shape(mark: Box | Disc) -> Path:
    from matplotlib.path import Path

    if isinstance(mark, Disc):
        return Path.circle((mark.x, mark.y), mark.radius)
    left, top, right, bottom = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    return _rounded(mark) if mark.radius else _polygon(((left, top), (right, top), (right, bottom), (left, bottom)))


BULGE = 0.5523
"""Where the points between lie that make a Bézier curve a quarter of a circle, as a share of its radius."""


def _rounded(mark: Box) -> Path:
    """A box with round corners, as SVG rounds them: at most by half of a side."""
    from matplotlib.path import Path

    x, y = mark.x + mark.width / 2, mark.y + mark.height / 2
    across, down = mark.width / 2, mark.height / 2
    wide, high = min(mark.radius, across), min(mark.radius, down)
    corners, codes = list[tuple[float, float]](), list[Any]()
    for right, below in ((1, -1), (1, 1), (-1, 1), (-1, -1)):
        on_side = [(x + right * (across - wide), y + below * down), (x + right * (across - wide * (1 - BULGE)), y + below * down)]
        on_end = [(x + right * across, y + below * (down - high * (1 - BULGE))), (x + right * across, y + below * (down - high))]
        corners += [*on_side, *on_end] if right * below < 0 else [*on_end[::-1], *on_side[::-1]]
        codes += [Path.LINETO, *[Path.CURVE4] * 3]
    return Path(np.asarray([*corners, corners[0]]), [Path.MOVETO, *codes[1:], Path.CLOSEPOLY])
