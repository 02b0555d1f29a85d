"""What a piece of a sheet says: numbers, quantities, and what is done with them, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass

from ..quantities import Quantity


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from `start` up to `end` of the text of the sheet."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A number as it is written; `unit` is one unit in its last written place: 0.0001 for 0.7513, 1 for 4."""

    value: float
    unit: float
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity, referred to."""

    quantity: Quantity
    span: Span


@dataclass(frozen=True, slots=True)
class At:
    """A quantity that was defined as a function, f(x), at a point: f(3), f'(3); `names` are the arguments of the definition."""

    quantity: Quantity
    names: tuple[str, ...]
    point: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Array:
    """A vector or matrix written out, entry by entry or row by row."""

    parts: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Operated:
    """An operator and what it stands between, or in front of, or behind.

    Signs: + - / ** of two parts; "*" and "⊙" (entry by entry), "·" (also × or nothing between: a matrix product where arrays
    allow one) and "@"; of one part: "neg", "T" (transposed), "abs".
    """

    sign: str
    parts: tuple[Tree, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry of an array; indices count from 0, as in `W1[2,0]`."""

    whole: Tree
    index: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Called:
    """A function by its word, with `primes` strokes behind it: σ'(z) is the derivative of σ, at z."""

    word: str
    parts: tuple[Tree, ...]
    primes: int
    span: Span


Tree = Literal | Mention | At | Array | Operated | Indexed | Called
