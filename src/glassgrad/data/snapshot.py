"""One snapshot of a file's bytes: whatever happens to the file afterwards, everything is read from the same contents."""

import os
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path

from glassgrad.graph import DataError

from .words import quoted_path

MOST_BYTES = 2 * 1024**3
MOST_UNPACKED_BYTES = 1024**3
MOST_TIMES_LARGER = 200
"""Tables unpack to some ten times their size; what unpacks to more than this, beyond `HARMLESS_BYTES`, was made to flood a machine."""
HARMLESS_BYTES = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file should be, what it needs at least, and what to do about one that is too large, in words."""

    file: str
    least: str
    smaller: str


TABLE = Wanted("a CSV or Parquet file", "a table needs a header row and at least one row of data", "split it, or read it yourself and pass a data frame")
_CHUNK = 4 * 1024**2
_GZIP = b"\x1f\x8b"


def snapshot(path: Path, *, most_bytes: int = MOST_BYTES, most_unpacked: int = MOST_UNPACKED_BYTES, wanted: Wanted = TABLE) -> bytes:
    """The bytes of a regular file, read once, and unpacked if they are gzip (known by content, not by name). `wanted` is for the messages.

    Units: bytes; at most `most_bytes` in the file and `most_unpacked` after unpacking.
    Raises: DataError for a missing or unreadable file, a folder, a pipe, a device, an empty file, and for one that is too large or changes meanwhile.
    """
    if "\0" in str(path):
        raise DataError(f"{quoted_path(path)} is not a file path: it contains a NUL character")
    try:
        contents = _read_regular(path, most_bytes, wanted)
    except IsADirectoryError:
        raise DataError(f"{quoted_path(path)} is a folder, not a file; give the path of {wanted.file}") from None
    except (OSError, UnicodeEncodeError) as error:
        raise DataError(f"{quoted_path(path)} cannot be read: {getattr(error, 'strerror', None) or error}; check the path and the permissions") from None
    if contents.startswith(_GZIP):
        contents = unpack_gzip(contents, quoted_path(path), most_unpacked)
    if not contents:
        raise DataError(f"{quoted_path(path)}: the file is empty; {wanted.least}")
    return contents


def _read_regular(path: Path, most_bytes: int, wanted: Wanted) -> bytes:
    # O_NONBLOCK: opening a pipe that nobody writes to must not wait. The kind is asked of the open file, so it cannot be swapped in between.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise DataError(f"{quoted_path(path)} is {_what_it_is(before.st_mode)}, not a file; give the path of {wanted.file}")
        if before.st_size > most_bytes:
            size = f"{before.st_size:,} bytes; the most that is read is {most_bytes:,}"
            raise DataError(f"{quoted_path(path)} has {size}: {wanted.smaller}")
        contents = file.read(most_bytes + 1)
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(contents) != after.st_size:
        sizes = f"{before.st_size:,} bytes before, {after.st_size:,} after"
        raise DataError(f"{quoted_path(path)} changed while it was read ({sizes}); read it again when it is complete")
    return contents


def _what_it_is(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"), (stat.S_ISSOCK, "a socket"))
    return next((words for test, words in kinds if test(mode)), "something special")


def unpack_gzip(packed: bytes, name: str, most_bytes: int) -> bytes:
    """The contents of a gzip file, all its members one after the other.

    Raises: DataError when they would pass `most_bytes` (memory stays below twice that), when they are out of all proportion to the file,
    or when the file is damaged or cut short.
    """
    parts: list[bytes] = []
    most_bytes = min(most_bytes, max(HARMLESS_BYTES, MOST_TIMES_LARGER * len(packed)))
    room = most_bytes + 1
    while packed:
        reader = zlib.decompressobj(wbits=31)
        while packed and not reader.eof:
            parts.append(_unpack_some(reader, packed, name, min(_CHUNK, room)))
            packed = reader.unconsumed_tail
            room -= len(parts[-1])
            if room <= 0:
                raise DataError(f"{name} unpacks to more than {most_bytes:,} bytes; that is the most that is read: unpack it yourself and look at it")
        if not reader.eof:
            raise DataError(f"{name}: the gzip file ends in the middle; get a complete copy")
        packed = reader.unused_data.lstrip(b"\0")  # gzip files may be padded with zeros
    return b"".join(parts)


def _unpack_some(reader: "zlib._Decompress", packed: bytes, name: str, limit: int) -> bytes:
    try:
        return reader.decompress(packed, limit)
    except zlib.error as error:
        raise DataError(f"{name}: the gzip file is damaged ({error}); get a complete copy") from None
