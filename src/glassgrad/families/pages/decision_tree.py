"""Decision tree: questions about one input after another, until the rows that answer alike are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside

from ..answers import answer_of, probabilities_of
from ..family import Explanation, Family, Learned, Lot, Situation, Sort, Stored
from ..known import known_outputs
from ..scikit_trees import scikit_tree
from ..tree_words import changes, changes_table
from ..trees import longest_way, nodes_of, path

FEWEST_ROWS = 5
"""Training rows at a leaf: with fewer, it would learn single rows by heart."""


def _make(situation: Situation) -> Any:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    model = DecisionTreeClassifier if situation.task.has_classes else DecisionTreeRegressor
    return model(min_samples_leaf=FEWEST_ROWS, random_state=situation.seed)


def _stores(model: Any) -> tuple[Stored, ...]:
    return nodes_of([scikit_tree(model)])


def _longest(model: Any) -> int:
    return 1 + longest_way(scikit_tree(model))


def _knows(learned: Learned) -> str:
    tree = scikit_tree(learned.model)
    if not tree.questions:
        return "In 1 leaf of a tree that asks nothing: every row gets the same answer."
    first = learned.situation.features[tree.features[0]]
    if tree.questions == 1:
        return f"In 1 question of one tree; it asks for {first}."
    return f"In {counted(tree.questions, 'question')} of one tree, at most {longest_way(tree)} one after another; the first asks for {first}."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes = bool(learned.situation.classes)
    output = probabilities_of(learned, place, lot) if classes else learned.model.predict(lot.inputs[place : place + 1])
    tree, row = scikit_tree(learned.model), lot.inputs[place]
    parts, outputs = changes(tree, row, learned.situation.inputs), known_outputs(learned, len(output))
    leaf = path(tree, row)[-1]
    rows = counted(int(learned.model.tree_.n_node_samples[leaf]), "training row")
    of_leaf = "the shares of the classes there are the answer" if classes else "their mean is the answer"
    how = f"{counted(len(parts) - 1, 'question')} led this row to a leaf with {rows}; {of_leaf}. Beside each question stands what its answer changed."
    return Explanation(
        measure="probability" if classes else "prediction", outputs=outputs, output=np.asarray(output), parts=parts, answer=answer_of(learned, place, lot),
        blocks=(Aside((how,)), changes_table(parts, outputs, output)),
    )  # fmt: skip


decision_tree = Family(
    name="decision_tree",
    title="decision tree",
    says="questions about one input after another, until the rows that answer alike are alike",
    sort=Sort.TREES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    longest=_longest,
)
