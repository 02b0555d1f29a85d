"""What each family answers over the same one or two columns, and for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from glassgrad.data.words import names_given
from glassgrad.plots.measured.boundary import BoundaryGrid
from glassgrad.plots.measured.chosen_columns import Chosen, changes_of, most_telling, without_choice
from glassgrad.plots.measured.cut import Cut, DrawnRows, answers_over, cut_of, drawn_rows, telling_of
from glassgrad.plots.measured.feature_axes import FeatureAxis
from glassgrad.plots.measured.ground import Answer
from glassgrad.plots.measured.raw_rows import telling_columns
from glassgrad.plots.settings import PlotSettings

from ...comparison import Comparison, Result
from ...family import Array, Learned
from .answering import answering, gives_probabilities, steps
from .fold import FoldGround, first_fold

POINTS, POINTS_AVERAGED, POINTS_ALONE = 100, 50, 300
"""Places along an axis: of two, of two with the other columns averaged over, of one."""
AVERAGED = 16
"""Training rows that are averaged over."""
ROWS, FEWEST_PAIRS, MOST_PAIRS = 4_000, 16, 200
"""To choose columns: rows that each family is asked about, about, and pairs of rows of which one gives the other a value."""


@dataclass(frozen=True, eq=False)
class FamilyGrid:
    """One family: its name and mean score, its answers, whether they are probabilities, and how much of its own answers for the rows drawn they tell."""

    title: str
    score: float
    grid: BoundaryGrid
    probabilities: bool
    telling: float | None


@dataclass(frozen=True, eq=False)
class FamilyGrids:
    """All families over the same columns. `taught` are the training rows of the fold, `folds` those over which the scores are means."""

    families: tuple[FamilyGrid, ...]
    taught: DrawnRows
    measure: str
    folds: int

    @property
    def grids(self) -> list[BoundaryGrid]:
        """What is painted."""
        return [one.grid for one in self.families]


def family_grids(seen: Comparison, *, families: Sequence[str] = (), features: Sequence[str] = (), others: str = "typical") -> FamilyGrids:
    """The answers of the models of the first fold. Raises: SettingError for families, columns or words that are not there."""
    chosen = PlotSettings(features=names_given(features), others=others)
    results = [seen.result(name) for name in names_given(families)] or list(seen.results)
    ground, models = first_fold(seen), {one.family.name: seen.learned[one.family.name] for one in results}
    columns = _columns(ground, list(models.values()), chosen.features)
    cut = _cut(ground, columns.names, chosen.others)
    taught, _, lost = drawn_rows(ground, _axes(cut), ground.split.training, lambda rows: ground.truths[rows], "training")
    cut = replace(cut, notes=(*filter(None, (columns.why,)), *cut.notes, *(f"Of the small dots: {one}" for one in lost if one and cut.up)))
    grids = tuple(_family_grid(cut, ground, one, models[one.family.name]) for one in results)
    return FamilyGrids(grids, taught, seen.problem.measure, len(seen.problem.folds))


def _columns(ground: FoldGround, models: Sequence[Learned], features: Sequence[str]) -> Chosen:
    """The columns named, or the two on which the answers of these families depend most."""
    settled = without_choice(ground, features)
    if settled is not None:
        return settled
    pairs = int(np.clip(ROWS // len(telling_columns(ground)), FEWEST_PAIRS, MOST_PAIRS))
    # Answers that are all but even would hardly change: those of families without probabilities count where there are no others.
    asked = [one for one in models if ground.situation.classes and gives_probabilities(one)] or models
    changes = np.mean([changes_of(ground, answering(one, ground), most=pairs) for one in asked], axis=0)
    return most_telling(ground, changes, "these families", "answers change")


def _cut(ground: FoldGround, names: Sequence[str], others: str) -> Cut:
    alone, averaged = len(names) == 1, others == "averaged"
    points = POINTS_ALONE if alone else POINTS_AVERAGED if averaged else POINTS
    both = alone and not ground.situation.classes
    rows = np.concatenate([ground.split.training, ground.split.validation]) if both else ground.split.validation
    cut = cut_of(ground, names, rows, lambda rows: ground.truths[rows], others=others, points=points, which="" if both else "held-out")
    return replace(cut, bases=cut.bases[:AVERAGED], averaged=min(cut.averaged, AVERAGED))


def _axes(cut: Cut) -> list[FeatureAxis]:
    return [cut.across] if cut.up is None else [cut.across, cut.up]


def _family_grid(cut: Cut, ground: FoldGround, result: Result, learned: Learned) -> FamilyGrid:
    classes, sure = ground.situation.classes, bool(ground.situation.classes) and gives_probabilities(learned)
    answer: Answer = steps(learned, ground) if classes and not sure and cut.up is None else answering(learned, ground)
    answers, own = answers_over(cut, answer), answer(ground.prepared.values[cut.rows])
    grid = BoundaryGrid(
        across=cut.across,
        up=cut.up,
        answers=answers,
        target=ground.target_words,
        classes=classes,
        points=cut.points,
        right=own.argmax(axis=1) == cut.points.truth if classes else None,
        held=cut.held,
        averaged=cut.averaged,
        range=None if classes else _range(ground),
        notes=cut.notes,
    )
    telling = telling_of(cut, answers, own) if len(own) and (cut.held or cut.averaged) else None
    return FamilyGrid(result.family.title, result.mean, grid, sure, telling)


def _range(ground: FoldGround) -> tuple[float, float]:
    """What the target spans in the data."""
    values: Array = ground.truths[np.concatenate([ground.split.training, ground.split.validation])]
    return float(values.min()), float(values.max())
