"""`Fragment`: a part of a formula, with what its neighbours must know to put the parentheses right."""

from __future__ import annotations

from dataclasses import dataclass

from glassgrad.graph import Binds

from .mathematics import Mathematics, Piece
from .numbers import Number


@dataclass(frozen=True, slots=True)
class Fragment:
    """Mathematics that binds as tightly as `binds`; `minus` says that it begins with a minus sign.

    In LaTeX a fraction holds its parts together, so `latex_binds` may be tighter. `loose` says that in text its sign stands
    between spaces.
    """

    pieces: tuple[Piece, ...]
    binds: Binds = Binds.ATOM
    minus: bool = False
    latex_binds: Binds = Binds.ATOM
    loose: bool = False

    @property
    def mathematics(self) -> Mathematics:
        """The fragment on its own."""
        return Mathematics(self.pieces)

    @property
    def text(self) -> str:
        """As a terminal shows it."""
        return self.mathematics.text

    @property
    def latex(self) -> str:
        """As a book prints it."""
        return self.mathematics.latex


def fragment(text: str, latex: str, binds: Binds = Binds.ATOM, *, minus: bool = False, latex_binds: Binds | None = None) -> Fragment:
    """One unbroken fragment."""
    return Fragment((Piece(text, latex),), binds, minus, binds if latex_binds is None else latex_binds)


DOTS = fragment("…", r"\ldots")


def number_fragment(number: Number) -> Fragment:
    """A number in a formula: a negative one wants parentheses beside anything but the end of a sum, as in `2·(−3)`."""
    binds = Binds.SUM if number.negative else Binds.PRODUCT if number.powered else Binds.ATOM
    return fragment(number.text, number.latex, binds, minus=number.negative)
