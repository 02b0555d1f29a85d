"""A plot as SVG text, or in a file: SVG, PNG or PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from glassgrad.draw.inside import in_svg, metadata
from glassgrad.draw.letters import lettering, unseen_letters
from glassgrad.draw.palette import SOFT
from glassgrad.draw.svg import FONT
from glassgrad.graph import SettingError
from glassgrad.writing.whole_files import FORMATS, write_whole

from .figures import Said, figure_of, heard, is_restless, settle, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS = 200
"""Dots an inch of a PNG."""
CAPTION_SIZE = 8.5
LETTERS_PER_INCH = 15.5
"""Letters of a caption in an inch of its line, on average, with some to spare."""
LINE_HEIGHT = CAPTION_SIZE * 1.35 / 72
ID = re.compile(r'(?<=\bid=")[^"]+|(?<=url\(#)[^)]+|(?<=href="#)[^"]+')
FAMILY = re.compile(r" ?font-family: [^;\"]*;?")
FORM = {".png": "png", ".pdf": "pdf", ".svg": "svg"}
SILENT = Said("", "", "")


def svg(axes: Axes | Sequence[Axes]) -> str:
    """The picture as one SVG element, with its title, what it shows and how to read it inside. The same picture gives the same text."""
    from matplotlib import rc_context

    written = StringIO()
    with unseen_letters(), rc_context({**style(), "svg.fonttype": "none", "svg.hashsalt": "glassgrad", "svg.image_inline": True}):
        if is_restless(figure_of(axes)):
            settle(figure_of(axes))
        figure_of(axes).savefig(written, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = written.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = FAMILY.sub("", text)  # one for all, in the opening, that names fonts for readers whose machine lacks ours
    name = sha256(text.encode()).hexdigest()[:8]
    return _spoken(_of_a_kind(text, name), heard(axes) or SILENT, name)


def _of_a_kind(text: str, name: str) -> str:
    """The SVG with ids that no other picture in a page has, each of them once and without blanks: two panels may have artists of the same name."""
    met: Counter[str] = Counter()

    def renamed(found: re.Match[str]) -> str:
        written = f"g{name}-{'-'.join(found[0].split())}"
        if text[found.start() - 4 : found.start()] != 'id="':
            return written
        met[written] += 1
        return written if met[written] == 1 else f"{written}-{met[written]}"

    return ID.sub(renamed, text)


def _spoken(text: str, words: Said, name: str) -> str:
    """The SVG with its title, what it shows and how to read it, for programs that read it aloud."""
    end = text.index(">")
    opening = f'{text[:end]} role="img" aria-labelledby="t{name} d{name}" font-family="{FONT}">'
    return f"{opening}\n{in_svg(name, words.title, words.shows, words.caption)}{text[end + 1 :]}"


def save(axes: Axes | Sequence[Axes], path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a picture to a file: SVG, PNG or PDF, by the ending of the name. In PNG and PDF its caption stands beneath it; in SVG it is inside, with the title.

    Raises: SettingError for another ending, or if there is a file already.
    """
    place = Path(path)
    form = FORM.get(place.suffix.lower())
    if form is None:
        raise SettingError(f"{place.name}: a picture is written as {FORMATS}; give the file one of these endings")
    make = (lambda: svg(axes).encode()) if form == "svg" else (lambda: picture(axes, form))
    return write_whole(place, make, overwrite=overwrite)


def picture(axes: Axes | Sequence[Axes], form: str, *, dots: int = DOTS, captioned: bool = True) -> bytes:
    """The picture as PNG or PDF, with its caption beneath if there is one. Warns: DataWarning of letters that no font of the machine has."""
    from matplotlib import rc_context

    figure, words = figure_of(axes), heard(axes) or SILENT
    written = BytesIO()
    with lettering(), rc_context({**style(), "pdf.fonttype": 42}):
        if is_restless(figure):
            settle(figure)
        artist = _with_caption(figure, words.caption) if captioned and words.caption else None
        extra: dict[str, Any] = (
            {} if artist is None else {"bbox_inches": "tight", "pad_inches": 0.12, "bbox_extra_artists": [*figure.get_default_bbox_extra_artists(), artist]}
        )
        try:
            figure.savefig(written, format=form, dpi=dots, metadata=metadata(form, words.title, words.shows, words.caption), **extra)
        finally:
            if artist is not None:
                artist.remove()
    return written.getvalue()


def _with_caption(figure: Figure, caption: str) -> Any:
    """The caption under the picture, for as long as it is written; the picture keeps its size."""
    width = float(figure.get_size_inches()[0])
    lines = "\n".join(wrap(caption, max(30, int(width * LETTERS_PER_INCH))))
    return figure.text(0.01, -0.02, lines, ha="left", va="top", fontsize=CAPTION_SIZE, color=SOFT, linespacing=1.35, in_layout=False, parse_math=False)
