"""Single weights as they are written: "W1[2,0]" is a name and a place in an array."""

from __future__ import annotations

import re
from collections.abc import Mapping

from glassgrad.graph import SettingError, Shape, say_shape, unknown_name

WRITTEN = re.compile(r"\s*([^\[\]\s]+)\s*(?:\[([0-9\s,]{0,60})\])?\s*")


def entry_named(entry: str, shapes: Mapping[str, Shape]) -> tuple[str, tuple[int, ...]]:
    """The name and the place in "W1[2,0]".

    Raises: SettingError for what is no entry of these arrays.

    >>> entry_named("W1[2,0]", {"W1": (3, 2)})
    ('W1', (2, 0))
    """
    found = WRITTEN.fullmatch(entry) if isinstance(entry, str) else None
    if found is None:
        raise SettingError(f"{entry!r:.60} is no entry of a weight; write it like W1[2,0] or b1[3], counting from 0")
    name, written = found[1], found[2] or ""
    if name not in shapes:
        raise unknown_name("weight", name, shapes)
    place = tuple(int(part) for part in written.split(",") if part.strip())
    shape = shapes[name]
    if len(place) != len(shape) or any(at >= size for at, size in zip(place, shape, strict=True)):
        example = ",".join(str(size - 1) for size in shape)
        raise SettingError(
            f"{name} has the shape {say_shape(shape) or 'of a single number'}, so {entry!r:.60} is not in it; write a single entry, up to {name}[{example}]"
        )
    return name, place
