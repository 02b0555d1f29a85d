"""From bytes to text: what the file really is, which encoding it uses, and the exact place of the first byte that does not fit."""

from glassgrad.graph import DataError

# The first bytes of files that people rename to .csv or pick by mistake.
_NOT_TEXT = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook; unpack it, or save the sheet as CSV,"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV,"),
    (b"BZh", "a bzip2 archive; unpack it,"),
    (b"\xfd7zXZ", "an xz archive; unpack it,"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it,"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x93NUMPY", "a NumPy array; load it and pass the array,"),
    (b"\x80\x04", "a pickle, which is never opened,"),
    (b"ARROW1", "an Arrow file; load it and pass the data frame,"),
    (b"\x7fELF", "a program"),
)
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def utf8_bytes(contents: bytes, name: str, *, wanted: str = "a table is a CSV, TSV or Parquet file") -> tuple[bytes, tuple[str, ...]]:
    r"""The same text as clean UTF-8 without a byte-order mark, and notes on what was changed.

    `wanted` says in a message what the file should be. UTF-16 is decoded when it is marked or plainly visible; everything else must be strict UTF-8.
    Raises: DataError for a file that is not text, for a byte that is not UTF-8 (with its offset and line), and for a NUL (with its line).

    >>> utf8_bytes(b"\xef\xbb\xbfa,b", "t.csv")[0]
    b'a,b'
    """
    notes: list[str] = []
    _refuse_other_files(contents, name, wanted)
    if contents.startswith(b"\xef\xbb\xbf"):
        contents, notes = contents[3:], ["the byte-order mark at the start was removed"]
    elif encoding := _utf16_encoding(contents):
        contents, notes = _from_utf16(contents, encoding, name), [f"the file was decoded from {encoding.upper()}"]
    _refuse_nul(contents, name)
    _refuse_bad_utf8(contents, name)
    return contents, tuple(notes)


def _refuse_other_files(contents: bytes, name: str, wanted: str) -> None:
    for start, what in _NOT_TEXT:
        if contents.startswith(start):
            raise DataError(f"{name} is not text: its first bytes are those of {what.rstrip(',')}; {wanted}")


def _utf16_encoding(contents: bytes) -> str | None:
    for mark, encoding in _UTF16:
        if contents.startswith(mark) and contents[2:4] != b"\0\0":
            return encoding
    # Without a mark: in a header of plain letters every second byte is zero.
    start = contents[:64]
    if len(start) >= 8 and len(start) % 2 == 0:
        even, odd = start[::2], start[1::2]
        if not any(odd) and all(even):
            return "utf-16-le"
        if not any(even) and all(odd):
            return "utf-16-be"
    return None


def _from_utf16(contents: bytes, encoding: str, name: str) -> bytes:
    try:
        return contents.decode(encoding).removeprefix("\ufeff").encode("utf-8")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        raise DataError(f"{name}: bytes at offset {at:,} are not valid {encoding.upper()}; save the file as UTF-8") from None


def _refuse_nul(contents: bytes, name: str) -> None:
    at = contents.find(b"\0")
    if at >= 0:
        place = f"{name}, line {line_at(contents, at)}"
        raise DataError(f"{place}: a NUL character (byte offset {at:,}); the file is damaged or not text: save it as UTF-8 text")


def _refuse_bad_utf8(contents: bytes, name: str) -> None:
    if contents.isascii():
        return
    try:
        contents.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}, line {line_at(contents, error.start)}: byte 0x{contents[error.start]:02x} at offset {error.start:,} is not UTF-8; "
            "if the file is in Latin-1 or Windows-1252, save it as UTF-8"
        ) from None


def line_at(contents: bytes, offset: int) -> int:
    r"""The line, counted from 1, that a byte offset lies on; LF, CR and CR LF each end one line.

    >>> line_at(b"a\r\nb\rc", 5)
    3
    """
    before = contents[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
