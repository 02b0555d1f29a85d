"""Histogram boosting: scikit-learn's small trees one after another, each mending what is still wrong; inputs are sorted into bins first."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import boosted
from ..boosted import Boosted, in_rounds
from ..family import Array, Explanation, Family, Learned, Lot, Situation, Sort
from ..one_thread import OnOneThread
from ..trees import Tree


def _make(situation: Situation) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    model = HistGradientBoostingClassifier if situation.task.has_classes else HistGradientBoostingRegressor
    # By itself it would hold rows out inside where there are more than 10,000, and stop by them; the other libraries learn from all.
    chosen = {"max_iter": boosted.ROUNDS, "learning_rate": boosted.LEARNING_RATE, "early_stopping": False, "random_state": situation.seed}
    return OnOneThread(model(**chosen))


def _read(model: Any) -> Boosted:
    # scikit-learn keeps the trees here and shows them nowhere else; tests hold their sum against its public functions.
    trees = [_tree(one.nodes) for one_round in model.model._predictors for one in one_round]
    start = np.ravel(model.model._baseline_prediction).astype(np.float64)
    return Boosted(start, in_rounds(trees, len(start)))


def _tree(nodes: Array) -> Tree:
    features = np.where(nodes["is_leaf"] > 0, -1, nodes["feature_idx"])
    return Tree(features, nodes["num_threshold"], nodes["left"], nodes["right"], nodes["value"][:, np.newaxis])


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    says = learned.model.decision_function if learned.situation.classes else learned.model.predict
    output = np.ravel(says(lot.inputs[place : place + 1]))
    return boosted.explain(learned, place, lot, _read(learned.model), output)


histogram_boosting = Family(
    name="histogram_boosting",
    title="histogram boosting",
    says="scikit-learn's small trees one after another, each mending what is still wrong; inputs are sorted into bins first",
    sort=Sort.TREES,
    make=_make,
    stores=boosted.stores(_read),
    knows=boosted.knows(_read),
    explain=_explain,
)
