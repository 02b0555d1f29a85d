"""Several files at once in a folder: each is there as a whole or not at all, and none before all of them are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import rmtree

from glassgrad.graph import SettingError


def check_folder(folder: Path, names: Iterable[str], *, overwrite: bool) -> None:
    """Raises: SettingError if these files may not be written there; asked before the work is done."""
    if folder.exists() and not folder.is_dir():
        raise SettingError(f"{folder} is a file; give the name of a folder, which may be a new one")
    if not folder.parent.is_dir():
        raise SettingError(f"there is no folder {folder.parent}; make it first, or write elsewhere")
    for name in names:
        place = folder / name
        if place.is_dir():
            raise SettingError(f"{place} is a folder, and a file of that name is to be written; choose another folder")
        if place.exists() and not overwrite:
            raise SettingError(f"{place} exists already; choose another folder, or add --overwrite")


def deliver_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write the files (UTF-8) beside the folder first; then the folder takes their place, or, where there is one already, they are moved into it.

    Raises: OSError if the disk refuses.
    """
    folder = folder.absolute()
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    beside.mkdir()
    try:
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8", newline="")
        if not folder.exists():
            beside.rename(folder)
            return
        for name in files:
            (beside / name).replace(folder / name)
    finally:
        rmtree(beside, ignore_errors=True)
