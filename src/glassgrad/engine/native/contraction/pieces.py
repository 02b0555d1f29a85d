"""A row of a tile as vectors: full registers first, then the smallest vector that holds the rest, masked if it holds more."""

from __future__ import annotations

from dataclasses import dataclass

from ..writing import Function, Type, Value


@dataclass(frozen=True)
class Piece:
    """A vector of a row: where it begins, its type, and how many of its lanes are meant."""

    offset: int
    type: Type
    lanes: int

    def load(self, function: Function, address: Value) -> Value:
        """The vector at an address; lanes that are not meant are 0 and their memory is not touched."""
        if self.lanes == self.type.lanes:
            return function.load(self.type, address)
        return function.load_some(self.type, address, self._mask(function))

    def store(self, value: Value, address: Value) -> None:
        """Write the lanes that are meant."""
        if self.lanes == self.type.lanes:
            value.function.store(value, address)
        else:
            value.function.store_some(value, address, self._mask(value.function))

    def _mask(self, function: Function) -> Value:
        lanes = ", ".join(f"i1 {'true' if lane < self.lanes else 'false'}" for lane in range(self.type.lanes))
        return Value(function, self.type.truths, f"<{lanes}>")


def pieces(kind: Type, columns: int, register_lanes: int) -> list[Piece]:
    """Columns cut into vectors.

    >>> [(one.offset, str(one.type), one.lanes) for one in pieces(Type("float"), 23, 16)]
    [(0, '<16 x float>', 16), (16, '<8 x float>', 7)]
    """
    made = [Piece(offset, Type(kind.element, register_lanes), register_lanes) for offset in range(0, columns - register_lanes + 1, register_lanes)]
    rest = columns % register_lanes
    if rest:
        made.append(Piece(columns - rest, Type(kind.element, 1 << (rest - 1).bit_length()), rest))
    return made
