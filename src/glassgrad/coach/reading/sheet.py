"""`Sheet`: what was read of a hand calculation, and what could not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .tree import Span, Tree


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a chain of equalities."""

    tree: Tree
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain of equalities, `a = b = c`; `relations` are the signs between its sides: "=", or "≈" where rounding is admitted.

    `line` and `column` count from 1. `part` is the number of headings like "Iteration 2" that came before it.
    """

    sides: tuple[Side, ...]
    relations: tuple[str, ...]
    span: Span
    line: int
    column: int
    part: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece that looks like mathematics and cannot be read: quoted, with its place and the reason; never guessed."""

    text: str
    line: int
    column: int
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Statements in their order, and what could not be read.

    `decimal_comma` tells how numbers were read; `spellings` has for the name of every quantity how it was first written.
    """

    text: str
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...]
    decimal_comma: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
