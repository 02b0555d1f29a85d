"""Linear support vector machine: a weighted sum of the inputs for each class, with as wide a margin as the rows allow between the sides."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside

from ..answers import answer_of
from ..cells import short
from ..family import Explanation, Family, Learned, Lot, Part, Situation, Sort
from ..known import known_outputs
from ..margins import TOLERATED, sums_of, support_vectors
from ..products import input_factors, products_table, weights_tables
from ..scaled_target import ScaledTarget
from ..weighted_sums import added_up, in_weights, stores

MOST_STEPS = 10_000
SETTLED = 1e-8
"""The share of the first gradient at which learning stops: so small that rows clear of the margin no longer matter. It costs a few steps more."""


def _make(situation: Situation) -> Any:
    from sklearn.svm import LinearSVC, LinearSVR

    if situation.task.has_classes:
        return LinearSVC(dual=False, tol=SETTLED, max_iter=MOST_STEPS)
    # The machine draws its bias towards zero, so the number is learnt with mean 0 and deviation 1, whatever its own units are.
    machine = LinearSVR(epsilon=TOLERATED, loss="squared_epsilon_insensitive", dual=False, tol=SETTLED, max_iter=MOST_STEPS)
    return ScaledTarget(machine)


def _knows(learned: Learned) -> str:
    had_a_say = support_vectors(learned)
    count = int(had_a_say.sum())
    if not count:
        return f"{in_weights(learned)}; no row is a support vector that pulls at it."
    vectors, need = ("support vector", "needs") if count == 1 else ("support vectors", "need")
    return f"{in_weights(learned)}; {count:,} of {counted(len(had_a_say), 'row')}, its {vectors}, decided that, and {need} not be kept."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    row, classes = lot.inputs[place], bool(learned.situation.classes)
    output = np.ravel((learned.model.decision_function if classes else learned.model.predict)(row[np.newaxis]))
    sums, outputs = sums_of(learned.model), known_outputs(learned, len(output))
    factors, bias = input_factors(learned.situation, row, row, sums.weights.T), Part("bias", sums.biases)
    return Explanation(
        measure="score" if classes else "prediction", outputs=outputs, output=output, answer=answer_of(learned, place, lot),
        parts=(*(one.part for one in factors), bias),
        blocks=(
            Aside((added_up(outputs, classes=classes),)),
            products_table(factors, (bias,), output, outputs, first="input"),
            *weights_tables(factors, output, outputs, first="input"),
            Aside(_margin(learned)),
        ),
    )  # fmt: skip


def _margin(learned: Learned) -> tuple[str, ...]:
    had_a_say = support_vectors(learned)
    rows = f"{had_a_say.sum():,} of {len(had_a_say):,} training rows"
    if learned.situation.classes:
        margin = "Learning looks for weights that keep the rows of a class above 1 and all others below −1"
        return (f"{margin}. Only rows that do not keep clear of that margin pull at the weights: {rows}, the support vectors.",)
    tolerated = short(TOLERATED * learned.model.deviation)
    return (f"While the weights were learnt, being off by up to {tolerated} cost nothing. Only rows further off, {rows}, pull at them: the support vectors.",)


linear_svm = Family(
    name="linear_svm",
    title="linear SVM",
    says="a weighted sum of the inputs, decided by the rows that are hardest to tell apart or to hit",
    sort=Sort.PARAMETRIC,
    make=_make,
    stores=stores,
    knows=_knows,
    explain=_explain,
    linear=True,
)
