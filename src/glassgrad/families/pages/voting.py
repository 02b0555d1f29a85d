"""Voting: different families learn the same rows, and the mean of what they say is the answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside

from ..answers import answer_of, probabilities_of
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored
from ..known import known_outputs
from ..members import members_for, members_of, said_by, stored_by, titles
from ..told import summands
from .decision_tree import decision_tree
from .gaussian_naive_bayes import gaussian_naive_bayes
from .linear_regression import linear_regression
from .logistic_regression import logistic_regression
from .nearest_neighbours import nearest_neighbours

CANDIDATES = (linear_regression, logistic_regression, gaussian_naive_bayes, decision_tree, nearest_neighbours)
"""Those that fit the task are members: families that err in different ways."""


def _make(situation: Situation) -> Any:
    from sklearn.ensemble import VotingClassifier, VotingRegressor

    members = members_for(CANDIDATES, situation)
    return VotingClassifier(members, voting="soft", n_jobs=1) if situation.task.has_classes else VotingRegressor(members, n_jobs=1)


def _stores(model: Any) -> tuple[Stored, ...]:
    return stored_by(members_of(CANDIDATES, model))


def _knows(learned: Learned) -> str:
    members = members_of(CANDIDATES, learned.model)
    return f"In {len(members)} models that learnt the same {counted(len(learned.lot.targets), 'row')}: {titles(members)}; each counts the same."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes = bool(learned.situation.classes)
    output = np.asarray(probabilities_of(learned, place, lot) if classes else learned.model.predict(lot.inputs[place : place + 1]))
    parts = said_by(members_of(CANDIDATES, learned.model), lot.inputs[place], classes=classes)
    outputs, scale = known_outputs(learned, len(output)), 1 / len(parts)
    how = Aside((_how(parts, output, outputs) if classes else f"{len(parts)} models predicted a number each; their mean is the answer.",))
    return Explanation(
        measure="probability" if classes else "prediction", outputs=outputs, output=output, parts=parts, scale=scale, answer=answer_of(learned, place, lot),
        blocks=(how, summands(parts, outputs, output, first="model", scale=scale)),
    )  # fmt: skip


def _how(parts: tuple[Part, ...], output: Array, outputs: tuple[str, ...]) -> str:
    answer = int(output.argmax())
    agree = sum(int(part.value.argmax()) == answer for part in parts)
    alone = "all" if agree == len(parts) else f"{agree} of them" if agree else "none"
    return (
        f"{len(parts)} models said how sure they are of each class; taken alone, {alone} would answer {outputs[answer]}. "
        "The class with the highest mean is the answer."
    )


voting = Family(
    name="voting",
    title="voting",
    says="different families learn the same rows, and the mean of what they say is the answer",
    sort=Sort.ENSEMBLE,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    members=CANDIDATES,
)
