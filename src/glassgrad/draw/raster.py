"""A picture as PNG or PDF, painted by matplotlib without a screen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from .letters import drawable, families, unseen_letters
from .marks import Box, Disc, Group, Line, Mark, Text, head_of
from .palette import PAPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from .picture import Picture

PER_INCH = 96.0
"""Pixels of normal size in an inch."""
POINT = 72 / PER_INCH
MOST_DOTS = 16_000.0
"""Dots along one side of a PNG: larger ones are made less sharp, as few programs open them."""


def raster(picture: Picture, form: str, *, scale: float = 2.0) -> bytes:
    """The picture in that form, "png" or "pdf"."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with unseen_letters(), rc_context({"pdf.fonttype": 42, "path.simplify": False}):
        figure = Figure(figsize=(picture.width / PER_INCH, picture.height / PER_INCH), facecolor=PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, picture.width)
        axes.set_ylim(picture.height, 0)
        for order, mark in enumerate(_flat(picture.marks)):
            for artist in _artists(mark, axes):
                artist.set_zorder(order)
        written = BytesIO()
        sharp = min(PER_INCH * scale, PER_INCH * MOST_DOTS / max(picture.width, picture.height))
        said = {"Title": picture.title, "Subject" if form == "pdf" else "Description": picture.shows, **({"CreationDate": None} if form == "pdf" else {})}
        figure.savefig(written, format=form, dpi=sharp, metadata=said)
    return written.getvalue()


def _flat(marks: tuple[Mark, ...]) -> Iterator[Line | Box | Disc | Text]:
    waiting = list(reversed(marks))
    while waiting:
        mark = waiting.pop()
        if isinstance(mark, Group):
            waiting += reversed(mark.marks)
        else:
            yield mark


def _artists(mark: Line | Box | Disc | Text, axes: Axes) -> Iterator[Any]:
    match mark:
        case Text():
            yield _text(mark, axes)
        case Line():
            yield from map(axes.add_patch, _line(mark))
        case _:
            yield axes.add_patch(_shape(mark))


def _text(mark: Text, axes: Axes) -> Any:
    side = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
    return axes.text(
        mark.x, mark.y, drawable(mark.words), fontsize=mark.size * POINT, color=mark.colour, ha=side, va="baseline", family=families(), parse_math=False,
        weight="bold" if mark.bold else "normal", style="italic" if mark.italic else "normal", rotation=mark.turned, rotation_mode="anchor",
    )  # fmt: skip


def _line(mark: Line) -> Iterator[Any]:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    codes = [Path.MOVETO, *[Path.CURVE4 if mark.curved else Path.LINETO] * (len(mark.points) - 1)]
    style: Any = (0, (5 / mark.width, 3 / mark.width)) if mark.dashed else "solid"
    path = Path(np.asarray(mark.points), codes)
    yield PathPatch(path, fill=False, edgecolor=mark.colour, linewidth=mark.width * POINT, linestyle=style, alpha=mark.opacity, capstyle="butt")
    if mark.arrow:
        yield Polygon(head_of(mark), closed=True, facecolor=mark.colour, edgecolor="none", alpha=mark.opacity)


def _shape(mark: Box | Disc) -> Any:
    from matplotlib.patches import Circle, FancyBboxPatch

    looks: dict[str, Any] = {
        "facecolor": mark.fill or "none",
        "edgecolor": mark.stroke or "none",
        "linewidth": mark.line * POINT if mark.stroke else 0,
        "linestyle": (0, (5 / mark.line, 3 / mark.line)) if mark.dashed else "solid",
    }
    if isinstance(mark, Disc):
        return Circle((mark.x, mark.y), mark.radius, **looks)
    return FancyBboxPatch(
        (mark.x, mark.y), mark.width, mark.height, boxstyle=f"round,pad=0,rounding_size={mark.radius}" if mark.radius else "square,pad=0", **looks
    )
