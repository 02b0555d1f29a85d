"""`Told`: a title and blocks, of which a story is made; the renderers see nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glassgrad.writing.mathematics import Mathematics, Words

EQUAL, ABOUT, BECOMES = "=", "≈", "←"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worked example: symbol = formula = numbers = value, and the reason.

    What is None is not shown. `relation` stands between symbol and formula, `into_numbers` before the numbers, `into_value`
    before the value; ≈ says that what follows was rounded. `shape` is told for arrays; `summary` describes an array too large
    to be shown, `because` gives the reason where a derivative is taken.
    """

    symbol: Mathematics
    formula: Mathematics | None = None
    numbers: Mathematics | None = None
    value: Mathematics | None = None
    relation: str = EQUAL
    into_numbers: str = EQUAL
    into_value: str = EQUAL
    shape: str = ""
    summary: Words = ()
    because: Words = ()

    def links(self) -> Iterator[tuple[str, Mathematics]]:
        """What follows the symbol, each part with the sign that joins it."""
        parts = ((self.relation, self.formula), (self.into_numbers, self.numbers), (self.into_value, self.value))
        for sign, part in parts:
            if part is not None:
                yield sign, part

    def __str__(self) -> str:
        return " ".join([self.symbol.text, *[f"{sign} {part.text}" for sign, part in self.links()]])

    @property
    def given(self) -> bool:
        """Whether the line only states a number, and needs no reason: several of them stand side by side."""
        return self.formula is None and self.numbers is None and not self.because and not self.summary

    @property
    def described(self) -> bool:
        """Whether all the line says is what a large array is like."""
        return bool(self.summary) and not any(self.links()) and not self.because


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part; `level` 2 is a part, 3 a part of it."""

    words: Words
    level: int = 2


@dataclass(frozen=True, slots=True)
class Aside:
    """A remark between the lines."""

    words: Words


@dataclass(frozen=True, slots=True)
class Caution:
    """A remark that must not be overlooked: a number that is not finite, a story cut short."""

    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. Cells are words, so numbers in them are Mathematics."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: Words = ()

    @property
    def of_numbers(self) -> tuple[bool, ...]:
        """Which columns hold mathematics and nothing else; the first one names the rows, and does not count."""
        return tuple(
            place > 0 and all(len(row[place]) == 1 and isinstance(row[place][0], Mathematics) for row in self.rows) for place in range(len(self.header))
        )


UNSEEN = "(The pictures are told in words here; in the HTML form they are seen.)"
"""The last words of a story with pictures, in forms that have none. How to read a picture is not said there."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, what it shows for those who do not see it, and for those who do, how to read it."""

    svg: str
    shows: str
    caption: Words = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines in a language of the machine, shown letter by letter."""

    lines: tuple[str, ...]
    language: str = ""
    caption: Words = ()


Block = Step | Heading | Aside | Caution | Table | Figure | Listing


@dataclass(frozen=True)
class Told:
    """A title and the blocks under it, in order."""

    title: Words
    blocks: tuple[Block, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The lines of the worked example, without headings and remarks."""
        return tuple(block for block in self.blocks if isinstance(block, Step))

    @property
    def has_pictures(self) -> bool:
        """Whether there is a picture in it."""
        return any(isinstance(block, Figure) for block in self.blocks)
