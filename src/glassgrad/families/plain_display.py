"""Watching a comparison in plain lines: one for each family, when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO

import numpy as np

from glassgrad.writing.plain import visible

from .differences import deviation
from .family import Family
from .quantities import score, spread_score
from .watching import Beginning


def say_scores(scores: tuple[float, ...]) -> str:
    """The mean of some scores, and how far they vary.

    >>> say_scores((0.9, 1.0)), say_scores((0.9,)), say_scores(())
    ('0.950 ± 0.071', '0.900', '')
    """
    if len(scores) < 2:
        return score(scores[0]).text if scores else ""
    return spread_score(float(np.mean(scores)), deviation(scores)).text


@dataclass
class PlainDisplay:
    """A line for each family."""

    stream: TextIO
    measure: str = "score"
    families: int = 0
    done: int = 0

    def begins(self, beginning: Beginning) -> None:
        """Remember what the score is called, and how many families there are."""
        self.measure, self.families = beginning.measure, len(beginning.families)

    def learnt(self, family: Family, done: int, of: int, scores: tuple[float, ...]) -> None:
        """Write a line when the last fold is over."""
        if done == of:
            self._tell(family, f"{self.measure} {say_scores(scores)}")

    def failed(self, family: Family, because: str) -> None:
        """Write why."""
        self._tell(family, f"left out: {visible(because)}")

    def ends(self) -> None:
        """An empty line before what follows."""
        self._say("")

    def _tell(self, family: Family, words: str) -> None:
        self.done += 1
        self._say(f"{self.done:>2} of {self.families}  {family.title}: {words}")

    def _say(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()
