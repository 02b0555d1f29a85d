"""`Animation`: frames one after the other, as a GIF. It shows itself in a notebook."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from glassgrad.draw.inside import in_words
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError
from glassgrad.writing.whole_files import write_whole

from .few_colours import in_few_colours
from .saving import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from PIL.Image import Image

Frame: TypeAlias = "Picture | Axes | Sequence[Axes]"
ENDING = ".gif"
DOTS = 110
"""Dots an inch of a frame of axes."""
SCALE = 1.25
SHORTEST, LONGER = 0.02, 4
"""Seconds of the shortest frame that viewers show as it is; how many times longer the last frame stays."""


@dataclass(frozen=True, repr=False)
class Animation:
    """Frames one after the other. `frames` makes them anew each time; one may be the axes of the one before, changed.

    `title`, `shows` and `caption` are as for a picture; `seconds` is how long a frame stays, the last one longer.
    """

    frames: Callable[[], Iterable[Frame]]
    title: str
    shows: str
    caption: str
    seconds: float = 0.25

    def gif(self) -> bytes:
        """The animation as GIF, which goes round without end. What it shows and how to read it is told in the file's comment."""
        images = [_image(frame) for frame in self.frames()]
        size = (max(one.width for one in images), max(one.height for one in images))
        first, *later = in_few_colours([_of_size(one, size) for one in images])
        stays = [max(SHORTEST, self.seconds)] * len(images)
        stays[-1] *= LONGER
        written = BytesIO()
        first.save(
            written, format="GIF", save_all=True, append_images=later, duration=[round(1000 * one) for one in stays], loop=0, optimize=True,
            comment=f"{self.title}: {in_words(self.shows, self.caption)}".encode(),
        )  # fmt: skip
        return written.getvalue()

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to a GIF file. Raises: SettingError for another ending, or if there is a file already."""
        place = Path(path)
        if place.suffix.lower() != ENDING:
            raise SettingError(f"{place.name}: what moves is written as {ENDING}; give the file this ending")
        return write_whole(place, self.gif, overwrite=overwrite)

    def html(self) -> str:
        """As an image with everything in it, to stand in a page."""
        return f'<img alt="{escape(self.shows)}" title="{escape(self.title)}" src="data:image/gif;base64,{b64encode(self.gif()).decode()}">'

    def __repr__(self) -> str:
        return f"<animation: {self.title}>"

    def _repr_html_(self) -> str:
        return f"<figure>{self.html()}<figcaption>{escape(self.caption)}</figcaption></figure>"


def _image(frame: Frame) -> Image:
    from PIL import Image

    written = frame.png(SCALE, captioned=False) if isinstance(frame, Picture) else picture(frame, "png", dots=DOTS, captioned=False)
    with Image.open(BytesIO(written), formats=("PNG",)) as opened:
        return opened.convert("RGB")


def _of_size(image: Image, size: tuple[int, int]) -> Image:
    """The frame on white paper of that size, in its upper left corner."""
    from PIL import Image

    if image.size == size:
        return image
    paper = Image.new("RGB", size, "white")
    paper.paste(image, (0, 0))
    return paper
