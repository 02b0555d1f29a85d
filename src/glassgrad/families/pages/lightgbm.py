"""LightGBM: small trees one after another, each grown where it mends most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from .. import boosted
from ..boosted import Boosted, in_rounds
from ..family import Explanation, Family, Learned, Lot, Situation, Sort
from ..trees import Tree


def _make(situation: Situation) -> Any:
    from lightgbm import LGBMClassifier, LGBMRegressor

    model = LGBMClassifier if situation.task.has_classes else LGBMRegressor
    return model(
        n_estimators=boosted.ROUNDS, learning_rate=boosted.LEARNING_RATE, random_state=situation.seed,
        n_jobs=1, deterministic=True, force_row_wise=True, verbose=-1,
    )  # fmt: skip


def _read(model: Any) -> Boosted:
    dump = model.booster_.dump_model()
    outputs = dump["num_tree_per_iteration"]
    trees = [_tree(one["tree_structure"]) for one in dump["tree_info"]]
    # The library folds the start value into the leaves of the first trees, and leaves it at their roots.
    start = np.array([_value(one["tree_structure"]) for one in dump["tree_info"][:outputs]])
    first = [_lowered(tree, value) for tree, value in zip(trees, start, strict=False)]
    return Boosted(start, in_rounds(first + trees[outputs:], outputs))


def _value(node: dict[str, Any]) -> float:
    return float(node.get("internal_value", node.get("leaf_value", 0.0)))


def _lowered(tree: Tree, start: float) -> Tree:
    return replace(tree, values=tree.values - start)


def _tree(root: dict[str, Any]) -> Tree:
    """The nested dictionaries of a tree as arrays, floor by floor: those below a node come last in the line, side by side."""
    line, below_it = [root], []
    for node in line:
        below_it.append(len(line))
        line += [node[below] for below in ("left_child", "right_child") if below in node]
    left = np.array(below_it, dtype=np.int32)
    return Tree(
        features=np.array([node.get("split_feature", -1) for node in line], dtype=np.int32),
        thresholds=np.array([node.get("threshold", 0.0) for node in line]),
        left=left,
        right=left + 1,
        values=np.array([[_value(node)] for node in line]),
    )


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    output = np.ravel(learned.model.predict(lot.inputs[place : place + 1], raw_score=True))
    return boosted.explain(learned, place, lot, _read(learned.model), output)


lightgbm = Family(
    name="lightgbm",
    title="LightGBM",
    says="small trees one after another, each grown where it mends most",
    sort=Sort.TREES,
    make=_make,
    stores=boosted.stores(_read),
    knows=boosted.knows(_read),
    explain=_explain,
    package="lightgbm",
)
