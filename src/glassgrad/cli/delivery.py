"""Where output goes: standard output, or a file that is there as a whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from glassgrad.writing import whole_files
from glassgrad.writing.whole_files import write_whole

from .terminal import printable

ALLOW = "add --overwrite"


def deliver(text: str, output: Path | None, *, overwrite: bool = False) -> None:
    """Write to standard output (control characters written out), or to the file (UTF-8, exactly).

    Raises: SettingError if there is a file already and `overwrite` is not set, or no file can be there; OSError if the disk refuses.
    """
    if output is None:
        sys.stdout.write(printable(text if text.endswith("\n") else text + "\n"))
        return
    write_whole(output, lambda: text.encode("utf-8", "surrogateescape"), overwrite=overwrite, allow=ALLOW)


def check_place(output: Path, *, overwrite: bool) -> None:
    """Raises: SettingError if nothing may be written there; asked before the work is done."""
    whole_files.check_place(output, overwrite=overwrite, allow=ALLOW)
