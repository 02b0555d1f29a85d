"""Stacking: a last, linear model learns how much to trust each of several others."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.explain.blocks import Aside, Table

from ..answers import answer_of
from ..dealing import Dealing
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, stored
from ..known import known_classes, known_outputs
from ..members import members_for, members_of, said_by, said_table, stored_by, titles
from ..products import Factor, products_table
from ..told import summands
from ..weighted_sums import coefficients
from .linear_regression import linear_regression
from .logistic_regression import logistic_regression
from .nearest_neighbours import nearest_neighbours
from .random_forest import random_forest

CANDIDATES = (linear_regression, logistic_regression, random_forest, nearest_neighbours)
LAST = (linear_regression, logistic_regression)
FOLDS = 5
"""The last model learns from what the others say of rows that they have not seen, each row held out once."""


def _make(situation: Situation) -> Any:
    from sklearn.ensemble import StackingClassifier, StackingRegressor

    classes = situation.task.has_classes
    ((_, last),) = members_for(LAST, situation)
    chosen = {"final_estimator": last, "cv": Dealing(FOLDS, situation.seed, by_class=classes), "n_jobs": 1}
    members = members_for(CANDIDATES, situation)
    return StackingClassifier(members, stack_method="predict_proba", **chosen) if classes else StackingRegressor(members, **chosen)


def _stores(model: Any) -> tuple[Stored, ...]:
    return (*stored_by(members_of(CANDIDATES, model)), stored("weights and biases of the last model", *coefficients(model.final_estimator_)))


def _knows(learned: Learned) -> str:
    members = members_of(CANDIDATES, learned.model)
    weights, _ = coefficients(learned.model.final_estimator_)
    return f"In {len(members)} models, {titles(members)}, and in the {weights.size:,} weights with which a last model adds up what they say."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes = known_classes(learned)
    output = np.ravel((learned.model.decision_function if classes else learned.model.predict)(lot.inputs[place : place + 1]))
    said = said_by(members_of(CANDIDATES, learned.model), lot.inputs[place], classes=bool(classes))
    weights, biases = coefficients(learned.model.final_estimator_)
    outputs = known_outputs(learned, len(biases))
    bias = Part("bias", biases)
    parts = (*_weighted(said, weights, classes), bias)
    what = "said how sure they are of each class" if classes else "predicted a number each"
    sum_is = "score of each class" if len(outputs) > 1 else f"score of {outputs[0]}, which wins if it is above zero" if classes else "prediction"
    how = Aside((f"{len(said)} models {what}. A last model has learnt what to make of that: it weighs what they say and adds it up to the {sum_is}.",))
    return Explanation(
        measure="score" if classes else "prediction", outputs=outputs, output=output, parts=parts, answer=answer_of(learned, place, lot),
        blocks=(how, said_table(said, classes or outputs), _added_up(said, weights, bias, parts, outputs, output)),
    )  # fmt: skip


def _added_up(said: tuple[Part, ...], weights: Array, bias: Part, parts: tuple[Part, ...], outputs: tuple[str, ...], output: Array) -> Table:
    """What each member adds; where it has said but one number that counts, with its weight."""
    if len(outputs) > 1:
        return summands(parts, outputs, output, first="model, times its weights")
    factors = [Factor(one.what, float(one.value[-1]), weight) for one, weight in zip(said, weights.T, strict=True)]
    return products_table(factors, (bias,), output, outputs, first="model")


def _weighted(said: tuple[Part, ...], weights: Array, classes: tuple[str, ...]) -> tuple[Part, ...]:
    """Each member's answer times the weights for it. Of two probabilities only the second has a weight: the first follows from it."""
    heard = [Part(one.what, one.value[1:] if len(classes) == 2 else one.value) for one in said]
    ends = np.cumsum([len(one.value) for one in heard])
    return tuple(Part(one.what, weights[:, end - len(one.value) : end] @ one.value) for one, end in zip(heard, ends, strict=True))


stacking = Family(
    name="stacking",
    title="stacking",
    says="a last, linear model learns how much to trust each of several others",
    sort=Sort.ENSEMBLE,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    members=CANDIDATES,
)
