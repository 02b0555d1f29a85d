"""One writer at a time: a lock beside the run file, held by the system as long as the process lives, so that a killed one leaves it open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from glassgrad.graph import RunFileError

from .run_file import WriteError

ATTEMPTS = 10
LONGEST_NUMBER = 20


@contextmanager
def only_writer(path: Path | None) -> Iterator[None]:
    """Be the only one who writes this run file, as long as it lasts. A run in memory needs no lock.

    Raises: RunFileError naming the process that writes it already; WriteError if no lock can be put beside it.
    """
    if path is None:
        yield
        return
    place = lock_of(path)
    lock = _taken(place, path)
    try:
        yield
    finally:
        # Removed before it is let go: whoever opened it meanwhile finds it gone, and makes a new one.
        with suppress(OSError):
            place.unlink()
        lock.close()


def lock_of(path: Path) -> Path:
    """Where the lock of a run file is: beside the file itself, by whatever way it is reached."""
    real = Path(os.path.realpath(path))
    return real.with_name(f"{real.name}.lock")


def _taken(place: Path, path: Path) -> BinaryIO:
    for _ in range(ATTEMPTS):
        lock = _opened(place)
        if not _lock(lock):
            writer = _writer(lock)
            lock.close()
            raise RunFileError(f"{path} is being written by another process{writer}; wait until it has ended, or stop it")
        if _is_still_there(lock, place):
            lock.truncate(0)
            lock.write(str(os.getpid()).encode())
            lock.flush()
            return lock
        lock.close()
    raise WriteError(f"cannot lock {path}: others keep taking and removing its lock {place}")


def _opened(place: Path) -> BinaryIO:
    try:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0), 0o644)
    except OSError as error:
        if error.errno is not None and not place.parent.is_dir():
            raise RunFileError(f"there is no folder {place.parent}; make it first, or save elsewhere") from None
        raise WriteError(f"cannot write beside {place.with_suffix('')}: {error.strerror}") from None
    return os.fdopen(descriptor, "r+b")


def _writer(lock: BinaryIO) -> str:
    """The number of the process that holds it, as it wrote it itself."""
    with suppress(OSError):
        said = lock.read(LONGEST_NUMBER)
        if said.isdigit():
            return f" (process {int(said)})"
    return ""


def _is_still_there(lock: BinaryIO, place: Path) -> bool:
    try:
        ours, there = os.fstat(lock.fileno()), place.stat(follow_symlinks=False)
    except OSError:
        return False
    return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)


if sys.platform == "win32":
    import msvcrt

    FAR = 2**30
    """A byte far behind the number, which others must be able to read."""

    def _lock(lock: BinaryIO) -> bool:
        lock.seek(FAR)
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            lock.seek(0)
        return True

else:
    import fcntl

    def _lock(lock: BinaryIO) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: better unlocked than not at all
            return True
        return True
