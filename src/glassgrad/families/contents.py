"""The table of contents: every model family, in the order of reading."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .family import Family
from .pages.adaboost import adaboost
from .pages.decision_tree import decision_tree
from .pages.gaussian_naive_bayes import gaussian_naive_bayes
from .pages.histogram_boosting import histogram_boosting
from .pages.kernel_density import kernel_density
from .pages.lightgbm import lightgbm
from .pages.linear_regression import linear_regression
from .pages.linear_svm import linear_svm
from .pages.logistic_regression import logistic_regression
from .pages.multinomial_naive_bayes import multinomial_naive_bayes
from .pages.nearest_neighbours import nearest_neighbours
from .pages.neural_network import neural_network
from .pages.random_forest import random_forest
from .pages.rbf_svm import rbf_svm
from .pages.stacking import stacking
from .pages.voting import voting
from .pages.xgboost import xgboost

FAMILIES: Mapping[str, Family] = MappingProxyType({
    page.name: page
    for page in (
        linear_regression,
        logistic_regression,
        neural_network,
        linear_svm,
        rbf_svm,
        decision_tree,
        random_forest,
        histogram_boosting,
        xgboost,
        lightgbm,
        nearest_neighbours,
        kernel_density,
        gaussian_naive_bayes,
        multinomial_naive_bayes,
        adaboost,
        voting,
        stacking,
    )
})  # fmt: skip
