"""AdaBoost: small trees one after another, each minding most the rows the others got wrong; the better a tree did, the more it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Table
from glassgrad.writing.mathematics import Words

from ..answers import answer_of
from ..cells import NOTHING
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, stored
from ..known import known_classes
from ..scikit_trees import scikit_tree
from ..told import MOST_LINES, of_many, shown_outputs, told, with_words
from ..tree_words import asked, changes, changes_table, in_questions
from ..trees import Tree, leaf_value, nodes_of, path

TREES = 50
DEPTH_FOR_NUMBERS = 3
"""Questions of one tree after another where a number is predicted."""
MOST_VOTES = 6
"""Trees whose votes are shown one by one, the weightiest."""
MOST_QUESTIONS = 2
"""Questions of each of them that are shown, the first ones."""
ROUNDING = 12
"""Digits of a share after the point: further ones are the machine's rounding, which the library leaves where there is no vote."""
BESIDE_THE_MIDDLE = 2
"""Answers shown before and after the one in the middle."""


def _make(situation: Situation) -> Any:
    from sklearn.ensemble import AdaBoostClassifier, AdaBoostRegressor
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    if situation.task.has_classes:
        return AdaBoostClassifier(DecisionTreeClassifier(max_depth=_depth(len(situation.classes))), n_estimators=TREES, random_state=situation.seed)
    return AdaBoostRegressor(DecisionTreeRegressor(max_depth=DEPTH_FOR_NUMBERS), n_estimators=TREES, random_state=situation.seed)


def _depth(classes: int) -> int:
    """Questions of one tree after another: one for two classes, else so many that there can be a leaf for each class."""
    return max(1, (classes - 1).bit_length())


def _trees(model: Any) -> list[Tree]:
    return [scikit_tree(one) for one in model.estimators_]


def _weights(model: Any) -> Array:
    """How much each tree counts: shares of the whole. Shape: (trees,)."""
    weights = model.estimator_weights_[: len(model.estimators_)]
    # The only tree of a model that stopped at once, because even that one was no good, has weight 0; it is asked all the same.
    return np.asarray(weights / weights.sum() if weights.any() else np.full(len(weights), 1 / len(weights)))


def _stores(model: Any) -> tuple[Stored, ...]:
    trees = _trees(model)
    return (*nodes_of(trees), stored("weights of trees", _weights(model), single="weight of a tree"))


def _knows(learned: Learned) -> str:
    trees, weights = _trees(learned.model), _weights(learned.model)
    heaviest = f"the weightiest with {100 * weights.max():.3g}% of all weight"
    return in_questions(trees, learned.situation.features, called="small tree", of_several=heaviest)


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    return (_by_votes if learned.situation.classes else _by_the_middle)(learned, place, lot)


def _by_votes(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes, answer = known_classes(learned), answer_of(learned, place, lot)
    output = _shares(np.ravel(learned.model.decision_function(lot.inputs[place : place + 1])), len(classes))
    trees, weights, row = _trees(learned.model), _weights(learned.model), lot.inputs[place]
    votes = np.array([int(leaf_value(tree, row).argmax()) for tree in trees])
    parts = tuple(
        Part(f"tree {number}", weight * (np.arange(len(classes)) == vote)) for number, (weight, vote) in enumerate(zip(weights, votes, strict=True), start=1)
    )
    how = (
        f"{counted(len(trees), 'small tree')} had a vote. The fewer mistakes a tree made in training, the more its vote counts; "
        f"the class with the largest share, {answer}, is the answer."
    )
    shown = [classes[vote] for vote in votes]
    return Explanation(
        measure="share of the votes", outputs=classes, output=output, parts=parts, answer=answer,
        blocks=(Aside((how,)), _share_table(votes, output, classes), _vote_table(trees, weights, shown, row, learned)),
    )  # fmt: skip


def _shares(scores: Array, classes: int) -> Array:
    """The library's scores as shares of the votes: it counts a vote against a class as −1/(k − 1), and of two classes gives twice one score."""
    each = np.array([-scores[0], scores[0]]) / 2 if classes == 2 and len(scores) == 1 else scores
    return np.asarray(((classes - 1) * each + 1) / classes)


def _share_table(votes: Array, output: Array, classes: Sequence[str]) -> Table:
    counts, shares = np.bincount(votes, minlength=len(classes)), np.round(output, ROUNDING)
    rows: list[tuple[Words, ...]] = [((classes[place],), (str(counts[place]),), (told(shares[place]),)) for place in shown_outputs(output, MOST_LINES)]
    return Table(header=(("class",), ("votes",), ("share, by weight",)), rows=tuple(rows), caption=with_words((), of_many(output, MOST_LINES)))


def _vote_table(trees: Sequence[Tree], weights: Array, votes: Sequence[str], row: Array, learned: Learned) -> Table:
    rows: list[tuple[Words, ...]] = []
    for place in np.sort(np.argsort(-weights, kind="stable")[:MOST_VOTES]):
        rows += _vote_rows(trees[place], f"tree {place + 1}", row, learned, ((votes[place],), (told(weights[place], 3),)))
    shown = min(MOST_VOTES, len(trees))
    caption = (f"The {shown} trees that count most; the weights of all add up to 1.",) if shown > 1 else ()
    return Table(header=(("tree",), ("question",), ("here",), ("answer",), ("vote",), ("weight",)), rows=tuple(rows), caption=caption)


def _vote_rows(tree: Tree, name: str, row: Array, learned: Learned, vote: tuple[Words, Words]) -> Iterator[tuple[Words, ...]]:
    """A line for each question of a tree, the first one with its name, its vote and what that counts."""
    way = path(tree, row)[:-1]
    questions = [asked(tree, node, row, learned.situation.inputs) for node in way[:MOST_QUESTIONS]] or [("none", "", "")]
    for place, (question, value, answer) in enumerate(questions):
        yield ((name if place == 0 else "",), (question,), (value,), (answer,), *(vote if place == 0 else (("",), (NOTHING,))))
    if len(way) > MOST_QUESTIONS:
        yield (("",), (counted(len(way) - MOST_QUESTIONS, "more question"),), ("",), ("",), ("",), (NOTHING,))


def _by_the_middle(learned: Learned, place: int, lot: Lot) -> Explanation:
    output = np.asarray(learned.model.predict(lot.inputs[place : place + 1]))
    trees, weights, row = _trees(learned.model), _weights(learned.model), lot.inputs[place]
    answers = np.array([leaf_value(tree, row)[0] for tree in trees])
    order = np.argsort(answers, kind="stable")
    middle = int((np.cumsum(weights[order]) >= weights.sum() / 2).argmax())
    chosen = int(order[middle])
    parts = changes(trees[chosen], row, learned.situation.inputs)
    how = (
        f"{counted(len(trees), 'small tree')} answered, and their answers were put in order. The middle is where half of the trees' weight is reached: "
        f"that is the answer of tree {chosen + 1}."
    )
    questions = counted(len(path(trees[chosen], row)) - 1, "question")
    caption = (f"How tree {chosen + 1} came to its answer, in {questions}.",)
    return Explanation(
        measure="prediction", outputs=("prediction",), output=output, parts=parts, answer=answer_of(learned, place, lot),
        blocks=(
            Aside((how,)), _middle_table(answers, weights, order, middle),
            changes_table(parts, ("prediction",), output, caption),
        ),
    )  # fmt: skip


def _middle_table(answers: Array, weights: Array, order: Array, middle: int) -> Table:
    reached = np.cumsum(weights[order])
    places = range(max(0, middle - BESIDE_THE_MIDDLE), min(len(order), middle + BESIDE_THE_MIDDLE + 1))
    rows: list[tuple[Words, ...]] = [
        ((f"tree {order[place] + 1}",), (told(answers[order[place]]),), (told(weights[order[place]], 3),), (told(reached[place], 3),)) for place in places
    ]
    header = (("tree",), ("answer",), ("share of the weight",), ("up to here",))
    return Table(header=header, rows=tuple(rows), caption=("The answers around the middle, from low to high.",))


adaboost = Family(
    name="adaboost",
    title="AdaBoost",
    says="small trees one after another, each minding most the rows the others got wrong; the better a tree did, the more it counts",
    sort=Sort.ENSEMBLE,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
)
