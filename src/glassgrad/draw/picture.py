"""`Picture`: marks on a page, and what is said of them. It shows itself in a notebook, and is saved as SVG, PNG or PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glassgrad.graph import SettingError
from glassgrad.writing.whole_files import FORMATS, write_whole

from .marks import Mark

NORMAL, LARGEST = 2.0, 100_000.0


@dataclass(frozen=True)
class Picture:
    """A picture of so many pixels at normal size.

    `title` names it, `shows` says what is to be seen for those who do not see it, and `caption` how to read it.

    >>> from glassgrad.draw.marks import Disc
    >>> from glassgrad.draw.palette import FORWARD
    >>> dot = Picture(20, 20, (Disc(x=10, y=10, radius=5, fill=FORWARD),), title="a dot", shows="One dot.", caption="The dot is the node.")
    >>> dot.svg()[:57]
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height'
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    title: str
    shows: str
    caption: str

    def svg(self) -> str:
        """As one SVG element; the title and what it shows are inside it, for screen readers."""
        from .svg import svg

        return svg(self)

    def png(self, scale: float = NORMAL) -> bytes:
        """As PNG; `scale` 2 has two dots for each pixel of its normal size, as sharp as a good screen."""
        from .raster import raster

        return raster(self, "png", scale=scale)

    def pdf(self) -> bytes:
        """As a page of PDF of the size of the picture."""
        from .raster import raster

        return raster(self, "pdf")

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to a file: SVG, PNG or PDF, by the ending of the name.

        Raises: SettingError for another ending, or if there is a file already.
        """
        place = Path(path)
        makers = {".svg": lambda: self.svg().encode(), ".png": self.png, ".pdf": self.pdf}
        if place.suffix.lower() not in makers:
            raise SettingError(f"{place.name}: a picture is written as {FORMATS}; give the file one of these endings")
        return write_whole(place, makers[place.suffix.lower()], overwrite=overwrite)

    def _repr_svg_(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        return f"<picture: {self.title}, {self.width:.0f} × {self.height:.0f}>"
