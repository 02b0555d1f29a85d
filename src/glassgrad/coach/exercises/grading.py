"""`grade`: answers against a key: how many are right, follow correctly, are wrong, or are missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.explain import Story
from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.graph import DataError, GlassgradError

from ..check import judged
from ..collecting import collect
from ..lines import lines_of
from ..quantities import Quantity
from ..reading import read_sheet
from ..report import ALL_RIGHT, SOMETHING_WRONG, Report
from ..symbols import quantity_symbol
from ..values import value
from ..verdicts import Finding, Verdict
from .key import Key

RIGHT = (Verdict.RIGHT, Verdict.ROUNDED)
BEST_FIRST = (*RIGHT, Verdict.FOLLOWS, Verdict.CONVENTION, Verdict.WRONG, Verdict.GIVEN, Verdict.DEFINED, Verdict.UNCHECKED)


@dataclass(frozen=True, eq=False)
class Graded:
    """What became of every asked quantity; `report` is the whole report on the sheet."""

    report: Report
    asked: tuple[Quantity, ...]
    findings: dict[str, Finding | None]

    def named(self, *verdicts: Verdict) -> tuple[str, ...]:
        """The asked quantities with one of these verdicts."""
        return tuple(name for name, one in self.findings.items() if one is not None and one.verdict in verdicts)

    @property
    def right(self) -> tuple[str, ...]:
        """What is right, rounding included."""
        return self.named(*RIGHT)

    @property
    def follows(self) -> tuple[str, ...]:
        """What follows correctly from a wrong answer."""
        return self.named(Verdict.FOLLOWS)

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is wrong by itself."""
        return self.named(Verdict.WRONG, Verdict.CONVENTION)

    @property
    def missing(self) -> tuple[str, ...]:
        """What has no answer that could be read."""
        return tuple(name for name in self.findings if name not in (*self.right, *self.follows, *self.wrong))

    @property
    def code(self) -> int:
        """0 where every answer is right, else 1; 2 where nothing could be read."""
        if len(self.right) == len(self.findings) and self.report.code == ALL_RIGHT:
            return ALL_RIGHT
        return SOMETHING_WRONG if self.report.findings else self.report.code

    @property
    def score(self) -> str:
        """The result in one line."""
        parts = [f"{len(self.right)} of {len(self.findings)} right"]
        parts += [f"{len(self.follows)} more {'follow' if len(self.follows) > 1 else 'follows'} correctly from a wrong answer"] if self.follows else []
        parts += [f"{len(self.wrong)} wrong"] if self.wrong else []
        parts += [f"{len(self.missing)} missing"] if self.missing else []
        return ", ".join(parts)

    @cached_property
    def story(self) -> Story:
        """The grades, and then the report."""
        rows = tuple(((quantity_symbol(one).mathematics,), (self._say(name),)) for one, name in zip(self.asked, self.findings, strict=True))
        blocks: tuple[Block, ...] = (Aside((f"{self.score}.",)), Table((("asked",), ("answer",)), rows), Heading(("The sheet",)), *self.report.story.blocks)
        return Story(("Answers, graded",), blocks)

    def _say(self, name: str) -> str:
        found = self.findings[name]
        if found is None or name in self.missing:
            return "missing"
        slip = f": {found.suspects[0].slip.title}" if found.suspects and name in self.wrong else ""
        return found.verdict.value + slip

    def __str__(self) -> str:
        return str(self.story)

    def as_dict(self) -> dict[str, Any]:
        """The grades for a program."""
        grades = {"right": self.right, "follows": self.follows, "wrong": self.wrong, "missing": self.missing}
        return {"format": 1, "score": self.score, **{name: list(found) for name, found in grades.items()}, "report": self.report.as_dict()}


def grade(text: str, key: Key) -> Graded:
    """Grade the answers in a text. Raises: DataError for a key that does not answer what it asks, ExpressionError beyond the limits."""
    truth = collect(read_sheet(key.problem))
    if truth.unread:
        raise DataError(f"the key's problem cannot be read: line {truth.unread[0].line}, {truth.unread[0].text!r:.60}")
    asked = _asked(key)
    for quantity in asked:
        try:
            value(truth.work, quantity, truth.given)
        except GlassgradError as error:
            raise DataError(f"the key asks for {_name(quantity)}, and its problem does not say what that is: {error}") from None
    report = judged(collect(read_sheet(text), truth))
    found = {_name(quantity): _answer(report, quantity, int(np.prod(truth.work.leaf(quantity).shape, dtype=int))) for quantity in asked}
    return Graded(report, tuple(asked), found)


def _answer(report: Report, quantity: Quantity, entries: int) -> Finding | None:
    """The last line about a quantity; or, where it was answered entry by entry, the worst of these lines, if all entries are there."""
    about = [one for one in report.findings if one.line.target == quantity]
    whole = [one for one in about if not one.line.index]
    if whole:
        return whole[-1]
    by_entry = {one.line.index: one for one in about}
    return max(by_entry.values(), key=lambda one: BEST_FIRST.index(one.verdict)) if len(by_entry) == entries else None


def _asked(key: Key) -> list[Quantity]:
    lines, _ = lines_of(read_sheet(key.problem + "".join(f"{name} = 0\n" for name in key.asked)))
    asked = [line.target for line in lines[-len(key.asked) :]]
    if len(lines) < len(key.asked) or any(one is None for one in asked):
        raise DataError("the key asks for something that is no quantity")
    return [one for one in asked if one is not None]


def _name(quantity: Quantity) -> str:
    return quantity_symbol(quantity).text
