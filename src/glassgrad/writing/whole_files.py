"""Files that are there as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from glassgrad.graph import SettingError

FORMATS = ".svg, .png or .pdf"
ALLOW = "allow it to be replaced with overwrite=True"


def write_whole(place: Path, content: Callable[[], bytes], *, overwrite: bool, allow: str = ALLOW) -> Path:
    """Write what `content` makes. The place is looked at first, so that no work is done in vain.

    Raises: SettingError if there is a file already and `overwrite` is not set, or if no file can be there; OSError if the disk refuses.
    """
    check_place(place, overwrite=overwrite, allow=allow)
    made = content()
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            file.write(made)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def check_place(place: Path, *, overwrite: bool, allow: str = ALLOW) -> None:
    """Raises: SettingError if nothing may be written there; `allow` says how it may be."""
    if place.is_dir():
        raise SettingError(f"{place} is a folder; give the file a name in it")
    if place.exists() and not place.is_file():
        raise SettingError(f"{place} is not a file; nothing is written there")
    if place.exists() and not overwrite:
        raise SettingError(f"{place} exists already; choose another name, or {allow}")
    if not place.parent.is_dir():
        raise SettingError(f"there is no folder {place.parent}; make it first, or write elsewhere")


def check_ending(place: Path, endings: Sequence[str], what: str = "a picture") -> None:
    """Raises: SettingError if the name does not end in one of these ways, such as ".svg"."""
    if place.suffix.lower() in endings:
        return
    if place.is_dir() or not place.name:
        raise SettingError(f"{place} is a folder; give the file a name in it")
    listed = " or ".join(filter(None, (", ".join(endings[:-1]), endings[-1])))
    raise SettingError(f"{place.name}: {what} is written as {listed}; give the file such an ending")
