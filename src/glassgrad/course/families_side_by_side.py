"""Models of every family, each taught on the same rows, each counted for what it has stored when learning is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

import glassgrad as gg
from glassgrad.data import Preparation, Table, Task, learn_preparation, split_rows

from .density_by_class import DensityByClass
from .stored import members, nodes, one_tree, rows, support_vectors, variances, weights

DATA, TARGET = "wine", "cultivar"
HELD_OUT = 0.3
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Choices:
    """What can be chosen about the models, and the number from which all randomness follows."""

    hidden: int
    trees: int
    neighbours: int
    seed: int


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a table: as they were measured, and prepared as the training rows say. Shapes: inputs (rows, features), targets (rows,)."""

    table: Table
    preparation: Preparation
    inputs: Array
    targets: Array


@dataclass(frozen=True, eq=False)
class Learned:
    """What came of learning: how many things are stored, and what is predicted for the held-out rows. Shape: predicted (rows,)."""

    stored: int
    predicted: Array
    model: Any


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model: its name, what it stores, and `learn` (training rows, held-out rows, choices) → what came of it."""

    name: str
    stores: str
    learn: Callable[[Rows, Rows, Choices], Learned]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Models that represent what they know in the same way."""

    name: str
    says: str
    models: tuple[Model, ...]
    grows_boosted_trees: bool = False


@dataclass(frozen=True, eq=False)
class Lots:
    """The same held-out rows, beside half of the training rows and all of them, each prepared by what its training rows say."""

    half: tuple[Rows, Rows]
    all: tuple[Rows, Rows]


def lots(seed: int) -> Lots:
    """The data set, split twice: held-out rows aside first, then half of those that are left. Every class keeps its share."""
    table = gg.read_table(DATA)
    outer = split_rows(table[TARGET], Task.MANY_CLASSES, validation=HELD_OUT, seed=seed)
    inner = split_rows(table.take(outer.training)[TARGET], Task.MANY_CLASSES, validation=0.5, seed=seed)
    half, held_out = table.take(outer.training[inner.training]), table.take(outer.validation)
    return Lots(_prepared(half, held_out), _prepared(table.take(outer.training), held_out))


def _prepared(training: Table, held_out: Table) -> tuple[Rows, Rows]:
    learned = learn_preparation(training, target=TARGET, task=Task.MANY_CLASSES, rows=np.arange(training.rows))

    def rows_of(table: Table) -> Rows:
        return Rows(table, learned, learned.apply(table).values, learned.targets(table).astype(np.intp))

    return rows_of(training), rows_of(held_out)


def from_scikit_learn(make: Callable[[Choices], Any], count: Callable[[Any], int]) -> Callable[[Rows, Rows, Choices], Learned]:
    """How such an estimator learns, and how what it has stored is counted."""

    def learn(training: Rows, held_out: Rows, choices: Choices) -> Learned:
        fitted = make(choices).fit(training.inputs, training.targets)
        return Learned(count(fitted), np.asarray(fitted.predict(held_out.inputs)), fitted)

    return learn


def _our_network(training: Rows, held_out: Rows, choices: Choices) -> Learned:
    # It prepares the table itself, by the same rules; nothing is held out inside, so it learns from as many rows as the others.
    run = gg.train(training.table, target=TARGET, hidden=(choices.hidden,), validation=0.0, seed=choices.seed)
    places = {name: place for place, name in enumerate(training.preparation.classes)}
    predicted = np.array([places[name] for name in run.predict(held_out.table)])
    return Learned(sum(int(one.size) for one in run.parameters.values()), predicted, run)


class _LinearRegression:
    """One straight line for each class, fitted to 1 for its rows and 0 for the others; the largest one wins."""

    def fit(self, inputs: Array, targets: Array) -> _LinearRegression:
        from sklearn.linear_model import LinearRegression

        self.line = LinearRegression().fit(inputs, np.eye(int(targets.max()) + 1)[targets])
        return self

    def predict(self, inputs: Array) -> Array:
        return np.asarray(self.line.predict(inputs).argmax(axis=1))


def _logistic(_: Choices) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000)


def _linear_svm(choices: Choices) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(max_iter=20_000, random_state=choices.seed)


def _kernel_svm(_: Choices) -> Any:
    from sklearn.svm import SVC

    return SVC(kernel="rbf")


def _tree(choices: Choices) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=choices.seed)


def _forest(choices: Choices) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(choices.trees, random_state=choices.seed)


def _boosting(choices: Choices) -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(n_estimators=choices.trees, random_state=choices.seed)


def _neighbours(choices: Choices) -> Any:
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(choices.neighbours)


def _bayes(_: Choices) -> Any:
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB()


def _ada(choices: Choices) -> Any:
    from sklearn.ensemble import AdaBoostClassifier

    return AdaBoostClassifier(n_estimators=choices.trees, random_state=choices.seed)


def _voting(choices: Choices) -> Any:
    from sklearn.ensemble import VotingClassifier

    return VotingClassifier([("logistic", _logistic(choices)), ("bayes", _bayes(choices)), ("tree", _tree(choices))])


LOGISTIC = Model(name="logistic regression", stores="weights and biases", learn=from_scikit_learn(_logistic, weights))
TREE = Model(name="decision tree", stores="nodes", learn=from_scikit_learn(_tree, one_tree))
NEIGHBOURS = Model(name="k-nearest neighbours", stores="rows", learn=from_scikit_learn(_neighbours, rows))
VOTING = Model(name="voting", stores="numbers and nodes", learn=from_scikit_learn(_voting, lambda one: members(one, (weights, variances, one_tree))))
LINEAR_SVM = Model(name="linear SVM", stores="weights and biases", learn=from_scikit_learn(_linear_svm, weights))
KERNEL_SVM = Model(name="SVM with RBF kernel", stores="support vectors", learn=from_scikit_learn(_kernel_svm, support_vectors))
NAIVE_BAYES = Model(name="Gaussian naive Bayes", stores="means, variances, shares", learn=from_scikit_learn(_bayes, variances))
OUR_NETWORK = Model(name="our neural network", stores="weights and biases", learn=_our_network)

FAMILIES = (
    Family(
        name="Parametric",
        says="The formula is chosen in advance, and learning only fills in its numbers. More data make these numbers better, not more numerous.",
        models=(
            Model(name="linear regression", stores="weights and biases", learn=from_scikit_learn(lambda _: _LinearRegression(), lambda one: weights(one.line))),
            LOGISTIC,
            OUR_NETWORK,
            LINEAR_SVM,
        ),
    ),
    Family(
        name="Tree-based",
        says="Learning asks about one column at a time: is it above this threshold? The questions are the knowledge; there are no weights on the columns.",
        models=(
            TREE,
            Model(name="random forest", stores="nodes", learn=from_scikit_learn(_forest, nodes)),
            Model(name="gradient boosting", stores="nodes", learn=from_scikit_learn(_boosting, nodes)),
        ),
        grows_boosted_trees=True,
    ),
    Family(
        name="Instance-based",
        says="Learning is above all remembering. Rows are kept, and a prediction compares the new row with them.",
        models=(
            NEIGHBOURS,
            Model(name="kernel density", stores="rows", learn=from_scikit_learn(lambda _: DensityByClass(), lambda one: one.rows)),
            KERNEL_SVM,
        ),
    ),
    Family(
        name="Probabilistic",
        says="Each class is described by how its rows are distributed. Bayes' rule then turns “how likely is this row, given the class” round.",
        models=(NAIVE_BAYES,),
    ),
    Family(
        name="Ensembles",
        says="Several models answer, and what is stored is what all of them store. AdaBoost adds up small trees, each made for the rows that those before got "
        "wrong; in the vote below, logistic regression, naive Bayes and a tree have one voice each. A forest and boosted trees are ensembles too.",
        models=(
            Model(name="AdaBoost", stores="nodes", learn=from_scikit_learn(_ada, nodes)),
            VOTING,
        ),
    ),
)
