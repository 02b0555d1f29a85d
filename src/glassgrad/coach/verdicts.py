"""What the coach finds: a verdict on every line, and for a wrong one what was probably done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from glassgrad.explain.blocks import Step
from glassgrad.writing.mathematics import Words

from .lines import Line
from .slips.slip import Change, Slip


class Verdict(Enum):
    """What is said of a line."""

    GIVEN = "given"
    DEFINED = "read"
    RIGHT = "right"
    ROUNDED = "right up to rounding"
    CONVENTION = "another convention"
    FOLLOWS = "follows correctly from a wrong line"
    WRONG = "wrong"
    UNCHECKED = "not checked"

    @property
    def fine(self) -> bool:
        """Whether nothing is to be mended on the line."""
        return self not in (Verdict.WRONG, Verdict.FOLLOWS, Verdict.CONVENTION)


@dataclass(frozen=True, eq=False, slots=True)
class Suspect:
    """A slip that reproduces a wrong number: the changes by which it does, that in words, and how plausible it is among others."""

    slip: Slip
    changes: tuple[Change, ...]
    words: Words
    plausible: float


@dataclass(frozen=True, eq=False, slots=True)
class Finding:
    """One line with its verdict.

    `right` is the right value where it was worked out, `expected` what follows from the learner's own numbers. `follows` is the
    number of the wrong line that this one follows from, `by_convention` that that line only has another convention. `broken` are
    the two sides of the first link that does not hold, as written. `suspects` are the slips that reproduce the number, most
    plausible first. `worked` is how it goes, `notes` what else should be said.
    """

    line: Line
    text: str
    verdict: Verdict
    right: Any = None
    expected: Any = None
    claimed: Any = None
    follows: int = 0
    by_convention: bool = False
    broken: tuple[str, str] | None = None
    suspects: tuple[Suspect, ...] = ()
    worked: Step | None = None
    notes: tuple[Words, ...] = ()
