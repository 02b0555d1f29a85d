"""Multinomial naive Bayes: each class has its own mixture of things that are counted, and the mixture that suits a row's counts best is the answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.writing.mathematics import Words

from ..bayes import by_bayes_rule, in_classes
from ..family import Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, classes_only, stored
from ..known import known_classes
from ..told import told

HOW = (
    "Each class has a mixture: the share that each column has in all that was counted in its training rows. Every single thing counted in this row "
    "is as likely in a class as the mixture says, and the likelihoods are multiplied; what is the same for all classes is left out."
)


def _fits(situation: Situation) -> str:
    return classes_only(situation) or ("" if situation.columns else "it learns from counts, and not all inputs are whole numbers of at least 0")


def _make(situation: Situation) -> Any:
    from sklearn.naive_bayes import MultinomialNB

    del situation
    return MultinomialNB()


def _stores(model: Any) -> tuple[Stored, ...]:
    of_columns = stored("shares of columns", model.feature_log_prob_, single="share of a column")
    return of_columns, stored("shares of classes", model.class_log_prior_, single="share of a class")


def _knows(learned: Learned) -> str:
    classes, columns = learned.model.feature_log_prob_.shape
    each = " of the one counted column" if columns == 1 else f", one for each of {columns:,} counted columns"
    return f"In {counted(classes * columns, 'share')}{each} {in_classes(classes)}."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    model, counts, classes = learned.model, learned.family.inputs(lot)[place], known_classes(learned)

    def cells(one: int, first: int, second: int) -> tuple[Words, ...]:
        return tuple((told(np.exp(model.feature_log_prob_[which, one]), 3),) for which in (first, second))

    return by_bayes_rule(
        learned, place, lot,
        likelihoods=[Part(f"{name}: {counts[one]:,.0f}", counts[one] * model.feature_log_prob_[:, one]) for one, name in enumerate(learned.situation.columns)],
        log_shares=model.class_log_prior_,
        how=HOW,
        header=lambda first, second: ((f"share in {classes[first]}",), (f"share in {classes[second]}",)),
        cells=cells,
    )  # fmt: skip


multinomial_naive_bayes = Family(
    name="multinomial_naive_bayes",
    title="multinomial naive Bayes",
    says="each class has its own mixture of things that are counted, and the one that suits a row's counts best is the answer",
    sort=Sort.PROBABILITIES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    fits=_fits,
    linear=True,
    takes_counts=True,
    differs="takes the counts as they stand, not scaled",
)
