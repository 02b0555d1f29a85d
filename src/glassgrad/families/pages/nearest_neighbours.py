"""Nearest neighbours: the training rows nearest to a new row say what it is."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from ..answers import answer_of, probabilities_of
from ..cells import short
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored
from ..known import known_classes, known_outputs
from ..told import told

NEIGHBOURS = 5


def _make(situation: Situation) -> Any:
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

    model = KNeighborsClassifier if situation.task.has_classes else KNeighborsRegressor
    # Of few rows at most half are neighbours; otherwise all of them would answer, whatever is asked.
    neighbours = min(NEIGHBOURS, max(1, situation.rows // 2)) if situation.rows else NEIGHBOURS
    return model(n_neighbors=neighbours, n_jobs=1)


def _stores(model: Any) -> tuple[Stored, ...]:
    # scikit-learn keeps them here and shows them nowhere else: the inputs and the targets.
    return (Stored(model.n_samples_fit_, "rows", model._fit_X.nbytes + model._y.nbytes),)


def _knows(learned: Learned) -> str:
    rows = counted(learned.model.n_samples_fit_, "row")
    nearest = "the nearest one" if learned.model.n_neighbors == 1 else f"the {learned.model.n_neighbors} nearest"
    return f"In {rows} kept whole: what that means is worked out only when a prediction is asked for, from {nearest}."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes = known_classes(learned)
    row = lot.inputs[place : place + 1]
    output = np.asarray(probabilities_of(learned, place, lot) if classes else learned.model.predict(row))
    (distances,), (nearest,) = learned.model.kneighbors(row)
    targets = learned.lot.targets[nearest]
    values = np.eye(len(classes))[np.searchsorted(learned.model.classes_, targets)] if classes else targets[:, np.newaxis].astype(np.float64)
    names = [f"row {one}" for one in learned.lot.places[nearest]]
    parts = tuple(Part(f"{name}, {short(far)} away", value) for name, far, value in zip(names, distances, values, strict=True))
    answer = answer_of(learned, place, lot)
    rows = tuple(_row(learned, name, far, target) for name, far, target in zip(names, distances, targets, strict=True))
    return Explanation(
        measure="share of neighbours" if classes else "prediction", outputs=known_outputs(learned, len(output)), output=output, parts=parts,
        answer=answer, scale=1 / len(parts),
        blocks=(Aside(_how(output, len(parts), answer)), Table((("nearest",), ("distance",), ("class" if classes else "target",)), rows)),
    )  # fmt: skip


def _how(output: Array, neighbours: int, answer: str | float) -> Words:
    measured = "The straight distance from this row to every training row was measured, over all inputs together, every number scaled"
    said = "The nearest one says" if neighbours == 1 else f"The nearest {neighbours} say"
    if not isinstance(answer, str):
        return (f"{measured}. {said} what is to be expected: ", *(("the mean of their targets is ",) if neighbours > 1 else ()), told(answer), ".")
    most = round(float(output.max()) * neighbours)
    tie = " As many are of another class; then the first in order is taken." if (output == output.max()).sum() > 1 else ""
    return (f"{measured}. {said} what this one is: {most} of {neighbours} {'is' if most == 1 else 'are'} {answer}.{tie}",)


def _row(learned: Learned, name: str, distance: float, target: Any) -> tuple[Words, ...]:
    classes = learned.situation.classes
    return (name,), (told(distance),), (classes[int(target)] if classes else plain_number(float(target), 6),)


nearest_neighbours = Family(
    name="nearest_neighbours",
    title="nearest neighbours",
    says="keeps all rows, and answers as the few nearest to the new one do",
    sort=Sort.INSTANCES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
)
