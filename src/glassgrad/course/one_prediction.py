"""The same held-out row, and how a model of each family comes to its answer, in the terms of that family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from glassgrad.draw.network import quoted
from glassgrad.explain.blocks import Aside, Block, Heading
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.plain import listed

from .families_side_by_side import LOGISTIC, NAIVE_BAYES, NEIGHBOURS, TREE, VOTING, Array, Learned, Model, Rows
from .words import aside, counted

MOST_QUESTIONS = 4
"""Questions of a tree that are told."""


def one_prediction(learned: Mapping[Model, Learned], training: Rows, held_out: Rows) -> Iterator[Block]:
    """The first held-out row through one model of each family."""
    classes = held_out.preparation.classes
    yield Heading(("One row, and how each family answers",))
    yield aside(f"The first held-out row is one of {quoted(classes[int(held_out.targets[0])])}. What does each of them do with it?")
    for model, tell in TOLD.items():
        answer = classes[int(learned[model].predicted[0])]
        yield Aside((f"{model.name}: ", *tell(learned[model].model, training, held_out.inputs[:1]), f" So its answer is {quoted(answer)}."))


def _scores(model: Any, training: Rows, row: Array) -> Words:
    """A weighted sum for each class."""
    return ("a weighted sum of the measurements for each class: ", *_by_class(training.preparation.classes, model.decision_function(row)[0]), ".")


def _questions(model: Any, training: Rows, row: Array) -> Words:
    """The questions on the way from the root to a leaf."""
    tree = model.tree_
    asked = [node for node in model.decision_path(row).indices if tree.feature[node] >= 0]
    told: list[str | Mathematics] = []
    for node in asked[:MOST_QUESTIONS]:
        column = int(tree.feature[node])
        yes = np.float32(row[0, column]) <= tree.threshold[node]
        told += [f"is {training.preparation.features[column]} (scaled) at most ", plain_number(tree.threshold[node]), f"? {'Yes' if yes else 'No'}; "]
    return (f"{counted(len(asked), 'question')}: ", *told, "and so on." if len(asked) > MOST_QUESTIONS else "no more.")


def _votes(model: Any, training: Rows, row: Array) -> Words:
    """The classes of the nearest rows."""
    _, places = model.kneighbors(row)
    found = Counter(training.preparation.classes[int(one)] for one in training.targets[places[0]])
    return (f"the {counted(len(places[0]), 'nearest row')} that it keeps: {_counted(found)}.",)


def _shares(model: Any, training: Rows, row: Array) -> Words:
    """The share of each class, by Bayes' rule."""
    return ("how likely each class is, given the row: ", *_by_class(training.preparation.classes, model.predict_proba(row)[0]), ".")


def _voices(model: Any, training: Rows, row: Array) -> Words:
    """What each member of the vote says."""
    found = Counter(training.preparation.classes[int(one.predict(row)[0])] for one in model.estimators_)
    return (f"{counted(len(model.estimators_), 'voice')}: {_counted(found)}.",)


def _counted(found: Counter[str]) -> str:
    return listed([f"{count} for {quoted(name)}" for name, count in found.most_common()])


def _by_class(classes: tuple[str, ...], numbers: Any) -> Iterator[str | Mathematics]:
    for place, (name, value) in enumerate(zip(classes, numbers, strict=True)):
        yield f"{', ' if place else ''}{quoted(name)} "
        yield plain_number(value, 2, rounded=True)


TOLD: dict[Model, Callable[[Any, Rows, Array], Words]] = {
    LOGISTIC: _scores,
    TREE: _questions,
    NEIGHBOURS: _votes,
    NAIVE_BAYES: _shares,
    VOTING: _voices,
}
