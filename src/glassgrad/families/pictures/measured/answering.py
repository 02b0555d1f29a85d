"""What a fitted family answers for prepared rows, as pictures need it: a probability of each class, or a number."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.scaling import Scale
from glassgrad.plots.measured.ground import Answer
from glassgrad.plots.measured.raw_rows import places_of, telling_columns

from ...family import Array, Learned
from ...kernels import machines_of
from .fold import FoldGround

FLAT = 0.4
"""The most that one class is above another, as log-odds, where there are scores and no probabilities: it stays in the palest shade, which begins at 50% and
ends at 60% (log-odds 0.405)."""
BARELY = 1e-9


def gives_probabilities(learned: Learned) -> bool:
    """Whether a classifier says how sure it is; others give scores, whose sign or order counts."""
    return hasattr(learned.model, "predict_proba")


def answering(learned: Learned, ground: FoldGround) -> Answer:
    """What the model answers for prepared rows (rows, features): the probability of each class (rows, classes), or numbers (rows,).

    A classifier without probabilities gets such as are all but even, and even where its scores are: so its borders lie where they should.
    """
    model, classes = learned.model, len(learned.situation.classes)

    def answer(inputs: Array) -> Array:
        if not len(inputs):  # libraries refuse to answer for no rows
            return np.empty((0, classes) if classes else 0)
        given = _given(learned, ground, inputs)
        if not classes:
            return np.asarray(model.predict(given), dtype=np.float64)
        known = np.asarray(model.predict_proba(given), dtype=np.float64) if gives_probabilities(learned) else _all_but_even(model, given)
        return _of_all_classes(known, np.asarray(model.classes_, dtype=np.intp), classes)

    return answer


def steps(learned: Learned, ground: FoldGround) -> Answer:
    """What a classifier says for prepared rows, as 1 for its class and 0 for the others. Shape: (rows, features) → (rows, classes)."""

    def answer(inputs: Array) -> Array:
        said = np.asarray(learned.model.predict(_given(learned, ground, inputs)) if len(inputs) else [], dtype=np.intp)
        return np.eye(len(learned.situation.classes))[said]

    return answer


def _of_all_classes(known: Array, places: Array, classes: int) -> Array:
    """With a column for classes, too, that were in none of the rows it learnt from."""
    found = np.zeros((len(known), classes))
    found[:, places] = known
    return found


def _all_but_even(model: Any, inputs: Array) -> Array:
    """Probabilities that tell only which class is the answer, from its scores. Shape: (rows, classes known)."""
    scores = _scores(model, np.asarray(model.decision_function(inputs), dtype=np.float64))
    said = np.searchsorted(model.classes_, model.predict(inputs))
    rows, best = np.arange(len(scores)), scores.max(axis=1)
    # Where machines vote in a circle, the one that decides is not the one with the largest score.
    scores[rows, said] = np.where(scores[rows, said] < best, best + BARELY, scores[rows, said])
    sure = np.exp(FLAT * np.tanh(scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(sure / sure.sum(axis=1, keepdims=True))


def _scores(model: Any, given: Array) -> Array:
    """A score for each class, the largest that of the answer; of machines for pairs of classes the one that speaks least for the class."""
    if given.ndim == 1:
        return np.stack([np.zeros_like(given), given], axis=1)
    if getattr(model, "decision_function_shape", "") != "ovo":
        return given
    found = np.full((len(given), len(model.classes_)), np.inf)
    for machine, score in zip(machines_of(model), given.T, strict=True):
        for place, sign in ((machine.above, 1), (machine.below, -1)):
            found[:, place] = np.minimum(found[:, place], sign * score)
    return found


def _given(learned: Learned, ground: FoldGround, inputs: Array) -> Array:
    """What the model takes: the prepared inputs, or for one that learns from counts, the counts that they were made from."""
    lot = learned.lot
    if not learned.family.takes_counts or lot.counts is None:
        return inputs
    counts, places = np.tile(lot.counts[0], (len(inputs), 1)), places_of(ground)
    for one in telling_columns(ground):
        counts[:, learned.situation.columns.index(one.name)] = Scale(one.mean, one.deviation).restore(inputs[:, places[one.name]][:, 0])
    return np.asarray(counts)
