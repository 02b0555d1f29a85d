"""Logistic regression: a weighted sum of the inputs for each class, squeezed into probabilities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ..answers import answer_of, squeezed
from ..family import Explanation, Family, Learned, Lot, Situation, Sort, classes_only
from ..weighted_sums import knows, stores, weighted_sum

MOST_STEPS = 5_000


def _make(situation: Situation) -> Any:
    from sklearn.linear_model import LogisticRegression

    del situation
    return LogisticRegression(max_iter=MOST_STEPS)


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    score = np.atleast_1d(learned.model.decision_function(lot.inputs[place : place + 1])[0])
    answer = answer_of(learned, place, lot)
    told = weighted_sum(learned, place, lot, score, measure="score", answer=answer)
    return replace(told, blocks=(*told.blocks, *squeezed(learned, place, lot, answer)))


logistic_regression = Family(
    name="logistic_regression",
    title="logistic regression",
    says="a weighted sum of the inputs for each class, squeezed into probabilities",
    sort=Sort.PARAMETRIC,
    make=_make,
    stores=stores,
    knows=knows,
    explain=_explain,
    fits=classes_only,
    linear=True,
)
