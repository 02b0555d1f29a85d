"""`exercise`: a paper with numbers that show every slip; its sheet, its solution, its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import numpy as np

from glassgrad.data.random_streams import random_stream
from glassgrad.explain import Story
from glassgrad.graph import SettingError, unknown_name
from glassgrad.writing.numbers import number as said

from ..collecting import Calculation, collect
from ..lines import Line
from ..quantities import Quantity
from ..reading import read_sheet
from ..slips import slips
from ..symbols import quantity_symbol
from .choosing import Choice, choose
from .grading import Graded, grade
from .key import Key
from .kind import ExerciseKind
from .kinds import kinds
from .option import settle
from .paper import Worked, sheet, solution
from .template import Template, with_room

FORMAT = 1
LARGEST_SEED = 2**63 - 1
PICKS = 64
"""Things that a kind may choose by the seed."""
ATTEMPTS = 4
"""Times that they are chosen anew, if slips share a number."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """One paper: `.sheet` and `.solution` are stories, `.key` is the answer key for a program, `.grade(text)` grades answers."""

    kind: ExerciseKind
    seed: int
    options: dict[str, Any]
    template: Template
    choice: Choice

    @property
    def title(self) -> str:
        """What stands above the paper."""
        return f"{self.kind.title} (paper {self.seed})"

    @cached_property
    def problem(self) -> str:
        """What is given, and the formulas, as a sheet that `check_sheet` reads."""
        return self.template.problem(self.choice.numbers)

    @cached_property
    def _calculation(self) -> Calculation:
        return collect(read_sheet(self.template.solved(self.choice.numbers)))

    @property
    def _lines(self) -> list[tuple[Quantity, Line]]:
        lines = self._calculation.lines[-len(self.template.asked) :]
        return [(line.target, line) for line in lines if line.target is not None]

    @cached_property
    def sheet(self) -> Story:
        """The paper, with blanks."""
        return sheet(self.title, self.template.task, self._calculation, [quantity for quantity, _ in self._lines])

    @cached_property
    def solution(self) -> Story:
        """The worked solution."""
        reasons = {one.asked: one.because for one in self.template.shortcuts}
        builder = self._calculation.builder()
        asked = [
            Worked(quantity, builder.build(line.formulas[0].tree) if name in reasons else None, reasons.get(name, ""))
            for name, (quantity, line) in zip(self.template.asked, self._lines, strict=True)
        ]
        return solution(self.title, self.template.task, self._calculation, asked, self._mixed)

    @property
    def _mixed(self) -> list[tuple[str, str, str]]:
        """The pairs of slips that share a number, in words."""
        symbols = {name: quantity_symbol(quantity).text for name, (quantity, _) in zip(self.template.asked, self._lines, strict=True)}
        return [(symbols[name], slips[one].title if one else "", slips[other].title) for name, one, other in self.choice.mixed]

    @property
    def key(self) -> dict[str, Any]:
        """The answer key, ready for JSON: what is asked, the right answers, their places, and the number that each slip leads to."""
        return {
            "format": FORMAT,
            "kind": self.kind.name,
            "seed": self.seed,
            "options": {name: list(value) if isinstance(value, tuple) else value for name, value in self.options.items()},
            "problem": self.problem,
            "asked": list(self.template.asked),
            "answers": {name: _plain(number) for name, number in self.choice.right.items()},
            "places": {name: _places(number) for name, number in self.choice.right.items()},
            "slips": {name: {slip: list(map(_plain, found)) for slip, found in by_slip.items()} for name, by_slip in self.choice.slips.items()},
            "mixed": [list(one) for one in self.choice.mixed],
        }

    def grade(self, text: str) -> Graded:
        """The answers in a text, graded."""
        return grade(text, Key(self.problem, self.template.asked))


def exercise(kind: str, *, seed: int = 0, **options: Any) -> Exercise:
    r"""Make one paper of a kind; the same seed gives the same paper on every machine.

    The numbers are chosen so that every known slip on every line leads to another number, and that answers are short.
    Raises: SettingError for an unknown kind or option, and for a seed that is no whole number from 0 on.

    >>> paper = exercise("reused", seed=3)
    >>> paper.grade("\n".join(f"{name} = {number!r}" for name, number in paper.key["answers"].items())).code
    0
    """
    if kind not in kinds:
        raise SettingError(unknown_name("exercise", kind, kinds))
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 0 <= seed <= LARGEST_SEED:
        raise SettingError(f"seed is {seed!r:.40}; expected a whole number from 0 on")
    page, settled = kinds[kind], settle(kind, kinds[kind].options, options)
    return Exercise(page, int(seed), settled, *_chosen(page, int(seed), settled))


def _chosen(page: ExerciseKind, seed: int, settled: Mapping[str, Any]) -> tuple[Template, Choice]:
    """The template and its numbers. With some functions slips share a number whatever the numbers are; then others are picked."""
    found: list[tuple[Template, Choice]] = []
    for attempt in range(ATTEMPTS):
        words = random_stream(seed, f"kind of exercise {page.name}", attempt).raw(PICKS).tolist()
        template = with_room(page.make(partial(_picked, words), **settled))
        if found and template == found[0][0]:
            break
        found.append((template, choose(template, seed, f"{page.name} {sorted(settled.items())}")))
        if not found[-1][1].mixed:
            break
    return min(found, key=lambda one: len(one[1].mixed))


def _picked(words: Sequence[int], *things: Any, part: int = 0) -> Any:
    return things[words[part] % len(things)]


def _places(number: Any) -> Any:
    """The decimal places with which a number is written in the solution."""
    if np.ndim(number):
        return [_places(one) for one in number]
    shown = said(_plain(number))
    digits = f"{Decimal(repr(shown.printed)):f}" if shown.powered else shown.text
    return len(digits.partition(".")[2])


def _plain(number: Any) -> Any:
    return [_plain(one) for one in number] if np.ndim(number) else float(f"{float(number):.12g}") + 0.0
