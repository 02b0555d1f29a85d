"""`exercise`: a paper with numbers that show every slip; its sheet, its solution, its key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from glassgrad.data.random_streams import random_stream
from glassgrad.explain import Story
from glassgrad.graph import SettingError, unknown_name

from ..collecting import Calculation, collect
from ..quantities import Quantity
from ..reading import read_sheet
from ..slips import slips
from .choosing import Choice, choose
from .grading import Graded, grade
from .key import Key
from .kind import ExerciseKind
from .kinds import kinds
from .option import settle
from .paper import sheet, solution
from .template import Template

FORMAT = 1
LARGEST_SEED = 2**63 - 1
PICKS = 64
"""Things that a kind may choose by the seed."""


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
        return collect(read_sheet(self.problem + "".join(f"{name} = 0\n" for name in self.template.asked)))

    @property
    def _asked(self) -> list[Quantity]:
        return [line.target for line in self._calculation.lines[-len(self.template.asked) :] if line.target is not None]

    @cached_property
    def sheet(self) -> Story:
        """The paper, with blanks."""
        return sheet(self.title, self.template.task, self._calculation, self._asked)

    @cached_property
    def solution(self) -> Story:
        """The worked solution."""
        return solution(self.title, self.template.task, self._calculation, self._asked, list(map(_say_mixed, self.choice.mixed)))

    @property
    def key(self) -> dict[str, Any]:
        """The answer key, ready for JSON: what is asked, the right answers, and the number that each slip leads to."""
        return {
            "format": FORMAT,
            "kind": self.kind.name,
            "seed": self.seed,
            "options": {name: list(value) if isinstance(value, tuple) else value for name, value in self.options.items()},
            "problem": self.problem,
            "asked": list(self.template.asked),
            "answers": {name: _plain(number) for name, number in self.choice.right.items()},
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
    page, seed = kinds[kind], int(seed)
    settled = settle(kind, page.options, options)
    words = random_stream(seed, f"kind of exercise {kind}", 0).raw(PICKS)

    def pick(*things: Any, part: int = 0) -> Any:
        return things[int(words[part]) % len(things)]

    template = page.make(pick, **settled)
    return Exercise(page, seed, settled, template, choose(template, seed, f"{kind} {sorted(settled.items())}"))


def _say_mixed(mixed: tuple[str, str, str]) -> str:
    name, first, second = mixed
    titles = [slips[one].title if one else "the right answer" for one in (first, second)]
    return f"For {name}, two things lead to the same number on this paper: {titles[0]}, and {titles[1]}."


def _plain(number: Any) -> Any:
    return [_plain(one) for one in number] if np.ndim(number) else float(f"{float(number):.12g}") + 0.0
