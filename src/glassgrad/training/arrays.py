"""Arrays as bytes for the run file: little-endian, with dtype, shape and a checksum, so a flipped bit is found."""

from __future__ import annotations

import json
from hashlib import blake2b
from math import prod
from typing import Any, NamedTuple

import numpy as np

from glassgrad.graph import RunFileError

ALLOWED = {"<f8": 8, "<f4": 4, "<i8": 8}
"""The types a run file may hold, with their bytes per entry."""


class StoredArray(NamedTuple):
    """One array as it lies in the file."""

    dtype: str
    shape: str
    bytes: bytes
    checksum: str


def store(array: Any) -> StoredArray:
    """The array as bytes, row after row.

    >>> kept = store(np.array([1.0, 2.0]))
    >>> kept.dtype, kept.shape, len(kept.bytes)
    ('<f8', '[2]', 16)
    """
    plain = np.asarray(array)
    little = np.ascontiguousarray(plain, dtype=plain.dtype.newbyteorder("<"))
    content = little.tobytes()
    shape = json.dumps(list(plain.shape))
    return StoredArray(little.dtype.str, shape, content, checksum(little.dtype.str, shape, content))


def restore(kept: StoredArray, *, where: str) -> np.ndarray[Any, Any]:
    """The array again, read-only. Nothing about it is believed before it is checked.

    Raises: RunFileError if dtype, shape, length and checksum do not belong together.
    """
    if kept.dtype not in ALLOWED:
        raise RunFileError(f"{where} has the type {kept.dtype!r:.20}; a run file holds {', '.join(ALLOWED)}")
    lengths = _lengths(kept.shape, where)
    if prod(lengths) * ALLOWED[kept.dtype] != len(kept.bytes):
        raise RunFileError(f"{where} should hold {prod(lengths)} numbers, but has {len(kept.bytes)} bytes; the file is damaged")
    if checksum(kept.dtype, kept.shape, kept.bytes) != kept.checksum:
        raise RunFileError(f"{where} has changed since it was written (its checksum differs); the file is damaged")
    return np.frombuffer(kept.bytes, dtype=kept.dtype).reshape(lengths)


def checksum(*parts: str | bytes) -> str:
    """32 hexadecimal digits that change when any bit of the parts does."""
    digest = blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()


def _lengths(text: str, where: str) -> tuple[int, ...]:
    try:
        lengths = json.loads(text) if isinstance(text, str) and len(text) < 200 else None
    except ValueError:
        lengths = None
    if not isinstance(lengths, list) or not all(type(one) is int and 0 <= one < 2**40 for one in lengths):
        raise RunFileError(f"{where} has the shape {text!r:.40}, which is no list of lengths; the file is damaged")
    return tuple(lengths)
