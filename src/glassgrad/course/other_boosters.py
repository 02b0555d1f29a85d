"""XGBoost and LightGBM, where they are installed: two other programs that grow gradient-boosted trees."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .families_side_by_side import Choices, Model, from_scikit_learn


def other_boosters() -> tuple[tuple[Model, ...], tuple[str, ...]]:
    """The models that can be shown here, and the names of those that are not installed."""
    models, missing = [], []
    for package, model in PACKAGES.items():
        try:
            import_module(package)
        except ImportError:
            missing.append(package)
        else:
            models.append(model)
    return tuple(models), tuple(missing)


def _xgboost(choices: Choices) -> Any:
    return import_module("xgboost").XGBClassifier(n_estimators=choices.trees, random_state=choices.seed, n_jobs=1)


def _lightgbm(choices: Choices) -> Any:
    return import_module("lightgbm").LGBMClassifier(n_estimators=choices.trees, random_state=choices.seed, n_jobs=1, deterministic=True, verbose=-1)


def _xgboost_nodes(model: Any) -> int:
    return sum(len(tree.splitlines()) for tree in model.get_booster().get_dump())


def _lightgbm_nodes(model: Any) -> int:
    # A tree of n leaves asks n − 1 questions.
    return sum(2 * tree["num_leaves"] - 1 for tree in model.booster_.dump_model()["tree_info"])


PACKAGES = {
    "xgboost": Model(name="XGBoost", stores="nodes", learn=from_scikit_learn(_xgboost, _xgboost_nodes)),
    "lightgbm": Model(name="LightGBM", stores="nodes", learn=from_scikit_learn(_lightgbm, _lightgbm_nodes)),
}
