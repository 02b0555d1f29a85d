"""`Comparison`: what came of families that learnt the same folds; it tells itself, and explains any row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data.words import counted, names_given, quoted

from .differences import deviation
from .family import Family, Learned, Stored
from .quantities import score

if TYPE_CHECKING:
    from glassgrad.explain import Story

    from .problem import Problem
    from .settings import CompareSettings


@dataclass(frozen=True)
class Kept:
    """What a model keeps after it has learnt so many rows: things by sort, and the bytes they take."""

    rows: int
    stored: tuple[Stored, ...]
    bytes: int

    @property
    def count(self) -> int:
        """Things of all sorts together."""
        return sum(one.count for one in self.stored)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One family: its score on each fold, its times, and what it keeps.

    Units: seconds, the median over the folds; `predict_seconds` for 1,000 rows. `half` and `all` are the first fold with half of its training rows, and with
    all of them. `knows` says where the knowledge is, `parts` how many summands its longest answer has. `notes`: what was noticed while it learnt.
    `judged`: the held-out rows of all folds, each right or wrong; 0 where a number is predicted, which is never quite right.
    """

    family: Family
    scores: tuple[float, ...]
    fit_seconds: float
    predict_seconds: float
    half: Kept
    all: Kept
    knows: str
    parts: int
    notes: tuple[str, ...] = ()
    judged: int = 0

    @property
    def mean(self) -> float:
        """The score, on average over the folds."""
        return float(np.mean(self.scores))

    @property
    def spread(self) -> float:
        """The standard deviation of the score over the folds."""
        return deviation(self.scores)

    @property
    def stored(self) -> tuple[Stored, ...]:
        """What it keeps of all training rows of the first fold."""
        return self.all.stored

    @property
    def bytes(self) -> int:
        """The bytes that takes."""
        return self.all.bytes

    @property
    def grows(self) -> bool:
        """Whether it keeps another number of things of twice as many rows."""
        return self.half.stored != self.all.stored


@dataclass(frozen=True)
class LeftOut:
    """A family that is not in the comparison, and why."""

    family: Family
    because: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Comparison:
    """Families that learnt the same folds of the same table; `results` has the best score first.

    `str()` for a terminal, `.markdown()`, `.latex()`, `.html()`; a notebook shows it by itself. `.explain(row)` tells one answer of every family.
    `baseline` is the score on each fold of always giving the same answer: the most frequent class, or the mean.
    `models`: fold → family → fitted model, of the first fold and of the one that held out the row of the setting `explain`.
    """

    problem: Problem
    settings: CompareSettings
    results: tuple[Result, ...]
    left_out: tuple[LeftOut, ...]
    baseline: tuple[float, ...]
    models: Mapping[int, Mapping[str, Learned]]

    @property
    def learned(self) -> Mapping[str, Learned]:
        """The fitted models of the first fold, by family."""
        return self.models[0]

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def result(self, family: str) -> Result:
        """What came of a family, by its name. Raises: SettingError if it is not in the comparison, with the reason."""
        from .choosing import absent

        return next((one for one in self.results if one.family.name == family), None) or absent(family, self.results, self.left_out)

    def story(self, *, pictures: bool = False) -> Story:
        """Everything in words and tables, with the row of the setting `explain` if there is one; and in all the pictures, which takes seconds."""
        from .telling import story

        return story(self, pictures=pictures)

    def plot(self, kind: str = "scores", *, families: Sequence[str] = (), features: Sequence[str] = (), others: str = "") -> Any:
        """A picture of the comparison as axes of matplotlib: "scores", "boundaries", "growth", "times" or "density".

        `families` and `features` choose what is in it, `others` what the columns beside do; each where the kind takes it.
        Raises: SettingError for a kind, or an option of it, that is not there, and for a comparison that cannot be drawn so.
        """
        from .pictures import picture_named

        asked = {"families": names_given(families), "features": names_given(features), "others": others}
        return picture_named(kind).painted(self, {name: value for name, value in asked.items() if value})

    def explain(self, row: int = 0, *, families: Sequence[str] = ()) -> Story:
        """How each family comes to its answer for one row of the table (from 0), by a model that did not learn from that row.

        `families`: by name; all of the comparison if none are named.
        Raises: SettingError for a row that is not there or has no target, and for a family that is not in the comparison.
        """
        from .one_row import one_row

        return one_row(self, row, families)

    def __repr__(self) -> str:
        best = f"the best {self.results[0].family.name}, {self.problem.measure} {score(self.results[0].mean).text}" if self.results else "none could learn"
        families = counted(len(self.results), "family", "families")
        return f"<comparison: {families} predicting {quoted(self.problem.target)} of {self.problem.table.source} on {len(self.problem.folds)} folds, {best}>"

    def __str__(self) -> str:
        return str(self.story())

    def markdown(self) -> str:
        """As Markdown."""
        return self.story().markdown()

    def latex(self) -> str:
        """As a LaTeX document."""
        return self.story().latex()

    def html(self) -> str:
        """As one self-contained HTML file, with all pictures."""
        return self.story(pictures=True).html()

    def _repr_html_(self) -> str:
        return self.story()._repr_html_()

    def to_json(self) -> dict[str, Any]:
        """The numbers as plain values, for programs."""
        from .as_json import as_json

        return as_json(self)
