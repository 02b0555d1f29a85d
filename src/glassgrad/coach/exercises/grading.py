"""`grade`: answers against a key: how many are right, follow correctly, are wrong, or are missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from glassgrad.explain import Story
from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.graph import DataError

from ..check import judged
from ..collecting import collect
from ..lines import lines_of
from ..quantities import Quantity
from ..reading import read_sheet
from ..report import ALL_RIGHT, SOMETHING_WRONG, Report
from ..symbols import quantity_symbol
from ..verdicts import Finding, Verdict
from .key import Key

RIGHT = (Verdict.RIGHT, Verdict.ROUNDED)


@dataclass(frozen=True, eq=False)
class Graded:
    """What became of every asked quantity; `report` is the whole report on the sheet."""

    report: Report
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
        rows = tuple(((name,), (self._say(name),)) for name in self.findings)
        blocks: tuple[Block, ...] = (Aside((f"{self.score}.",)), Table((("asked",), ("answer",)), rows), Heading(("The sheet",)), *self.report.story.blocks)
        return Story(("Answers, graded",), blocks)

    def _say(self, name: str) -> str:
        found = self.findings[name]
        return "missing" if found is None or name in self.missing else found.verdict.value

    def __str__(self) -> str:
        return str(self.story)

    def as_dict(self) -> dict[str, Any]:
        """The grades for a program."""
        grades = {"right": self.right, "follows": self.follows, "wrong": self.wrong, "missing": self.missing}
        return {"format": 1, "score": self.score, **{name: list(found) for name, found in grades.items()}, "report": self.report.as_dict()}


def grade(text: str, key: Key) -> Graded:
    """Grade the answers in a text. Raises: DataError for a key whose problem cannot be read, ExpressionError beyond the limits."""
    problem = read_sheet(key.problem)
    truth = collect(problem)
    if truth.unread:
        raise DataError(f"the key's problem cannot be read: line {truth.unread[0].line}, {truth.unread[0].text!r:.60}")
    report = judged(collect(read_sheet(text), truth))
    last = {one.line.target: one for one in report.findings if one.line.target is not None and not one.line.index}
    return Graded(report, {_name(quantity): last.get(quantity) for quantity in _asked(key)})


def _asked(key: Key) -> list[Quantity]:
    lines, _ = lines_of(read_sheet(key.problem + "".join(f"{name} = 0\n" for name in key.asked)))
    asked = [line.target for line in lines[-len(key.asked) :]]
    if len(lines) < len(key.asked) or any(one is None for one in asked):
        raise DataError("the key asks for something that is no quantity")
    return [one for one in asked if one is not None]


def _name(quantity: Quantity) -> str:
    return quantity_symbol(quantity).text
