"""Random forest: many trees, each grown on its own draw of the rows; their mean is the answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Block
from glassgrad.writing.mathematics import Words

from ..answers import answer_of, probabilities_of
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored
from ..forests import nearest_tree, spread_table, votes, votes_table
from ..known import known_classes, known_outputs
from ..scikit_trees import scikit_tree
from ..told import told
from ..tree_words import in_questions, way_table
from ..trees import Tree, leaf_value, nodes_of

TREES = 100


def _make(situation: Situation) -> Any:
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    model = RandomForestClassifier if situation.task.has_classes else RandomForestRegressor
    return model(n_estimators=TREES, n_jobs=1, random_state=situation.seed)


def _trees(model: Any) -> list[Tree]:
    return [scikit_tree(one) for one in model.estimators_]


def _stores(model: Any) -> tuple[Stored, ...]:
    return nodes_of(_trees(model))


def _knows(learned: Learned) -> str:
    return in_questions(_trees(learned.model), learned.situation.features, of_several="each grown on its own draw of the rows")


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes = bool(learned.situation.classes)
    output = np.asarray(probabilities_of(learned, place, lot) if classes else learned.model.predict(lot.inputs[place : place + 1]))
    trees, row = _trees(learned.model), lot.inputs[place]
    answers = np.array([leaf_value(tree, row) for tree in trees])
    outputs = known_outputs(learned, len(output))
    table = votes_table(answers, output, outputs) if classes else spread_table(answers, output)
    example = nearest_tree(answers, output)
    return Explanation(
        measure="probability" if classes else "prediction",
        outputs=outputs,
        output=output,
        parts=tuple(Part(f"tree {number}", answer) for number, answer in enumerate(answers, start=1)),
        scale=1 / len(trees),
        answer=answer_of(learned, place, lot),
        blocks=(_how(answers, outputs, classes=classes), table, *_example(trees[example], example, row, learned)),
    )


def _how(answers: Array, outputs: tuple[str, ...], *, classes: bool) -> Aside:
    asked = f"Each of {counted(len(answers), 'tree')} led this row to one of its leaves and answered what the training rows there are like"
    if not classes:
        return Aside((f"{asked}; the mean of all answers is the prediction.",))
    counts = votes(answers)
    most = int(counts.argmax())
    who = "all of them vote" if counts[most] == len(answers) else f"{counts[most]} of them {'votes' if counts[most] == 1 else 'vote'}"
    return Aside((f"{asked}: {who} for {outputs[most]}. The class with the highest mean probability is the answer.",))


def _example(tree: Tree, place: int, row: Array, learned: Learned) -> tuple[Block, ...]:
    if not tree.questions:
        return ()
    leaf, classes = leaf_value(tree, row), known_classes(learned)
    says: Words = (f"voted for {classes[int(leaf.argmax())]}.",) if classes else ("answered ", told(leaf[0]), ".")
    return (way_table(tree, row, learned.situation.inputs, (f"Tree {place + 1}, whose answer is closest to that of all, asked this and ", *says)),)


random_forest = Family(
    name="random_forest",
    title="random forest",
    says="many trees, each grown on its own draw of the rows; their mean is the answer",
    sort=Sort.TREES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
)
