"""`Mathematics`: a formula in text and in LaTeX at once, so that every renderer shows the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of mathematics that stays on one line."""

    text: str
    latex: str


@dataclass(frozen=True, slots=True)
class Mathematics:
    """Pieces of a formula, in order. A line may be broken between two pieces and nowhere else.

    >>> line = mathematics("a", "a") + mathematics("+ b1", "+ b_{1}")
    >>> line.text, line.latex
    ('a + b1', 'a + b_{1}')
    """

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """As a terminal shows it."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def latex(self) -> str:
        """As a book prints it."""
        return " ".join(piece.latex for piece in self.pieces)

    def __add__(self, other: Mathematics) -> Mathematics:
        return Mathematics(self.pieces + other.pieces)

    def __str__(self) -> str:
        return self.text


def mathematics(text: str, latex: str) -> Mathematics:
    """One unbroken piece."""
    return Mathematics((Piece(text, latex),))


Words = tuple["str | Mathematics", ...]
"""A sentence: plain text, with mathematics among it. Renderers escape the plain text, so any string may stand there."""
