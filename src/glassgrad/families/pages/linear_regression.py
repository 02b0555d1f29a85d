"""Linear regression: a weighted sum of the inputs, as close to the targets as such a sum can be."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..answers import answer_of
from ..family import Explanation, Family, Learned, Lot, Situation, Sort, numbers_only
from ..weighted_sums import knows, stores, weighted_sum


def _make(situation: Situation) -> Any:
    from sklearn.linear_model import LinearRegression

    del situation
    return LinearRegression()


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    prediction = np.asarray(learned.model.predict(lot.inputs[place : place + 1]))
    return weighted_sum(learned, place, lot, prediction, measure="prediction", answer=answer_of(learned, place, lot))


linear_regression = Family(
    name="linear_regression",
    title="linear regression",
    says="a weighted sum of the inputs, with the weights whose squared errors are smallest",
    sort=Sort.PARAMETRIC,
    make=_make,
    stores=stores,
    knows=knows,
    explain=_explain,
    fits=numbers_only,
    linear=True,
)
