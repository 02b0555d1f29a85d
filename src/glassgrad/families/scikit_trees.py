"""Reading the trees that scikit-learn's decision trees, forests and AdaBoost keep."""

from __future__ import annotations

from typing import Any

import numpy as np

from .trees import Tree


def scikit_tree(model: Any) -> Tree:
    """The tree of a fitted DecisionTreeClassifier (values: the share of each class) or DecisionTreeRegressor (values: the mean)."""
    kept = model.tree_
    leaf = kept.children_left < 0
    return Tree(np.where(leaf, -1, kept.feature), kept.threshold, kept.children_left, kept.children_right, kept.value[:, 0, :], single=True)
