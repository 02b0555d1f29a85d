"""Pictures of any sort in a file, and what is said about them on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from glassgrad.writing.whole_files import check_ending, write_whole

from .delivery import ALLOW, check_place
from .facts import show_facts
from .terminal import console, warnings_as_notes

STILL, MOVING = (".svg", ".png", ".pdf"), (".gif",)


def check_picture_place(place: Path, *, overwrite: bool, moving: bool = False, also: tuple[str, ...] = ()) -> Path:
    """The place, if a picture can be written there; asked before the work is done.

    Raises: SettingError for an ending that is not that of a picture, or if there is a file already.
    """
    check_ending(place, MOVING if moving else (*STILL, *also), "what moves" if moving else "a picture")
    check_place(place, overwrite=overwrite)
    return place


def write_picture(painted: Any, place: Path, *, overwrite: bool) -> None:
    """Write a picture to its place, and say where it is, what it shows and how to read it."""
    from glassgrad.draw.picture import Picture
    from glassgrad.plots.animation import Animation
    from glassgrad.plots.figures import said
    from glassgrad.plots.saving import save

    with warnings_as_notes():
        if isinstance(painted, Picture | Animation):
            painted.save(place, overwrite=overwrite)
        else:
            save(painted, place, overwrite=overwrite)
    words: Any = painted if isinstance(painted, Picture | Animation) else said(painted)
    remark = painted.remark(place.suffix) if isinstance(painted, Picture) else ""
    tell(place, words.shows, f"{words.caption} {remark}".rstrip())


def write_text(text: str, place: Path, *, overwrite: bool) -> None:
    """Write a description of a picture to its place."""
    write_whole(place, text.encode, overwrite=overwrite, allow=ALLOW)


def tell(place: Path, shows: str, caption: str) -> None:
    """Where a picture is, what it shows, and how to read it."""
    show_facts(console(), [("written", str(place)), ("it shows", shows), ("to read it", caption)])
