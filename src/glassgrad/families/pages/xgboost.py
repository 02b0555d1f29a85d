"""XGBoost: small trees one after another, each mending what is still wrong, held back where they would say too much."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .. import boosted
from ..boosted import Boosted, in_rounds
from ..family import Array, Explanation, Family, Learned, Lot, Situation, Sort
from ..trees import Tree

SMALLEST_SHARE = np.float32(1e-6)
"""The library takes no share of a class for smaller than this, and none for larger than what this leaves of 1."""


@dataclass(eq=False)
class Numbered:
    """A classifier of XGBoost, which insists on classes 0 … k−1, for any numbers: those that occur are numbered anew, and named again in its answers."""

    model: Any
    classes_: Array = field(default_factory=lambda: np.array([], dtype=np.intp))

    def set_params(self, **chosen: Any) -> Numbered:
        """Other parameters for the model, by the library's names."""
        self.model.set_params(**chosen)
        return self

    def fit(self, inputs: Array, targets: Array) -> Numbered:
        """Learn from rows. Shapes: inputs (rows, features), targets (rows,)."""
        self.classes_, numbers = np.unique(targets, return_inverse=True)
        self.model.fit(inputs, numbers)
        return self

    def predict(self, inputs: Array) -> Array:
        """The class of each row. Shape: (rows,)."""
        return np.asarray(self.classes_[self.model.predict(inputs)])

    def predict_proba(self, inputs: Array) -> Array:
        """How sure it is of each class. Shape: (rows, classes)."""
        return np.asarray(self.model.predict_proba(inputs))


def _make(situation: Situation) -> Any:
    from xgboost import XGBClassifier, XGBRegressor

    chosen = {"n_estimators": boosted.ROUNDS, "learning_rate": boosted.LEARNING_RATE, "n_jobs": 1, "random_state": situation.seed}
    return Numbered(XGBClassifier(**chosen)) if situation.task.has_classes else XGBRegressor(**chosen)


def _library(model: Any) -> Any:
    return model.model if isinstance(model, Numbered) else model


def _read(model: Any) -> Boosted:
    kept = json.loads(bytes(_library(model).get_booster().save_raw("json")))["learner"]
    outputs = max(1, int(kept["learner_model_param"]["num_class"]))
    trees = [_tree(one) for one in kept["gradient_booster"]["model"]["trees"]]
    start = np.broadcast_to(np.float32(json.loads(kept["learner_model_param"]["base_score"])), outputs)
    return Boosted(_score(start) if kept["objective"]["name"] == "binary:logistic" else start, in_rounds(trees, outputs))


def _score(share: Array) -> Array:
    # Of two classes the start value is kept as a share. The library takes the quotient in single precision and rounds the logarithm to it, so do we.
    inside = np.clip(share, SMALLEST_SHARE, np.float32(1) - SMALLEST_SHARE)
    odds = np.float32(1) / inside - np.float32(1)
    return np.asarray(-np.log(odds.astype(np.float64)), dtype=np.float32)


def _tree(kept: dict[str, Any]) -> Tree:
    left, right, inputs = (np.array(kept[which], dtype=np.int32) for which in ("left_children", "right_children", "split_indices"))
    # A leaf's value is kept where a question has its threshold.
    numbers = np.array(kept["split_conditions"], dtype=np.float32)
    return Tree(np.where(left < 0, np.int32(-1), inputs), numbers, left, right, numbers[:, np.newaxis], strict=True, single=True)


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    output = np.ravel(_library(learned.model).predict(lot.inputs[place : place + 1], output_margin=True))
    return boosted.explain(learned, place, lot, _read(learned.model), output)


xgboost = Family(
    name="xgboost",
    title="XGBoost",
    says="small trees one after another, each mending what is still wrong, held back where they would say too much",
    sort=Sort.TREES,
    make=_make,
    stores=boosted.stores(_read),
    knows=boosted.knows(_read),
    explain=_explain,
    package="xgboost",
)
