"""The families that the printed course names, each taught on the same rows: on half of them, and on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from glassgrad.data import read_table
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Array, Family, Learned, Stored
from glassgrad.families.problem import Problem, problem_of
from glassgrad.families.settings import CompareSettings
from glassgrad.families.turn import score_of

from .line_for_each_class import line_for_each_class

DATA, TARGET = "wine", "cultivar"
PARTS = 3
"""The rows are dealt into so many parts, and one of them is held out."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen about the models, and the number from which all randomness follows."""

    hidden: int
    trees: int
    neighbours: int
    seed: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """Families that represent what they know in the same way, and what the lesson says of them."""

    name: str
    says: str
    families: tuple[Family, ...]


GROUPS = (
    Group(
        name="Parametric",
        says="The formula is chosen in advance, and learning only fills in its numbers. More data make these numbers better, not more numerous. "
        "Linear regression is fitted to 1 for the rows of a class and 0 for the others, class by class; the largest sum wins.",
        families=(line_for_each_class, FAMILIES["logistic_regression"], FAMILIES["neural_network"], FAMILIES["linear_svm"]),
    ),
    Group(
        name="Tree-based",
        says="Learning asks about one column at a time: is it above this threshold? The questions are the knowledge; there are no weights on the columns. "
        "Histogram boosting is gradient boosting as scikit-learn does it.",
        families=tuple(FAMILIES[name] for name in ("decision_tree", "random_forest", "histogram_boosting", "xgboost", "lightgbm")),
    ),
    Group(
        name="Instance-based",
        says="Learning is above all remembering. Rows are kept, and a prediction compares the new row with them.",
        families=(FAMILIES["nearest_neighbours"], FAMILIES["kernel_density"], FAMILIES["rbf_svm"]),
    ),
    Group(
        name="Probabilistic",
        says="Each class is described by how its rows are distributed. Bayes' rule then turns “how likely is this row, given the class” round.",
        families=(FAMILIES["gaussian_naive_bayes"],),
    ),
    Group(
        name="Ensembles",
        says="Several models answer, and what is stored is what all of them store. AdaBoost adds up small trees, each made for the rows that those before got "
        "wrong; in the vote, other families of this lesson have one voice each. A forest and boosted trees are ensembles too.",
        families=(FAMILIES["adaboost"], FAMILIES["voting"]),
    ),
)

CHOSEN: Mapping[str, Callable[[Choices], dict[str, int]]] = {
    "random_forest": lambda choices: {"n_estimators": choices.trees},
    "histogram_boosting": lambda choices: {"max_iter": choices.trees},
    "xgboost": lambda choices: {"n_estimators": choices.trees},
    "lightgbm": lambda choices: {"n_estimators": choices.trees},
    "adaboost": lambda choices: {"n_estimators": choices.trees},
    "nearest_neighbours": lambda choices: {"n_neighbors": choices.neighbours},
    "voting": lambda choices: {"nearest_neighbours__n_neighbors": choices.neighbours},
}
"""What can be chosen about a family, as its library calls it. The network's hidden units are part of the situation."""


@dataclass(frozen=True, eq=False)
class Compared:
    """One family after half of the training rows, and after all of them; what it then says of the held-out rows. Shape: predicted (rows,).

    `accuracy`: the share of the held-out rows that it gets right.
    """

    half: Learned
    all: Learned
    predicted: Array
    accuracy: float

    @property
    def family(self) -> Family:
        """Its page."""
        return self.all.family

    @property
    def kept(self) -> tuple[tuple[Stored, Stored], ...]:
        """What is stored, sort by sort: of half of the rows, and of all."""
        return tuple(zip(*(self.family.stores(one.model) for one in (self.half, self.all)), strict=True))

    @property
    def added(self) -> int:
        """How many things more it stores after all of them."""
        return sum(more.count - before.count for before, more in self.kept)


def given_rows(choices: Choices) -> Problem:
    """The data set, dealt and prepared as for `compare`: the first part is held out, and half of the other rows is set apart."""
    return problem_of(read_table(DATA), CompareSettings(target=TARGET, folds=PARTS, seed=choices.seed, hidden=(choices.hidden,)))


def sizes(problem: Problem) -> tuple[int, int, int]:
    """Rows: half of those to learn from, all of them, and those held out."""
    return len(problem.half.places), len(problem.folds[0].training.places), len(problem.folds[0].held_out.places)


def compared(page: Family, problem: Problem, choices: Choices) -> Compared:
    """Teach a family twice, with the numbers that were chosen in place of its own."""
    family, fold = with_numbers(page, CHOSEN[page.name](choices)) if page.name in CHOSEN else page, problem.folds[0]
    half, everything = (family.learn(lot, fold.situation) for lot in (problem.half, fold.training))
    predicted = np.asarray(everything.model.predict(family.inputs(fold.held_out)))
    return Compared(half, everything, predicted, score_of(predicted, fold.held_out.targets, are_classes=True))


def with_numbers(page: Family, numbers: Mapping[str, int]) -> Family:
    """The same family, whose models have these parameters in place of the page's own."""
    return replace(page, make=lambda situation: page.make(situation).set_params(**numbers))
