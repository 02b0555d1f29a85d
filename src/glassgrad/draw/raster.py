"""A picture as PNG or PDF, painted by matplotlib without a screen."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from .inside import metadata
from .letters import lettering
from .palette import PAPER
from .sizes import sharpness

if TYPE_CHECKING:
    from .picture import Picture

PACKED = 3
"""How hard a PNG is packed, from 0 to 9: from here on it takes far longer and becomes hardly smaller."""


def raster(picture: Picture, form: str, *, scale: float = 2.0) -> bytes:
    """The picture in that form, "png" or "pdf"."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from .painting import PER_INCH, painted

    with lettering(), rc_context({"pdf.fonttype": 42, "path.simplify": False}):
        figure = Figure(figsize=(picture.width / PER_INCH, picture.height / PER_INCH), facecolor=PAPER)
        FigureCanvasAgg(figure)
        figure.add_artist(painted(picture.marks, outlines=form == "png"))
        written = BytesIO()
        figure.savefig(written, format=form, dpi=PER_INCH * sharpness(picture.width, picture.height, scale), **_said(picture, form))
    return written.getvalue()


def _said(picture: Picture, form: str) -> dict[str, Any]:
    """What is said of the picture, as the file keeps it."""
    words = {"metadata": metadata(form, picture.title, picture.shows, picture.caption)}
    return words if form == "pdf" else {**words, "pil_kwargs": {"compress_level": PACKED}}
