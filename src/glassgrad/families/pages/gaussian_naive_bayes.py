"""Gaussian naive Bayes: in each class every input has a bell curve of its own, and they are multiplied as if they did not depend on each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Block
from glassgrad.writing.mathematics import Words

from ..bayes import by_bayes_rule, in_classes
from ..cells import short, spread
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, classes_only, stored
from ..known import known_classes

HOW = (
    "In each class every input has a mean and a spread, and a bell curve says how likely the value here is. "
    "The likelihoods of all inputs are multiplied as if the inputs did not depend on each other; that is the naive part."
)
MARKS = " Yes counts as 1, no as 0."

SAME = 1 + 1e-6
"""A variance up to so many times what the library adds to all of them is nothing but that."""


def _make(situation: Situation) -> Any:
    from sklearn.naive_bayes import GaussianNB

    del situation
    return GaussianNB()


def _stores(model: Any) -> tuple[Stored, ...]:
    shares = stored("shares of classes", model.class_prior_, single="share of a class")
    return stored("means", model.theta_), stored("variances", model.var_), shares


def _knows(learned: Learned) -> str:
    classes, inputs = learned.model.theta_.shape
    pairs = f"{counted(inputs * classes, 'mean')} and {counted(inputs * classes, 'variance')}"
    each = " of the one input" if inputs == 1 else f", one of each for each of {inputs:,} inputs"
    return f"In {pairs}{each} {in_classes(classes)}."


def _log_bells(model: Any, row: Array) -> Array:
    """The logarithm of each input's bell curve at the row, for each class. Shapes: row (features,) → (classes, features)."""
    apart = (row - model.theta_) ** 2 / model.var_
    return np.asarray(-(np.log(2 * np.pi * model.var_) + apart) / 2)


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    model, row, classes = learned.model, lot.inputs[place], known_classes(learned)
    bells = _log_bells(model, row)
    deviations = np.sqrt(model.var_)

    def cells(one: int, first: int, second: int) -> tuple[Words, ...]:
        unit = learned.situation.inputs[one]
        return tuple((spread(unit.value(model.theta_[which, one]), unit.deviation * deviations[which, one]),) for which in (first, second))

    told_by_rule = by_bayes_rule(
        learned, place, lot,
        likelihoods=[Part(f"{unit.name}: {unit.said(row)}", bells[:, unit.place]) for unit in learned.situation.inputs],
        log_shares=np.log(model.class_prior_),
        how=f"{HOW}{MARKS if any(unit.is_mark for unit in learned.situation.inputs) else ''}",
        header=lambda first, second: ((f"in {classes[first]}",), (f"in {classes[second]}",)),
        cells=cells,
    )  # fmt: skip
    return replace(told_by_rule, blocks=(*told_by_rule.blocks, *_narrow(model)))


def _narrow(model: Any) -> tuple[Block, ...]:
    """Of curves that the library has made a little wider, because there is no bell around rows that are all the same."""
    same = int((model.var_ <= SAME * model.epsilon_).sum())
    if not same:
        return ()
    curves = "curve belongs" if same == 1 else "curves belong"
    wide = f"{short(np.sqrt(model.epsilon_))} wide, in scaled inputs"
    return (Aside((f"{same:,} {curves} to rows that all have the same value; made ± {wide}, such a curve finds any other value next to impossible.",)),)


gaussian_naive_bayes = Family(
    name="gaussian_naive_bayes",
    title="Gaussian naive Bayes",
    says="a bell curve for every input in every class, multiplied as if the inputs did not depend on each other",
    sort=Sort.PROBABILITIES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    fits=classes_only,
)
