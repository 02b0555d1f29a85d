"""How an operation is written: in text, in LaTeX, and as a symbol in a picture."""

from dataclasses import dataclass
from enum import IntEnum


class Binds(IntEnum):
    """How tightly a piece of notation holds together; a looser piece inside a tighter one needs parentheses."""

    COMPARISON = 10
    SUM = 20
    PRODUCT = 30
    SIGN = 40
    POWER = 50
    ATOM = 100


@dataclass(frozen=True, kw_only=True)
class Notation:
    r"""The templates of one operation. `$x` stands for the input called x (`string.Template`, so LaTeX keeps its braces).

    `text` is what a terminal prints and what `parse` reads back; `latex` is what a book prints.
    A setting is `$axis`, or all that differ from their defaults together are `$settings` (text: `, axis=0`; LaTeX: a
    subscript). A node with a setting that its template does not mention is written as a plain call: `transpose(x, axes=(1, 0))`.
    A variadic input stands for its list, separated by commas.

    `binds` says how tightly the whole holds together; `left` and `right` how tightly the first and the last input must
    hold to stand without parentheses (default: as tight as `binds` for the first, tighter for the last, as suits
    `a − b − c`). No parentheses are needed inside a notation that binds as ATOM, nor where LaTeX braces hold an input
    alone, as in `\frac{$a}{$b}`.
    """

    text: str
    latex: str
    symbol: str
    binds: Binds = Binds.ATOM
    left: Binds | None = None
    right: Binds | None = None
    spellings: tuple[str, ...] = ()
    """Other names by which people type the operation in an expression: `ln` for log, `max` for maximum."""
