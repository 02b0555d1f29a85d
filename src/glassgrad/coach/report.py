"""`Report`: what the coach says about a sheet, to a person and to a program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.explain import Story
from glassgrad.explain.text import words_text

from .collecting import Calculation
from .loss_after import LossAfter
from .reading.sheet import Unread
from .verdicts import Finding, Verdict

ALL_RIGHT, SOMETHING_WRONG, UNREADABLE = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Report:
    """The findings, line by line; what could not be read; and what the update does to the loss.

    `str()` for a terminal; `.story` also has `.markdown()`, `.latex()` and `.html()`; a notebook shows it by itself.
    """

    calculation: Calculation
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    loss_after: LossAfter | None

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """The lines that are wrong by themselves, in their order."""
        return tuple(one for one in self.findings if one.verdict is Verdict.WRONG)

    @property
    def ok(self) -> bool:
        """Whether everything was read, and nothing is to be mended."""
        return self.code == ALL_RIGHT

    @property
    def code(self) -> int:
        """0 where all is right, 1 where something is wrong, 2 where something could not be read or checked, or there was nothing to check."""
        if any(not one.verdict.fine for one in self.findings):
            return SOMETHING_WRONG
        unchecked = any(one.verdict is Verdict.UNCHECKED for one in self.findings)
        return UNREADABLE if self.unread or unchecked or not self.judged else ALL_RIGHT

    @property
    def judged(self) -> tuple[Finding, ...]:
        """The lines on which there was something to judge."""
        return tuple(one for one in self.findings if one.verdict not in (Verdict.GIVEN, Verdict.DEFINED))

    @cached_property
    def story(self) -> Story:
        """The report as it is told."""
        from .telling import told

        return told(self)

    def __str__(self) -> str:
        return str(self.story)

    def _repr_html_(self) -> str:
        return self.story._repr_html_()

    def as_dict(self) -> dict[str, Any]:
        """The report for a program: plain numbers, lists and texts."""
        return {
            "format": 1,
            "ok": self.ok,
            "lines": [_finding(one) for one in self.findings],
            "unread": [{"line": one.line, "column": one.column, "text": one.text, "why": one.why} for one in self.unread],
            "loss": None if self.loss_after is None else _loss(self.loss_after),
        }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "line": one.line.number,
        "column": one.line.statement.column,
        "text": one.text,
        "verdict": one.verdict.value,
        "claimed": _plain(one.claimed),
        "right": _plain(one.right),
        "expected": _plain(one.expected),
        "follows_line": one.follows or None,
        "broken": list(one.broken) if one.broken else None,
        "slips": [
            {"name": suspect.slip.name, "title": suspect.slip.title, "words": words_text(suspect.words), "plausible": round(suspect.plausible, 3)}
            for suspect in one.suspects
        ],
        "notes": [words_text(note) for note in one.notes],
    }


def _loss(one: LossAfter) -> dict[str, Any]:
    return {
        "name": one.loss,
        "before": one.before,
        "after": one.after,
        "raised": one.raises,
        "largest_rate": one.largest,
        "parameters": list(one.moved),
    }


def _plain(number: Any) -> Any:
    """A number, or lists of numbers; what is not finite as a text, since JSON has no word for it."""
    if number is None:
        return None
    if np.ndim(number):
        return [_plain(one) for one in number]
    return float(number) if np.isfinite(number) else str(float(number))
