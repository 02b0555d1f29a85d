"""A table as bytes and back, for keeping it inside a run file: a JSON header and raw little-endian arrays, packed with zlib. No pickle, no code.

Layout: magic · SHA-256 of all that follows · length of the unpacked body (8 bytes, little-endian) · the body packed by zlib.
Body: length of the header (8 bytes) · header (JSON) · for each column its array: number <f8, boolean i1 (−1 missing), category <i4 into its words (−1 missing).
"""

import hashlib
import json
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import DataError, RunFileError

from .classes import class_codes, class_names
from .table import KINDS, MOST_COLUMNS, Column, Table

MAGIC = b"glassgrad table 1\n"
MOST_BYTES = 2 * 1024**3
SAMPLE = 2**16
_HEAD = len(MAGIC) + 32 + 8
_TYPES = {"number": "<f8", "boolean": "i1", "category": "<i4"}


def table_to_bytes(table: Table) -> bytes:
    """The table as compact bytes; `table_from_bytes` reads back an equal one (same fingerprint, source and notes).

    Raises: DataError for a table of more than 2 GiB.
    """
    columns = [_entry(column) for column in table.columns]
    header = json.dumps({"source": table.source, "notes": list(table.notes), "rows": table.rows, "columns": columns}).encode("ascii")
    body = b"".join([len(header).to_bytes(8, "little"), header, *(_array(column).tobytes() for column in table.columns)])
    if len(body) > MOST_BYTES:
        raise DataError(f"{table.source}: {len(body):,} bytes are too many to store; the most is {MOST_BYTES:,}")
    sealed = len(body).to_bytes(8, "little") + zlib.compress(body, level=_level(body))
    return MAGIC + hashlib.sha256(sealed).digest() + sealed


def stored_bytes(table: Table) -> int:
    """How many bytes the table takes before it is packed."""
    return sum(np.dtype(_TYPES[column.kind]).itemsize * table.rows for column in table.columns)


def _level(body: bytes) -> int:
    """How hard to pack: measured numbers hardly shrink, and trying costs a second for every ten million of them."""
    middle = body[len(body) // 2 :][:SAMPLE]
    return 1 if len(zlib.compress(middle, level=1)) < 0.8 * len(middle) else 0


def _entry(column: Column) -> dict[str, Any]:
    words = list(class_names(column)) if column.kind == "category" else list(column.words)
    return {"name": column.name, "kind": column.kind, "words": words}


def _array(column: Column) -> npt.NDArray[Any]:
    if column.kind == "category":
        return class_codes(column.values, class_names(column)).astype("<i4")
    if column.kind == "boolean":
        return np.where(column.absent, -1, column.values).astype("i1")
    return column.values.astype("<f8")


def table_from_bytes(blob: bytes, *, most_bytes: int = MOST_BYTES) -> Table:
    """The table in the bytes, whoever wrote them; memory is bounded by `most_bytes`.

    Raises: RunFileError for anything that `table_to_bytes` would not write: cut, extended, changed, or lying about its size.
    """
    body = _unpacked(blob, most_bytes)
    length = int.from_bytes(body[:8], "little")
    if length > len(body) - 8:
        raise RunFileError("the stored table's header is longer than the table; the run file is damaged")
    header = _checked_header(body[8 : 8 + length])
    rows, entries = header["rows"], header["columns"]
    sizes = [np.dtype(_TYPES[entry["kind"]]).itemsize * rows for entry in entries]
    if 8 + length + sum(sizes) != len(body):
        raise RunFileError(f"the stored table should have {8 + length + sum(sizes):,} bytes and has {len(body):,}; the run file is damaged")
    columns, start = [], 8 + length
    for entry, size in zip(entries, sizes, strict=True):
        columns.append(_column(entry, np.frombuffer(body, dtype=_TYPES[entry["kind"]], count=rows, offset=start)))
        start += size
    return _checked_table(tuple(columns), header)


def _unpacked(blob: bytes, most_bytes: int) -> bytes:
    if not blob.startswith(MAGIC) or len(blob) < _HEAD:
        raise RunFileError(f"the stored table does not begin with {MAGIC!r}; the run file is damaged, or made by another version")
    if hashlib.sha256(blob[_HEAD - 8 :]).digest() != blob[len(MAGIC) : _HEAD - 8]:
        raise RunFileError("the stored table's checksum does not match; the run file is damaged")
    length = int.from_bytes(blob[_HEAD - 8 : _HEAD], "little")
    if not 8 <= length <= most_bytes:
        raise RunFileError(f"the stored table claims {length:,} bytes; at most {most_bytes:,} are read")
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(blob[_HEAD:], length + 1)  # the claim bounds the memory; a body that goes on is refused below
    except zlib.error as error:
        raise RunFileError(f"the stored table cannot be unpacked ({error}); the run file is damaged") from None
    if len(body) != length or not unpacker.eof or unpacker.unused_data:
        raise RunFileError(f"the stored table does not unpack to the {length:,} bytes it claims; the run file is damaged")
    return body


def _checked_header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode("ascii"))
    except (ValueError, RecursionError):
        raise RunFileError("the stored table's header is not JSON; the run file is damaged") from None
    if not isinstance(header, dict) or set(header) != {"source", "notes", "rows", "columns"}:
        raise RunFileError("the stored table's header must have source, notes, rows and columns; the run file is damaged")
    good = (
        isinstance(header["source"], str)
        and _are_texts(header["notes"])
        and type(header["rows"]) is int
        and 0 <= header["rows"] < 2**48
        and isinstance(header["columns"], list)
        and 0 < len(header["columns"]) <= MOST_COLUMNS
        and all(map(_is_entry, header["columns"]))
    )
    if not good:
        raise RunFileError("the stored table's header holds values of the wrong type; the run file is damaged")
    return header


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"name", "kind", "words"}
        and isinstance(entry["name"], str)
        and entry["kind"] in KINDS
        and _are_texts(entry["words"])
        and (entry["kind"] == "category" or len(entry["words"]) == 2)
    )


def _column(entry: dict[str, Any], stored: npt.NDArray[Any]) -> Column:
    name, kind, words = entry["name"], entry["kind"], entry["words"]
    try:
        if kind == "number":
            return Column(name, kind, stored.astype(np.float64))
        if len(stored) and not -1 <= stored.min() <= stored.max() < len(words):
            raise RunFileError(f"the stored column {name[:60]!r} points beyond its {len(words):,} words; the run file is damaged")
        if kind == "boolean":
            return Column(name, kind, np.where(stored < 0, np.nan, stored), (words[0], words[1]))
        return Column(name, kind, np.array([*words, None], dtype=object)[stored])
    except DataError as error:
        raise RunFileError(f"the stored table is not valid: {error}; the run file is damaged") from None


def _checked_table(columns: tuple[Column, ...], header: dict[str, Any]) -> Table:
    try:
        return Table(columns, header["source"], tuple(header["notes"]))
    except DataError as error:
        raise RunFileError(f"the stored table is not valid: {error}; the run file is damaged") from None
