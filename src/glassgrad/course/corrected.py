"""What the printed course says, what is true, and why."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Aside, Block, Caution
from glassgrad.writing.mathematics import Words


def corrected(*, printed: Words, true: Words, why: Words) -> Iterator[Block]:
    """A correction in three sentences."""
    yield Caution(("The course prints: ", *printed))
    yield Aside(("True: ", *true))
    yield Aside(("Why: ", *why))
