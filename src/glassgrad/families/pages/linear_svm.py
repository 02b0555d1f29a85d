"""Linear support vector machine: a weighted sum of the inputs for each class, with as wide a margin as the rows allow between the sides."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside
from glassgrad.writing.plain import listed

from ..answers import answer_of
from ..cells import short
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored
from ..known import known_outputs
from ..margins import TOLERATED, Sums, sums_of, support_vectors
from ..scaled_target import ScaledTarget
from ..told import summands, told
from ..weighted_sums import MOST_NAMED, added_up

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


def _stores(model: Any) -> tuple[Stored, ...]:
    sums = sums_of(model)
    return (Stored(sums.weights.size + sums.biases.size, "weights and biases"),)


def _knows(learned: Learned) -> str:
    sums, had_a_say = sums_of(learned.model), support_vectors(learned)
    largest = np.argsort(-np.abs(sums.weights).max(axis=0), kind="stable")[:MOST_NAMED]
    names = listed([learned.situation.features[place] for place in largest])
    rows = f"{had_a_say.sum():,} of the {len(had_a_say):,} rows, its support vectors,"
    return f"In {counted(sums.weights.size, 'weight')}, the largest for {names}; {rows} decided them, and need not be kept."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    row, classes = lot.inputs[place], bool(learned.situation.classes)
    output = np.ravel((learned.model.decision_function if classes else learned.model.predict)(row[np.newaxis]))
    sums, outputs = sums_of(learned.model), known_outputs(learned, len(output))
    parts = _weighted(sums, row, learned.situation.features)
    return Explanation(
        measure="score" if classes else "prediction", outputs=outputs, output=output, parts=parts, answer=answer_of(learned, place, lot),
        blocks=(Aside((added_up(outputs, classes=classes),)), summands(parts, outputs, output, first="input"), Aside(_margin(learned))),
    )  # fmt: skip


def _weighted(sums: Sums, row: Array, names: tuple[str, ...]) -> tuple[Part, ...]:
    inputs = [Part(f"{name}: {told(row[place], 3).text} × weight", sums.weights[:, place] * row[place]) for place, name in enumerate(names)]
    return (*inputs, Part("bias", sums.biases))


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
    stores=_stores,
    knows=_knows,
    explain=_explain,
    linear=True,
)
