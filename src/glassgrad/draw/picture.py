"""`Picture`: marks on a page, and what is said of them. It shows itself in a notebook, and is saved as SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from glassgrad.graph import SettingError
from glassgrad.writing.whole_files import check_ending, write_whole

from .captioned import captioned
from .marks import Mark
from .sizes import NORMAL, letters_on_paper, remark

STILL, GRAPH = (".svg", ".png", ".pdf"), (".dot", ".gv")
"""The endings of files that a picture is written to, and of those that a graph is described in."""


@dataclass(frozen=True)
class Picture:
    """A picture of so many pixels at normal size.

    `title` names it, `shows` says what is to be seen for those who do not see it, and `caption` how to read it. That of a graph can also be had in the
    language of Graphviz.

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
    described: Callable[[], str] | None = field(default=None, compare=False, repr=False)

    def svg(self) -> str:
        """As one SVG element; its title, what it shows and how to read it are inside, for programs that read it aloud."""
        from .svg import svg

        return svg(self)

    def png(self, scale: float = NORMAL, *, captioned: bool = True) -> bytes:
        """As PNG, with its caption beneath; `scale` 2 has two dots for each pixel of its normal size, as sharp as a good screen.

        Warns: DataWarning of letters that no font of the machine has.
        """
        from .raster import raster

        return raster(self._page if captioned else self, "png", scale=scale)

    def pdf(self, *, captioned: bool = True) -> bytes:
        """As a page of PDF of the size of the picture, with its caption beneath. Warns: DataWarning of letters that no font of the machine has."""
        from .raster import raster

        return raster(self._page if captioned else self, "pdf")

    def dot(self) -> str:
        """The graph in the language of Graphviz, whose programs lay it out anew. Raises: SettingError for a picture that is not one of a graph."""
        if self.described is None:
            raise SettingError(f"{self.title}: only a computational graph can be written as DOT; of a run it is run.step(1).draw().dot()")
        return self.described()

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to a file: SVG, PNG or PDF, a graph also as DOT, by the ending of the name.

        Raises: SettingError for another ending, or if there is a file already.
        """
        place = Path(path)
        makers: dict[str, Callable[[], bytes]] = {".svg": lambda: self.svg().encode(), ".png": self.png, ".pdf": self.pdf}
        makers |= dict.fromkeys(GRAPH, lambda: self.dot().encode()) if self.described is not None else {}
        check_ending(place, tuple(makers))
        return write_whole(place, makers[place.suffix.lower()], overwrite=overwrite)

    @property
    def letters_on_paper(self) -> float:
        """How many points high its letters are, printed on one page of A4."""
        return letters_on_paper(self._page.width, self._page.height)

    def remark(self, ending: str) -> str:
        """What one should know of its file with that ending, such as ".pdf", before it is opened or printed: where it is too large; "" otherwise."""
        return remark(self._page.width, self._page.height, ending.lower(), wanted=NORMAL)

    @property
    def _page(self) -> Picture:
        """What is printed: the picture with its caption."""
        return captioned(self)

    def _repr_svg_(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        return f"<picture: {self.title}, {self.width:.0f} × {self.height:.0f}>"
