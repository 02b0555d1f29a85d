"""Where output goes: standard output, or a file that is there as a whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from glassgrad.graph import SettingError

from .terminal import printable


def deliver(text: str, output: Path | None, *, overwrite: bool = False) -> None:
    """Write to standard output (control characters written out), or to the file (UTF-8, exactly).

    Raises: SettingError if there is a file already and `overwrite` is not set, or no file can be there; OSError if the disk refuses.
    """
    if output is None:
        sys.stdout.write(printable(text if text.endswith("\n") else text + "\n"))
        return
    check_place(output, overwrite=overwrite)
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)


def check_place(output: Path, *, overwrite: bool) -> None:
    """Raises: SettingError if nothing may be written there; asked before the work is done."""
    if output.is_dir():
        raise SettingError(f"{output} is a folder; give the file a name in it")
    if output.exists() and not output.is_file():
        raise SettingError(f"{output} is not a file; nothing is written there")
    if output.exists() and not overwrite:
        raise SettingError(f"{output} exists already; choose another name, or add --overwrite")
    if not output.parent.is_dir():
        raise SettingError(f"there is no folder {output.parent}; make it first, or write elsewhere")
