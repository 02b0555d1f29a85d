"""What stands in the square brackets of `x[0:2, -1]`, in a form that can be compared, printed and read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import SettingError, Shape, ShapeError, say_shape

Pieces = tuple[int | None, int | None, int | None]
EXPECTED = "whole numbers, slices like 0:2, or `...`"


@dataclass(frozen=True)
class Key:
    """One part per axis, from the first on: a whole number, a slice as (start, stop, step), or `...` once for all axes not mentioned.

    >>> Key.read((slice(0, 2), Ellipsis, -1)), str(Key.read("::2, 1"))
    (Key('0:2, ..., -1'), '::2, 1')
    """

    parts: tuple[Any, ...]

    @classmethod
    def read(cls, key: Any) -> Key:
        """The key that is meant by Python's own objects, or by their written form. Raises: SettingError for what cannot be a key."""
        if isinstance(key, Key):
            return key
        parts = [_from_text(part) for part in key.split(",")] if isinstance(key, str) else key if isinstance(key, tuple) else (key,)
        read = cls(tuple(_part(part) for part in parts))
        if read.parts.count(...) > 1:
            raise SettingError(f"[{read}] has more than one `...`; only one can stand for the axes not mentioned")
        return read

    @property
    def python(self) -> tuple[Any, ...]:
        """The key as arrays take it."""
        return tuple(slice(*part) if isinstance(part, tuple) else part for part in self.parts)

    def shape(self, x: Shape) -> Shape:
        """The shape that is left of an array of shape `x`. Raises: ShapeError if the key does not fit it."""
        lengths: list[int] = []
        for axis, part in enumerate(self._one_part_per_axis(x)):
            if isinstance(part, int):
                if not -x[axis] <= part < x[axis]:
                    raise ShapeError(f"[{self}] asks for entry {part} along axis {axis}, which has {x[axis]} entries")
            else:
                lengths.append(len(range(*slice(*part).indices(x[axis]))))
        return tuple(lengths)

    def _one_part_per_axis(self, x: Shape) -> list[Any]:
        asked = len(self.parts) - self.parts.count(...)
        if asked > len(x):
            raise ShapeError(f"[{self}] asks for {asked} axes, but there are {len(x)} in {say_shape(x)}")
        fill = [(None, None, None)] * (len(x) - asked)
        here = self.parts.index(...) if ... in self.parts else len(self.parts)
        return [*self.parts[:here], *fill, *self.parts[here + 1 :]]

    def __str__(self) -> str:
        return ", ".join("..." if part is ... else str(part) if isinstance(part, int) else _written(part) for part in self.parts)

    def __repr__(self) -> str:
        return f"Key({str(self)!r})"


EVERYTHING = Key(())


def _part(part: Any) -> Any:
    if part is ...:
        return part
    if isinstance(part, slice):
        start, stop, step = (None if one is None else _whole(one) for one in (part.start, part.stop, part.step))
        if step == 0:
            raise SettingError("a slice cannot have the step 0; use 1 for every entry, 2 for every second one, −1 for backwards")
        return start, stop, step
    return _whole(part)


def _whole(number: Any) -> int:
    if isinstance(number, (bool, np.bool_)) or not isinstance(number, (int, np.integer)):
        raise SettingError(
            f"{number!r} cannot stand in square brackets: expected whole numbers, slices like 0:2, or `...`; to choose by a node, use gather(x, indices)"
        )
    return int(number)


def _from_text(text: str) -> Any:
    pieces = [piece.strip() for piece in text.split(":")]
    try:
        if pieces == ["..."]:
            return ...
        if len(pieces) == 1:
            return int(pieces[0])
        if len(pieces) <= 3:
            return slice(*[int(piece) if piece else None for piece in pieces])
    except ValueError:
        pass
    raise SettingError(f"{text.strip()!r} cannot stand in square brackets: expected {EXPECTED}")


def _written(part: Pieces) -> str:
    start, stop, step = ("" if piece is None else str(piece) for piece in part)
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
